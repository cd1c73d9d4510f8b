#include "geometry/triangulation_locator.hpp"

#include "geometry/index.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>

namespace pipelab::geometry {

using detail::none;

TriangulationLocator::TriangulationLocator(std::span<const Point> points,
                                           const Triangulation& triangulation)
    : points_(points), triangulation_(triangulation) {
    if (triangulation.size() == 0) return;
    leaving_ = leaving_halfedges(triangulation, points.size());
    last_nearest_ = triangulation.triangles[0];
}

/// From triangle to triangle across an edge that has the query on its other side. In a Delaunay
/// triangulation this never comes back to a triangle (De Floriani et al. 1991).
TriangulationLocator::Place TriangulationLocator::locate(Point query) {
    if (triangulation_.size() == 0) return {};
    std::uint32_t arrived = none;
    for (;;) {
        std::uint32_t crossed = none, zeros = 0, zero = none, first_zero = none;
        for (std::uint32_t h = 3 * last_; h < 3 * last_ + 3; ++h) {
            if (h == arrived) continue;
            const int side = orientation(points_[triangulation_.origin(h)],
                                         points_[triangulation_.target(h)], query);
            if (side < 0) {
                crossed = h;
                break;
            }
            if (side == 0) {
                if (zeros++ == 0) first_zero = h;
                zero = h;
            }
        }
        if (crossed != none) {
            arrived = triangulation_.halfedges[crossed];
            if (arrived == none) return {};
            last_ = arrived / 3;
            continue;
        }
        if (zeros == 0) return {Kind::triangle, last_};
        if (zeros == 1) return {Kind::edge, std::min(zero, triangulation_.halfedges[zero])};
        const std::uint32_t corner = Triangulation::next(first_zero) == zero ? zero : first_zero;
        return {Kind::corner, triangulation_.origin(corner)};
    }
}

template <class Work>
void TriangulationLocator::for_neighbours(std::uint32_t point, Work&& work) const {
    std::uint32_t h = leaving_[point];
    do {
        work(triangulation_.target(h));
        const std::uint32_t arriving = Triangulation::previous(h);
        h = triangulation_.halfedges[arriving];
        if (h == none) work(triangulation_.origin(arriving));
    } while (h != none && h != leaving_[point]);
}

/// From a point to a nearer neighbour as long as there is one: a point that is not the nearest has
/// one (Bose and Morin 2004).
std::uint32_t TriangulationLocator::descend(Point query, std::uint32_t from) {
    for (;;) {
        std::uint32_t best = from;
        for_neighbours(from, [&](std::uint32_t neighbour) {
            if (compare_distances(query, points_[neighbour], query, points_[best]) < 0) {
                best = neighbour;
            }
        });
        if (best == from) return from;
        from = best;
    }
}

std::uint32_t TriangulationLocator::nearest(Point query) {
    if (triangulation_.size() == 0) return nearest_on_line(query);
    const Place place = locate(query);
    std::uint32_t start = last_nearest_;
    if (place.kind == Kind::corner) return last_nearest_ = place.number;
    if (place.kind != Kind::outside) start = triangulation_.triangles[3 * last_];
    last_nearest_ = descend(query, start);

    return least_equally_near(query);
}

/// Equally near points are cocircular around the query, and their neighbours on the circle are
/// neighbours in the triangulation.
std::uint32_t TriangulationLocator::least_equally_near(Point query) {
    near_.assign(1, last_nearest_);
    for (std::size_t i = 0; i < near_.size(); ++i) {
        for_neighbours(near_[i], [&](std::uint32_t other) {
            const Point at = points_[other], nearest = points_[last_nearest_];
            if (other == last_nearest_ || compare_distances(query, at, query, nearest) != 0) return;
            seen_.resize(points_.size());
            if (seen_[other] == 0) near_.push_back(other);
            seen_[other] = 1;
        });
    }
    for (std::size_t i = 1; i < near_.size(); ++i) seen_[near_[i]] = 0;
    return *std::min_element(near_.begin(), near_.end());
}

std::uint32_t TriangulationLocator::nearest_on_line(Point query) {
    const auto& line = triangulation_.line;
    if (line.empty()) return none;
    const auto compare = [&](std::uint32_t i, std::uint32_t j) {
        return compare_distances(query, points_[line[i]], query, points_[line[j]]);
    };
    std::uint32_t at = last_nearest_;
    const auto last = static_cast<std::uint32_t>(line.size() - 1);
    while (at < last && compare(at + 1, at) < 0) ++at;
    while (at > 0 && compare(at - 1, at) < 0) --at;
    last_nearest_ = at;
    std::uint32_t best = line[at];
    if (at > 0 && compare(at - 1, at) == 0) best = std::min(best, line[at - 1]);
    if (at < last && compare(at + 1, at) == 0) best = std::min(best, line[at + 1]);
    return best;
}

}  // namespace pipelab::geometry
