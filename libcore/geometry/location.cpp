#include "geometry/location.hpp"

#include "geometry/edge_crossing.hpp"
#include "geometry/members.hpp"

#include <algorithm>

namespace pipelab::geometry {
namespace {

/// Crossings of the ray to the left; both counts together give parity, their difference winding.
struct Crossings {
    std::int64_t up = 0, down = 0;
    bool on = false;

    void add(Point point, std::span<const Point> ring) {
        for (std::size_t i = 0, before = ring.size() - 1; i < ring.size() && !on; before = i++) {
            const Crossing crossing = crossing_of_ray(point, ring[before], ring[i]);
            on = crossing == Crossing::on;
            up += crossing == Crossing::up;
            down += crossing == Crossing::down;
        }
    }
    void add(Point point, const Shape& shape) {
        for_rings(shape, [&](std::span<const Point> ring) { add(point, ring); });
    }
    Location location() const {
        if (on) return Location::boundary;
        return (up + down) % 2 != 0 ? Location::inside : Location::outside;
    }
    std::optional<std::int64_t> winding() const {
        return on ? std::nullopt : std::optional(down - up);
    }
};

template <class Rings>
Crossings crossings(Point point, const Rings& rings) {
    Crossings result;
    result.add(point, rings);
    return result;
}

}  // namespace

Location locate(Point point, std::span<const Point> ring) {
    return crossings(point, ring).location();
}

Location locate(Point point, const Shape& shape) {
    Location location = Location::outside;
    for_members(shape, [&](const Shape& member) {
        if (member.areal()) location = std::max(location, crossings(point, member).location());
    });
    return location;
}

std::optional<std::int64_t> winding_number(Point point, std::span<const Point> ring) {
    return crossings(point, ring).winding();
}

std::optional<std::int64_t> winding_number(Point point, const Shape& shape) {
    return crossings(point, shape).winding();
}

}  // namespace pipelab::geometry
