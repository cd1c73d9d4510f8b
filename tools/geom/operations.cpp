#include "operation.hpp"

#include <array>

namespace geom {

std::span<const Group> groups() {
    static const std::array all{
        Group{"Turns and sides", turns()},
        Group{"Vectors", vectors()},
        Group{"Transforms", transforms()},
        Group{"Lines, rays and segments", lines()},
        Group{"Triangles", triangles()},
        Group{"Circles", circles()},
        Group{"Sets of points", point_sets()},
        Group{"Neighbours and ranges", searches()},
        Group{"Triangulations", triangulations()},
        Group{"Groups and orders", clusters()},
        Group{"Segments and rectangles", segments()},
        Group{"Half-planes", half_planes()},
        Group{"Questions about polygons", polygon_questions()},
        Group{"Polygons", polygons()},
        Group{"Overlays", overlays()},
        Group{"Validity", validity()},
        Group{"Relations", relations()},
        Group{"Buffers and sums", buffers()},
        Group{"Distances of shapes", distances()},
        Group{"Places with room", places()},
        Group{"Triangles of polygons", meshes()},
        Group{"Samples", samples()},
        Group{"Pictures", pictures()},
    };
    return all;
}

}  // namespace geom
