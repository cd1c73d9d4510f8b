#pragma once

#include "base/progress.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// The points with a x + b y <= c, or those left of a directed line and on it. Without a direction
/// (a = b = 0, or equal points) it is the whole plane, or nothing where c < 0.
struct HalfPlane {
    enum class Form { coefficients, points };
    Form form;
    double values[4];  ///< a, b, c, 0; or the points: x and y of the first, of the second

    static HalfPlane at_most(double a, double b, double c) {
        return {Form::coefficients, {a, b, c, 0}};
    }
    static HalfPlane left_of(const Segment& line) {
        return {Form::points, {line.a.x, line.a.y, line.b.x, line.b.y}};
    }
};

/// What half-planes have in common.
struct HalfPlaneRegion {
    enum class Kind {
        empty,
        point,
        segment,
        ray,
        line,
        polygon,    ///< bounded, with inner points
        unbounded,  ///< with inner points and at least one vertex
        strip,      ///< between two parallel lines
        half_plane,
        plane,
    };
    Kind kind = Kind::plane;
    /// The half-planes that bound the region, by their places in the input, counterclockwise: each
    /// of them contributes an edge, of equal ones the first. The region lies left of each boundary.
    /// A polygon starts with the boundary whose direction has the least angle in [0, 2 pi), an
    /// unbounded region with the boundary that comes from infinity. Of a region without inner
    /// points: those that make it so, then those that end it. Of an empty one: a minimal set of at
    /// most three that have nothing in common.
    std::vector<std::size_t> bounds;
    /// The vertices counterclockwise, each coordinate correctly rounded: vertex i of a polygon lies
    /// between bounds i and i + 1 (the last before the first), also of an unbounded region. Of
    /// line, half_plane and strip: the point nearest to the origin on each boundary.
    std::vector<Point> vertices;
    /// Of an unbounded region (ray: the first only; line, strip, half-plane: both) the directions
    /// in which its boundary leaves at the first bound and at the last.
    Point first_direction, last_direction;
};

/// The intersection of half-planes; of none the plane. All decisions are exact; coordinates beyond
/// the range of double are infinite. Interior points are looked for by randomised incremental
/// linear programming (Seidel 1991) with half-planes moved inwards by an infinitesimal amount, the
/// boundary by sorting directions. O(n log n) expected; the result is a function of the input.
HalfPlaneRegion intersect(std::span<const HalfPlane> planes,
                          base::Control control = base::Control::none());

/// The points of a simple polygon that see all of it: those left of all edges when it runs
/// counterclockwise. The direction of the ring does not matter, repeated points are ignored; a ring
/// whose points are collinear, or none, has no kernel (empty). `bounds` are edges, by their first
/// points.
HalfPlaneRegion kernel(std::span<const Point> ring);

/// The answer of a linear programme.
struct LinearOptimum {
    enum class Kind {
        infeasible,
        unbounded,  ///< the value grows without end
        vertex,     ///< one optimal point
        edge,       ///< optimal is a segment, ray or line
    };
    Kind kind = Kind::infeasible;
    /// An optimal point, correctly rounded: the least in the order before() if there is one, else
    /// the other end of the edge; on a line the point nearest to the origin.
    Point point;
    /// The other end of an optimal edge, if it has one besides `point`; else equal to `point`.
    Point other;
    /// Of unbounded: a direction in which feasible points go on for ever with growing value; of an
    /// edge without end one in which it goes on.
    Point direction;
    /// Tight ones at `point`, ascending; of infeasible a minimal set of at most three that have no
    /// common point.
    std::vector<std::size_t> constraints;
};

/// Maximises objective.x * x + objective.y * y over the intersection of half-planes. A zero
/// objective is optimal everywhere: the answer is then an end of the region (its least vertex, else
/// a point of its boundary, else the origin) as a vertex, without constraints. O(n) expected
/// (Seidel 1991, "Small-dimensional linear programming and convex hulls made easy"); exact
/// decisions; a function of the input.
LinearOptimum maximise(Point objective, std::span<const HalfPlane> planes);

}  // namespace pipelab::geometry
