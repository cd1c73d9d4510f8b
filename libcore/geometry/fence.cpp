#include "geometry/fence.hpp"

#include "base/isa.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace pipelab::geometry {
namespace {

constexpr std::size_t points_at_once = 512;

/// How far inside of the fence points lie, in the measure of the nearest edge: above 0 only if
/// strictly inside.
PIPELAB_ISA_CLONES
void inner_distances(const Point* points, std::size_t count, Box box, const Fence::Edge* edges,
                     std::size_t edge_count, double* inside) {
    double xs[points_at_once], ys[points_at_once];
    for (std::size_t i = 0; i < count; ++i) {
        const double x = points[i].x, y = points[i].y;
        xs[i] = x, ys[i] = y;
        const double across = std::min(x - box.low.x, box.high.x - x);
        const double along = std::min(y - box.low.y, box.high.y - y);
        inside[i] = std::min(across, along);
    }
    for (std::size_t e = 0; e < edge_count; e += 4) {
        const Fence::Edge a = edges[e], b = edges[e + 1], c = edges[e + 2], d = edges[e + 3];
        for (std::size_t i = 0; i < count; ++i) {
            const double x = xs[i], y = ys[i];
            const double from_a = a.normal.x * x + a.normal.y * y - a.bound;
            const double from_b = b.normal.x * x + b.normal.y * y - b.bound;
            const double from_c = c.normal.x * x + c.normal.y * y - c.bound;
            const double from_d = d.normal.x * x + d.normal.y * y - d.bound;
            const double ab = std::min(from_a, from_b), cd = std::min(from_c, from_d);
            inside[i] = std::min(inside[i], std::min(ab, cd));
        }
    }
}

/// With N = (-(b.y - a.y), b.x - a.x), a point p is left of ab if N.p > N.a. The components of N
/// are rounded once, products and sums of both sides once each: within the box each side is off
/// by less than 4 * 2^-53 (|N.x| X + |N.y| Y), X and Y the largest coordinates, or by a few
/// denormals where products underflow; the bound stays clear of that.
Fence::Edge edge_between(Point a, Point b, Point largest) {
    const Point normal{a.y - b.y, b.x - a.x};
    const double error =
        0x1p-49 * (std::abs(normal.x) * largest.x + std::abs(normal.y) * largest.y) + 0x1p-1000;
    return {normal, normal.x * a.x + normal.y * a.y + error};
}

}  // namespace

// A point strictly left of every edge of a closed chain is wound around by it, so it lies inside
// of the hull of the chain's vertices, whatever rounding did to the choice of these.
Fence::Fence(std::span<const Point> points, std::size_t quarter) {
    std::vector<Point> vertices;
    const auto add_farthest = [&](double dx, double dy) {
        const Point* farthest = nullptr;
        double most = 0;
        for (const Point& p : points) {
            const double along = dx * p.x + dy * p.y;
            if (farthest == nullptr || along > most) farthest = &p, most = along;
        }
        if (vertices.empty() || vertices.back() != *farthest) vertices.push_back(*farthest);
    };
    if (points.empty() || quarter == 0) return;
    const auto steps = static_cast<double>(quarter);
    for (int turn = 0; turn < 4; ++turn) {
        for (std::size_t i = 0; i < quarter; ++i) {
            const double u = steps - static_cast<double>(i), v = static_cast<double>(i);
            if (turn == 0) add_farthest(u, v);
            if (turn == 1) add_farthest(-v, u);
            if (turn == 2) add_farthest(-u, -v);
            if (turn == 3) add_farthest(v, -u);
        }
    }
    while (vertices.size() > 1 && vertices.back() == vertices.front()) vertices.pop_back();
    if (vertices.size() < 3) return;
    box_ = {vertices.front(), vertices.front()};
    for (const Point p : vertices) {
        box_.low = {std::min(box_.low.x, p.x), std::min(box_.low.y, p.y)};
        box_.high = {std::max(box_.high.x, p.x), std::max(box_.high.y, p.y)};
    }
    const Point largest{std::max(std::abs(box_.low.x), std::abs(box_.high.x)),
                        std::max(std::abs(box_.low.y), std::abs(box_.high.y))};
    if (std::max(largest.x, largest.y) > 1e150) return;
    for (std::size_t i = 0; i < vertices.size(); ++i) {
        const Point next = vertices[i + 1 == vertices.size() ? 0 : i + 1];
        edges_.push_back(edge_between(vertices[i], next, largest));
    }
    while (edges_.size() % 4 != 0) edges_.push_back(edges_.back());
}

void Fence::filter(std::span<const Point> points, base::Array<std::uint32_t>& kept) const {
    if (edges_.empty()) {
        for (std::size_t i = 0; i < points.size(); ++i) {
            kept.push_back(static_cast<std::uint32_t>(i));
        }
        return;
    }
    double inside[points_at_once];
    for (std::size_t begin = 0; begin < points.size(); begin += points_at_once) {
        const std::size_t count = std::min(points_at_once, points.size() - begin);
        inner_distances(points.data() + begin, count, box_, edges_.data(), edges_.size(), inside);
        for (std::size_t i = 0; i < count; ++i) {
            if (!(inside[i] > 0)) kept.push_back(static_cast<std::uint32_t>(begin + i));
        }
    }
}

}  // namespace pipelab::geometry
