#pragma once

#include "geometry/intersection_matrix.hpp"
#include "geometry/shape.hpp"
#include "geometry/wkt.hpp"
#include "rational_plane.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/// The matrix of two shapes from a point of every vertex, edge and face that their edges make, each
/// located in rationals without the library's formulas.
namespace pipelab::testing {

using geometry::Location;
using geometry::Shape;

inline Shape shape_of(const std::string& wkt) {
    const std::string padded = std::string(64, ' ') + wkt + std::string(64, ' ');
    return geometry::read_wkt(std::string_view(padded).substr(64, wkt.size()), {}).at(0).shape;
}

/// A shape as sets of rational points.
class RationalShape {
  public:
    explicit RationalShape(const Shape& shape) { add(shape); }

    Location locate(const RationalPoint& q) const {
        const auto incident = directions(q);
        bool any_in = false, any_out = false;
        const auto look = [&](const RationalPoint& p) { (in_areas(p) ? any_in : any_out) = true; };
        if (incident.empty()) look(q);
        for (const RationalPoint& d : incident) {
            const mpq_class near(1, 1000000), nearer(1, 1000000000);
            look({q.x + near * d.x - nearer * d.y, q.y + near * d.y + nearer * d.x});
            look({q.x + near * d.x + nearer * d.y, q.y + near * d.y - nearer * d.x});
        }
        if (any_in) return any_out ? Location::boundary : Location::inside;
        if (std::count(ends_.begin(), ends_.end(), q) % 2 != 0) return Location::boundary;
        const bool in = std::count(points_.begin(), points_.end(), q) > 0 ||
                        std::any_of(lines_.begin(), lines_.end(),
                                    [&](const Edge& edge) { return on(q, edge); });
        return in ? Location::inside : Location::outside;
    }

    std::vector<geometry::Segment> segments;

  private:
    using Edge = std::pair<RationalPoint, RationalPoint>;

    void add(const Shape& shape) {
        const bool line =
            shape.type == Shape::Type::line_string || shape.type == Shape::Type::multi_line_string;
        if (shape.areal()) areas_.emplace_back();
        for (std::size_t i = 0; i < shape.paths(); ++i) {
            const auto path = shape.path(i);
            bool any = false;
            for (std::size_t k = 0; (line || shape.areal()) && k < path.size(); ++k) {
                if (k + 1 == path.size() && line) break;
                const geometry::Segment s{path[k], path[(k + 1) % path.size()]};
                if (s.a == s.b) continue;
                any = true;
                segments.push_back(s);
                (line ? lines_ : areas_.back()).emplace_back(s.a, s.b);
            }
            if (line && any) ends_.emplace_back(path.front()), ends_.emplace_back(path.back());
            if (shape.areal() || any) continue;
            for (const geometry::Point p : path) {
                points_.emplace_back(p);
                segments.push_back({p, p});
            }
        }
        for (const Shape& member : shape.members) add(member);
    }
    static mpq_class turn(const RationalPoint& q, const Edge& e) {
        return (e.second.x - e.first.x) * (q.y - e.first.y) -
               (e.second.y - e.first.y) * (q.x - e.first.x);
    }
    static bool on(const RationalPoint& q, const Edge& e) {
        if (turn(q, e) != 0) return false;
        return std::min(e.first, e.second) < q || q == e.first || q == e.second
                   ? !(std::max(e.first, e.second) < q)
                   : false;
    }
    /// To the ends of the edges of areas that q lies on.
    std::vector<RationalPoint> directions(const RationalPoint& q) const {
        std::vector<RationalPoint> found;
        for (const auto& area : areas_) {
            for (const Edge& edge : area) {
                if (!on(q, edge)) continue;
                for (const RationalPoint& end : {edge.first, edge.second}) {
                    if (!(end == q)) found.emplace_back(end.x - q.x, end.y - q.y);
                }
            }
        }
        return found;
    }
    /// Of a point on no edge.
    bool in_areas(const RationalPoint& q) const {
        return std::any_of(areas_.begin(), areas_.end(), [&](const std::vector<Edge>& area) {
            bool inside = false;
            for (const Edge& e : area) {
                if ((e.first.y <= q.y) == (e.second.y <= q.y)) continue;
                const int sign = sgn(turn(q, e));
                if (e.first.y <= q.y ? sign > 0 : sign < 0) inside = !inside;
            }
            return inside;
        });
    }

    std::vector<std::vector<Edge>> areas_;
    std::vector<Edge> lines_;
    std::vector<RationalPoint> points_, ends_;
};

inline geometry::IntersectionMatrix sampled_matrix(const RationalShape& a, const RationalShape& b) {
    geometry::IntersectionMatrix matrix;
    const auto look = [&](const RationalPoint& p, int dimension) {
        matrix.raise(a.locate(p), b.locate(p), dimension);
    };
    std::vector<geometry::Segment> segments = a.segments;
    segments.insert(segments.end(), b.segments.begin(), b.segments.end());
    std::vector<std::vector<RationalPoint>> on(segments.size());
    std::vector<mpq_class> cuts;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        for (std::size_t j = 0; j < segments.size(); ++j) {
            const Common both = common(segments[i], segments[j]);
            if (!both) continue;
            for (const RationalPoint& p : {both->first, both->second}) {
                on[i].push_back(p);
                cuts.push_back(p.x);
            }
        }
        std::sort(on[i].begin(), on[i].end());
        on[i].erase(std::unique(on[i].begin(), on[i].end()), on[i].end());
        for (std::size_t k = 0; k < on[i].size(); ++k) {
            look(on[i][k], 0);
            if (k == 0) continue;
            const RationalPoint &p = on[i][k - 1], &q = on[i][k];
            look({(p.x + q.x) / 2, (p.y + q.y) / 2}, 1);
        }
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    for (std::size_t k = 1; k < cuts.size(); ++k) {
        const mpq_class x = (cuts[k - 1] + cuts[k]) / 2;
        std::vector<mpq_class> heights;
        for (const geometry::Segment& s : segments) {
            const RationalPoint p = s.a, q = s.b;
            if ((p.x < x) == (q.x < x)) continue;
            heights.push_back(p.y + (q.y - p.y) * (x - p.x) / (q.x - p.x));
        }
        std::sort(heights.begin(), heights.end());
        for (std::size_t i = 1; i < heights.size(); ++i) {
            if (heights[i - 1] != heights[i]) look({x, (heights[i - 1] + heights[i]) / 2}, 2);
        }
    }
    return matrix;
}

}  // namespace pipelab::testing
