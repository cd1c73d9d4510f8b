#include "geometry/winding_locator.hpp"

#include "geometry/edge_crossing.hpp"

#include <utility>

namespace pipelab::geometry {
namespace {

std::vector<Segment> edges_of(std::span<const Shape> shapes) {
    std::vector<Segment> edges;
    for (const Shape& shape : shapes)
        for_rings(shape, [&](std::span<const Point> ring) {
            for (std::size_t i = 0; i < ring.size(); ++i)
                edges.push_back({ring[i], ring[i + 1 < ring.size() ? i + 1 : 0]});
        });
    return edges;
}

}  // namespace

WindingLocator::WindingLocator(std::span<const Shape> shapes) : WindingLocator(edges_of(shapes)) {}

WindingLocator::WindingLocator(std::vector<Segment> edges)
    : edges_(std::move(edges)), stripes_(edges_) {}

std::optional<std::int64_t> WindingLocator::winding_number(Point point) const {
    std::int64_t turns = 0;
    for (const std::uint32_t i : stripes_.members(stripes_.stripe(point.y))) {
        const Crossing crossing = crossing_of_ray(point, edges_[i].a, edges_[i].b);
        if (crossing == Crossing::on) return std::nullopt;
        turns += (crossing == Crossing::down) - (crossing == Crossing::up);
    }
    return turns;
}

}  // namespace pipelab::geometry
