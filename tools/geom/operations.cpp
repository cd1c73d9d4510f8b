#include "operation.hpp"

#include <array>

namespace geom {

std::span<const Group> groups() {
    static const std::array all{
        Group{"Turns and sides", turns()},
        Group{"Vectors", vectors()},
        Group{"Lines, rays and segments", lines()},
        Group{"Sets of points", point_sets()},
        Group{"Triangulations", triangulations()},
        Group{"Groups and orders", clusters()},
        Group{"Polygons", polygons()},
        Group{"Pictures and samples", pictures()},
    };
    return all;
}

}  // namespace geom
