#include "geometry/refine.hpp"

#include "base/elementary.hpp"
#include "geometry/index.hpp"
#include "geometry/predicates.hpp"
#include "geometry/triangle_mesh.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using detail::none;
using detail::TriangleMesh;

struct Displacement {
    double x, y;
};
Displacement operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
Point operator+(Point p, Displacement v) { return {p.x + v.x, p.y + v.y}; }
Displacement operator*(double s, Displacement v) { return {s * v.x, s * v.y}; }
double dot(Displacement u, Displacement v) { return u.x * v.x + u.y * v.y; }
double cross(Displacement u, Displacement v) { return u.x * v.y - u.y * v.x; }

/// The limits as what triangles are compared with.
struct TriangleBounds {
    explicit TriangleBounds(const RefineLimits& limits) {
        const double cosine = base::cos_turns(limits.angle / 360);
        const double sine = base::sin_turns(limits.angle / 360);
        least_sine_square = sine * sine * (1 + 0x1p-36);
        if (limits.area) most_twice_area = 2 * *limits.area * (1 - 0x1p-40);
        if (limits.angle > 0) reach = 0.475 * std::sqrt((1 + cosine) / (1 - cosine));
    }
    double least_sine_square;
    double most_twice_area = INFINITY;
    double reach = INFINITY;  ///< of off-centres from the shortest side, in its lengths
};

/// The line a point of the outline was added to, by its ends; of a point of the input twice itself;
/// none for one inside.
struct Carrier {
    Index a, b;
    bool operator==(const Carrier&) const = default;
};

class Refinement {
  public:
    Refinement(PolygonTriangles&& triangles, const RefineLimits& limits)
        : limits_(limits), bounds_(limits), mesh_(make_mesh(std::move(triangles))) {
        for (Index i = 0; i < mesh_.points().size(); ++i) carriers_.push_back({i, i});
        acute_.resize(carriers_.size());
        for (Index h = 0; h < mesh_.half_edges(); ++h)
            if (mesh_.twin(h) == none) mark_corner(h);
    }

    RefinedTriangles run(base::Control control) {
        const std::size_t given = carriers_.size();
        for (Index t = 0; t < mesh_.half_edges() / 3; ++t) look_at(t);
        RefinedTriangles result;
        while (!sides_.empty() || next_bad_ < bad_.size()) {
            if (carriers_.size() - given >= limits_.points) {
                result.stopped = true;
                break;
            }
            base::stop_if_requested(control.cancellation);
            if (!sides_.empty()) {
                const Side side = sides_.back();
                sides_.pop_back();
                if (is_there(side)) cut(side.half_edge);
            } else {
                const Corners triangle = bad_[next_bad_++];
                improve(triangle);
            }
        }
        result.added = carriers_.size() - given;
        for (Index t = 0; t < mesh_.half_edges() / 3; ++t)
            result.missed += mesh_.exists(t) && (too_thin(t) || too_large(t));
        auto arrays = mesh_.canonical();
        result.triangles.points.assign(mesh_.points().begin(), mesh_.points().end());
        result.triangles.triangles = std::move(arrays.triangles);
        result.triangles.halfedges = std::move(arrays.halfedges);
        return result;
    }

  private:
    /// A side of the outline; a triangle. Half-edges may have become others since.
    struct Side {
        Index half_edge, a, b;
    };
    struct Corners {
        Index half_edge, a, b, c;
    };

    static TriangleMesh make_mesh(PolygonTriangles&& given) {
        Triangulation triangulation;
        triangulation.triangles = std::move(given.triangles);
        triangulation.halfedges = std::move(given.halfedges);
        return TriangleMesh(given.points, std::move(triangulation));
    }

    Point at(Index point) const { return mesh_.at(point); }
    bool is_there(const Side& s) const {
        return mesh_.origin(s.half_edge) == s.a && mesh_.target(s.half_edge) == s.b &&
               mesh_.twin(s.half_edge) == none;
    }
    bool is_there(const Corners& t) const {
        return mesh_.origin(t.half_edge) == t.a && mesh_.target(t.half_edge) == t.b &&
               mesh_.apex(t.half_edge) == t.c;
    }

    void mark_corner(Index h);
    void look_at(Index t);
    Index shortest_side(Index t) const;
    bool too_thin(Index t) const;
    bool too_large(Index t) const;
    bool at_sharp_corner(Index h) const;
    Point place_across(Index h, bool thin) const;
    bool cut(Index h);
    Carrier carrier_of(Index a, Index b) const;
    Point cut_place(Index a, Index b) const;
    void improve(const Corners& triangle);
    Index walk(Index t, Point p, Index& blocked) const;
    bool fits(Point p, Index split) const;
    void put(Point p, Index split, Carrier carrier);

    RefineLimits limits_;
    TriangleBounds bounds_;
    TriangleMesh mesh_;
    std::vector<Carrier> carriers_;  ///< by point
    std::vector<bool> acute_;        ///< points of the input with an inner angle below 60 degrees
    std::vector<Side> sides_;
    std::vector<Corners> bad_;
    std::size_t next_bad_ = 0;
    TriangleMesh::Cavity cavity_;
};

/// At the end of a half-edge of the outline.
void Refinement::mark_corner(Index h) {
    Index g = TriangleMesh::next(h);
    while (mesh_.twin(g) != none) g = TriangleMesh::next(mesh_.twin(g));
    const Point a = at(mesh_.origin(h)), b = at(mesh_.target(h)), c = at(mesh_.target(g));
    const Displacement u = a - b, v = c - b;
    const double product = dot(u, v);
    if (orientation(a, b, c) > 0 && product > 0 && 4 * product * product > dot(u, u) * dot(v, v))
        acute_[mesh_.target(h)] = true;
}

/// Notes what has to be done about a new triangle.
void Refinement::look_at(Index t) {
    if (!mesh_.exists(t)) return;
    for (Index h = 3 * t; h < 3 * t + 3; ++h) {
        const Index a = mesh_.origin(h), b = mesh_.target(h), c = mesh_.apex(h);
        if (mesh_.twin(h) == none && dot_sign(at(c), at(a), at(c), at(b)) < 0)
            sides_.push_back({h, a, b});
    }
    if (too_large(t) || (too_thin(t) && !at_sharp_corner(shortest_side(t))))
        bad_.push_back({3 * t, mesh_.origin(3 * t), mesh_.target(3 * t), mesh_.apex(3 * t)});
}

Index Refinement::shortest_side(Index t) const {
    Index shortest = 3 * t;
    double least = INFINITY;
    for (Index h = 3 * t; h < 3 * t + 3; ++h) {
        const Displacement side = at(mesh_.target(h)) - at(mesh_.origin(h));
        const double square = dot(side, side);
        if (square < least) least = square, shortest = h;
    }
    return shortest;
}

bool Refinement::too_thin(Index t) const {
    const Index h = shortest_side(t);
    const Point c = at(mesh_.apex(h));
    const Displacement u = at(mesh_.origin(h)) - c, v = at(mesh_.target(h)) - c;
    const double area = cross(u, v);
    return area * area < bounds_.least_sine_square * dot(u, u) * dot(v, v);
}

bool Refinement::too_large(Index t) const {
    const Point c = at(mesh_.apex(3 * t));
    return cross(at(mesh_.origin(3 * t)) - c, at(mesh_.target(3 * t)) - c) >
           bounds_.most_twice_area;
}

/// Whether the angle across from side h is one of the outline, or h joins two of its sides at the
/// same distance from where they meet.
bool Refinement::at_sharp_corner(Index h) const {
    const Index left = TriangleMesh::next(h), right = TriangleMesh::previous(h);
    if (mesh_.twin(left) == none && mesh_.twin(right) == none) return true;
    const Index a = mesh_.origin(h), b = mesh_.target(h);
    const Carrier s = carriers_[a], t = carriers_[b];
    if (s.a == none || t.a == none || s.a == s.b || t.a == t.b || s == t) return false;
    for (const Index corner : {s.a, s.b}) {
        if (corner != t.a && corner != t.b) continue;
        const Displacement u = at(a) - at(corner), v = at(b) - at(corner), side = at(b) - at(a);
        const double square = dot(u, u), other = dot(v, v);
        if (std::abs(square - other) < 0.001 * square && dot(side, side) < square) return true;
    }
    return false;
}

/// The centre of the circle, or on the way there from the shortest side h what makes an angle of
/// the limit with it.
Point Refinement::place_across(Index h, bool thin) const {
    const Point a = at(mesh_.origin(h)), b = at(mesh_.target(h)), c = at(mesh_.apex(h));
    const Displacement u = b - a, v = c - a;
    const double uu = dot(u, u), vv = dot(v, v), d = 2 * cross(u, v);
    const Displacement centre{(v.y * uu - u.y * vv) / d, (u.x * vv - v.x * uu) / d};
    const Displacement from_middle{centre.x - u.x / 2, centre.y - u.y / 2};
    const double reach = bounds_.reach;
    if (!thin || !(dot(from_middle, from_middle) > reach * reach * uu)) return a + centre;
    return a + Displacement{u.x / 2 - reach * u.y, u.y / 2 + reach * u.x};
}

/// A number in [low, high] with the fewest digits in binary.
double shortest_between(double low, double high) {
    int exponent = 0;
    std::frexp(high, &exponent);
    double step = std::ldexp(1, exponent - 1);
    while (std::floor(high / step) * step < low) step /= 2;
    return std::floor(high / step) * step;
}

Carrier Refinement::carrier_of(Index a, Index b) const {
    for (const Index end : {a, b})
        if (carriers_[end].a != carriers_[end].b) return carriers_[end];
    return {a, b};
}

/// The middle; on a line from an acute corner a place near it whose distance from there is short in
/// binary, so that points on both lines from a corner come to lie at the same distances.
Point Refinement::cut_place(Index a, Index b) const {
    const Carrier line = carrier_of(a, b);
    const Point p = at(a), q = at(b);
    const Point middle = p + 0.5 * (q - p);
    const bool whole = carriers_[a].a == carriers_[a].b && carriers_[b].a == carriers_[b].b;
    if ((!acute_[line.a] && !acute_[line.b]) || (whole && acute_[line.a] && acute_[line.b]))
        return middle;
    const auto distance = [&](Index corner, Point to) {
        const Displacement v = to - at(corner);
        return std::sqrt(dot(v, v));
    };
    const bool first =
        acute_[line.a] && (!acute_[line.b] || distance(line.a, middle) < distance(line.b, middle));
    const Index corner = first ? line.a : line.b;
    const double near = distance(corner, p), far = distance(corner, q), third = (far - near) / 3;
    const double low = std::min(near, far) + std::abs(third);
    const double high = std::max(near, far) - std::abs(third);
    if (!(low < high) || !(high < 0x1p500) || !(low > 0x1p-500)) return middle;
    return p + ((shortest_between(low, high) - near) / (far - near)) * (q - p);
}

bool Refinement::fits(Point p, Index split) const {
    return std::isfinite(p.x) && std::isfinite(p.y) &&
           std::all_of(cavity_.sides.begin(), cavity_.sides.end(), [&](Index h) {
               return h == split || orientation(at(mesh_.origin(h)), at(mesh_.target(h)), p) > 0;
           });
}

void Refinement::put(Point p, Index split, Carrier carrier) {
    mesh_.fill_cavity(p, split, cavity_);
    carriers_.push_back(carrier);
    for (const Index t : cavity_.triangles) look_at(t);
}

/// Divides a side of the outline; false where doubles have no place between its ends.
bool Refinement::cut(Index h) {
    const Index a = mesh_.origin(h), b = mesh_.target(h);
    const Point p = cut_place(a, b);
    if (p == at(a) || p == at(b)) return false;
    mesh_.find_cavity(p, h / 3, cavity_);
    if (!fits(p, h)) return false;
    const Carrier carrier = carrier_of(a, b);
    put(p, h, carrier);
    return true;
}

/// The triangle where p lies, or none and the side of the outline behind which.
Index Refinement::walk(Index t, Point p, Index& blocked) const {
    Index entered = none;
    for (std::size_t steps = 0; steps < mesh_.half_edges(); ++steps) {
        Index exit = none;
        for (Index h = 3 * t; h < 3 * t + 3 && exit == none; ++h)
            if (h != entered && orientation(at(mesh_.origin(h)), at(mesh_.target(h)), p) < 0)
                exit = h;
        if (exit == none) return t;
        entered = mesh_.twin(exit);
        if (entered == none) {
            blocked = exit;
            return none;
        }
        t = entered / 3;
    }
    return none;
}

void Refinement::improve(const Corners& triangle) {
    if (!is_there(triangle)) return;
    const Index t = triangle.half_edge / 3;
    const Point p = place_across(shortest_side(t), too_thin(t));
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) return;
    std::vector<Side> in_the_way;
    const auto note = [&](Index h) { in_the_way.push_back({h, mesh_.origin(h), mesh_.target(h)}); };
    Index blocked = none;
    const Index place = walk(t, p, blocked);
    if (place != none) {
        mesh_.find_cavity(p, place, cavity_);
        for (const Index h : cavity_.sides)
            if (mesh_.twin(h) == none &&
                dot_sign(p, at(mesh_.origin(h)), p, at(mesh_.target(h))) < 0)
                note(h);
        if (in_the_way.empty()) {
            if (fits(p, none)) put(p, none, {none, none});
            return;
        }
    } else if (blocked != none) {
        note(blocked);
    }
    bool changed = false;
    for (const Side& side : in_the_way)
        if (is_there(side)) changed = cut(side.half_edge) || changed;
    if (changed && is_there(triangle)) bad_.push_back(triangle);
}

}  // namespace

RefinedTriangles refine(PolygonTriangles triangles, const RefineLimits& limits,
                        base::Control control) {
    return Refinement(std::move(triangles), limits).run(control);
}

}  // namespace pipelab::geometry
