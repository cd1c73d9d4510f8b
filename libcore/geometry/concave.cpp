#include "geometry/concave.hpp"

#include "base/parallel.hpp"
#include "geometry/index.hpp"
#include "geometry/predicates.hpp"
#include "geometry/rounded.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

using detail::none;

/// Whether the circle through the points has a radius of at most alpha:
/// |ab|^2 |bc|^2 |ca|^2 <= (2 alpha (b - a) x (c - a))^2.
bool has_radius(Point a, Point b, Point c, double alpha) {
    return sign_of([&](auto number) {
               const auto ux = number(b.x) - number(a.x), uy = number(b.y) - number(a.y);
               const auto vx = number(c.x) - number(b.x), vy = number(c.y) - number(b.y);
               const auto wx = number(a.x) - number(c.x), wy = number(a.y) - number(c.y);
               const auto right = number(2) * number(alpha) * (ux * vy - uy * vx);
               return square(right) - (square(ux) + square(uy)) * (square(vx) + square(vy)) *
                                          (square(wx) + square(wy));
           }) >= 0;
}

/// The rings around chosen triangles.
class Rings {
  public:
    Rings(std::span<const Point> points, const Triangulation& triangulation,
          std::span<const char> chosen)
        : points_(points),
          triangulation_(triangulation),
          chosen_(chosen),
          part_(triangulation.size(), none),
          passed_(triangulation.triangles.size(), 0),
          place_(points.size(), none) {}

    Shape make() {
        number_parts();
        find_rings();
        Shape shape;
        shape.type = Shape::Type::multi_polygon;
        std::stable_sort(rings_.begin(), rings_.end(), [](const Ring& a, const Ring& b) {
            return std::pair(a.part, a.hole) < std::pair(b.part, b.hole);
        });
        for (const Ring& ring : rings_) {
            if (!ring.hole) shape.add_part();
            shape.add_path(ring.points);
        }
        return shape;
    }

  private:
    struct Ring {
        std::uint32_t part;
        bool hole;
        std::vector<Point> points;
    };

    bool inner(std::uint32_t halfedge) const {
        return halfedge != none && chosen_[halfedge / 3] != 0;
    }

    void number_parts() {
        std::uint32_t parts = 0;
        std::vector<std::uint32_t> waiting;
        for (std::uint32_t t = 0; t < part_.size(); ++t) {
            if (chosen_[t] == 0 || part_[t] != none) continue;
            part_[t] = parts;
            waiting.push_back(t);
            while (!waiting.empty()) {
                const std::uint32_t at = waiting.back();
                waiting.pop_back();
                for (std::uint32_t k = 0; k < 3; ++k) {
                    const std::uint32_t twin = triangulation_.halfedges[3 * at + k];
                    if (!inner(twin) || part_[twin / 3] != none) continue;
                    part_[twin / 3] = parts;
                    waiting.push_back(twin / 3);
                }
            }
            ++parts;
        }
    }

    void find_rings() {
        for (std::uint32_t h = 0; h < passed_.size(); ++h) {
            if (!inner(h) || inner(triangulation_.halfedges[h]) || passed_[h] != 0) continue;
            walk(h);
        }
    }

    /// The border edge that follows h around the triangles at its target.
    std::uint32_t next(std::uint32_t h) const {
        h = Triangulation::next(h);
        while (inner(triangulation_.halfedges[h])) {
            h = Triangulation::next(triangulation_.halfedges[h]);
        }
        return h;
    }

    /// Follows the border; where it comes back to a point a ring is complete. The triangles of one
    /// part may meet in a point from several sides, and the border passes it as often.
    void walk(std::uint32_t start) {
        std::vector<std::uint32_t> path;
        std::uint32_t h = start;
        do {
            passed_[h] = 1;
            const std::uint32_t point = triangulation_.origin(h);
            close(path, point, part_[h / 3]);
            place_[point] = static_cast<std::uint32_t>(path.size());
            path.push_back(point);
            h = next(h);
        } while (h != start);
        close(path, path.front(), part_[h / 3]);
    }

    /// Takes the ring from `point` on off the path, if it is there.
    void close(std::vector<std::uint32_t>& path, std::uint32_t point, std::uint32_t part) {
        const std::uint32_t begin = place_[point];
        if (begin == none) return;
        Ring ring{part, false, {}};
        for (std::size_t i = begin; i < path.size(); ++i) {
            ring.points.push_back(points_[path[i]]);
            place_[path[i]] = none;
        }
        path.resize(begin);
        std::rotate(ring.points.begin(),
                    std::min_element(ring.points.begin(), ring.points.end(), before),
                    ring.points.end());
        ring.hole = orientation(ring.points.back(), ring.points[0], ring.points[1]) < 0;
        rings_.push_back(std::move(ring));
    }

    std::span<const Point> points_;
    const Triangulation& triangulation_;
    std::span<const char> chosen_;
    std::vector<std::uint32_t> part_;   // of a triangle
    std::vector<char> passed_;          // half-edges
    std::vector<std::uint32_t> place_;  // of a point in the path that is being followed
    std::vector<Ring> rings_;
};

/// Takes triangles away behind the longest edges of the border.
class Erosion {
  public:
    Erosion(std::span<const Point> points, const Triangulation& triangulation, double limit)
        : points_(points),
          triangulation_(triangulation),
          limit_(limit),
          kept_(triangulation.size(), 1),
          on_border_(points.size(), 0),
          queue_(Shorter{*this}) {
        for (const std::uint32_t h : triangulation.hull) {
            on_border_[triangulation.origin(h)] = 1;
            add(h);
        }
    }

    /// Which triangles remain.
    std::vector<char> run() {
        while (!queue_.empty()) {
            const std::uint32_t h = queue_.top();
            queue_.pop();
            const std::uint32_t apex = triangulation_.origin(Triangulation::previous(h));
            // Else the triangle is all that joins two parts, or has two sides on the border.
            if (on_border_[apex] != 0) continue;
            kept_[h / 3] = 0;
            on_border_[apex] = 1;
            add(triangulation_.halfedges[Triangulation::next(h)]);
            add(triangulation_.halfedges[Triangulation::previous(h)]);
        }
        return std::move(kept_);
    }

  private:
    std::pair<Point, Point> ends(std::uint32_t h) const {
        return {points_[triangulation_.origin(h)], points_[triangulation_.target(h)]};
    }
    std::pair<std::uint32_t, std::uint32_t> name(std::uint32_t h) const {
        return std::minmax(triangulation_.origin(h), triangulation_.target(h));
    }

    struct Shorter {
        const Erosion& erosion;
        bool operator()(std::uint32_t g, std::uint32_t h) const {
            const auto [a, b] = erosion.ends(g);
            const auto [c, d] = erosion.ends(h);
            const int sign = compare_distances(a, b, c, d);
            return sign != 0 ? sign < 0 : erosion.name(g) < erosion.name(h);
        }
    };

    void add(std::uint32_t h) {
        if (std::isinf(limit_)) return;
        const auto [a, b] = ends(h);
        const int sign = sign_of([&, p = a, q = b](auto number) {
            return square(number(q.x) - number(p.x)) + square(number(q.y) - number(p.y)) -
                   square(number(limit_));
        });
        if (sign > 0) queue_.push(h);
    }

    std::span<const Point> points_;
    const Triangulation& triangulation_;
    double limit_;
    std::vector<char> kept_;
    std::vector<char> on_border_;  // points
    std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, Shorter> queue_;
};

double length_between_extremes(std::span<const Point> points, const Triangulation& triangulation,
                               double ratio) {
    const auto all = edges(triangulation);
    const auto shorter = [&](IndexPair g, IndexPair h) {
        return compare_distances(points[g.a], points[g.b], points[h.a], points[h.b]) < 0;
    };
    const auto [least, most] = std::minmax_element(all.begin(), all.end(), shorter);
    return rounded([&, shortest = *least, longest = *most](auto number) {
        const auto length = [&](IndexPair edge) {
            const Point p = points[edge.a], q = points[edge.b];
            return sqrt(square(number(q.x) - number(p.x)) + square(number(q.y) - number(p.y)));
        };
        const auto low = length(shortest);
        return low + number(ratio) * (length(longest) - low);
    });
}

}  // namespace

Shape union_of_triangles(std::span<const Point> points, const Triangulation& triangulation,
                         std::span<const char> chosen) {
    return Rings(points, triangulation, chosen).make();
}

Shape alpha_shape(std::span<const Point> points, const Triangulation& triangulation, double alpha) {
    std::vector<char> chosen(triangulation.size(), alpha > 0 && std::isinf(alpha));
    if (alpha > 0 && std::isfinite(alpha)) {
        base::parallel_blocks(
            chosen.size(), 1 << 12, [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t t = begin; t < end; ++t) {
                    const auto corner = [&](std::size_t k) {
                        return points[triangulation.triangles[3 * t + k]];
                    };
                    chosen[t] = has_radius(corner(0), corner(1), corner(2), alpha);
                }
            });
    }
    return union_of_triangles(points, triangulation, chosen);
}

Shape concave_hull(std::span<const Point> points, const Triangulation& triangulation,
                   double ratio) {
    // No rounding may make the longest edge longer than itself.
    double limit = std::numeric_limits<double>::infinity();
    if (triangulation.size() != 0 && ratio < 1) {
        limit = length_between_extremes(points, triangulation, ratio);
    }
    return concave_hull_by_length(points, triangulation, limit);
}

Shape concave_hull_by_length(std::span<const Point> points, const Triangulation& triangulation,
                             double limit) {
    if (triangulation.size() == 0) {
        const auto& line = triangulation.line;
        if (line.size() == 1) return point_shape(points[line[0]]);
        if (line.empty()) return polygon_shape({});
        return line_shape(std::vector<Point>{points[line.front()], points[line.back()]});
    }
    const auto kept = Erosion(points, triangulation, limit).run();
    Shape shape = union_of_triangles(points, triangulation, kept);
    shape.type = Shape::Type::polygon;
    return shape;
}

}  // namespace pipelab::geometry
