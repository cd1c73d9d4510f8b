#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "geometry/crossing.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// A point of an arrangement before rounding: an end of an input segment, or the crossing of two.
struct ExactVertex {
    Point rounded;                        ///< correctly rounded; of an end the end itself
    std::uint32_t first = 0, second = 0;  ///< input segments that cross here; equal for an end
    bool is_end() const { return first == second; }
};

/// Segments split where they meet, before any rounding: what is equal here is equal as real
/// numbers. Vertices are distinct and in the order before(), though some may round to one point.
struct ExactNoding {
    base::Array<ExactVertex> vertices;
    /// The vertices on segment i, from its first end to its second: chain[chain_begins[i],
    /// chain_begins[i + 1]). One vertex for a segment that is a point.
    std::vector<std::size_t> chain_begins;
    base::Array<std::uint32_t> chain;

    std::span<const std::uint32_t> vertices_of(std::size_t segment) const {
        return {chain.data() + chain_begins[segment],
                chain_begins[segment + 1] - chain_begins[segment]};
    }
};

/// Every point at which two of up to 2^31 segments meet or one ends is a vertex; overlapping parts
/// share their vertices. All pairs that meet are found and the points on each segment sorted, in
/// parallel; where there are far more pairs than segments, as in fans and stars, by a sweep. The
/// result is the same, a function of the input. O((n + k) log n).
ExactNoding split(std::span<const Segment> segments, base::Control control = base::Control::none());

/// An input segment that runs along an edge.
struct Covering {
    std::uint32_t segment;
    std::int32_t direction;  ///< 1: from the edge's first vertex to the second, -1: back
    bool operator==(const Covering&) const = default;
};

/// Edges that have nothing in common but ends, between vertices numbered in the order before(), and
/// the input segments along them.
struct Linework {
    struct Edge {
        std::uint32_t from, to;  ///< from < to
        bool operator==(const Edge&) const = default;
    };
    base::Array<Edge> edges;  ///< distinct, by from, then to
    /// What covers edge i: covers[cover_begins[i], cover_begins[i + 1]), by segment; a segment more
    /// than once if rounding folded it.
    std::vector<std::size_t> cover_begins;
    base::Array<Covering> covers;

    std::span<const Covering> covers_of(std::size_t edge) const {
        return {covers.data() + cover_begins[edge], cover_begins[edge + 1] - cover_begins[edge]};
    }
};

/// Linework between distinct doubles.
struct Noding : Linework {
    base::Array<Point> vertices;
    std::size_t rounds = 0;  ///< how often vertices were rounded

    Segment edge(std::size_t i) const { return {vertices[edges[i].from], vertices[edges[i].to]}; }
    /// A segment that runs as the edge does, from its first vertex on.
    Segment direction(std::size_t i) const { return edge(i); }
    Point place(std::uint32_t vertex) const { return vertices[vertex]; }
};

/// Linework before any rounding: edges are parts of the segments, which are kept by reference.
struct ExactLinework : Linework {
    base::Array<ExactVertex> vertices;
    std::span<const Segment> segments;

    Segment direction(std::size_t i) const {
        const Covering& cover = covers[cover_begins[i]];
        const Segment& s = segments[cover.segment];
        return cover.direction > 0 ? s : Segment{s.b, s.a};
    }
    /// Of an end of a segment; of others only near.
    Point place(std::uint32_t vertex) const { return vertices[vertex].rounded; }
};

/// Split at all common points. O((n + k) log n).
ExactLinework exact_linework(std::span<const Segment> segments,
                             base::Control control = base::Control::none());

/// Where vertices are rounded to: the nearest double, or the nearest multiple of a grid's side in x
/// and y, of two the larger (as double quotients and products give it). Monotone; what it gives it
/// keeps, up to 2^51 multiples.
class Rounding {
  public:
    Rounding() = default;
    /// A finite side greater than 0.
    explicit Rounding(double side) : side_(side) {}
    /// 0: doubles.
    double side() const { return side_; }
    Point operator()(Point p) const { return side_ == 0 ? p : Point{snapped(p.x), snapped(p.y)}; }

  private:
    double snapped(double x) const {
        const double quotient = x / side_, below = std::floor(quotient);
        const double multiple = (quotient - below < 0.5 ? below : below + 1) * side_;
        return std::isfinite(multiple) ? multiple : x;
    }
    double side_ = 0;
};

/// Splits segments at their common points, rounds the points to the nearest doubles, and does so
/// again with the edges that result until no two meet but at common ends: rounding moves edges, and
/// a moved edge may meet another. Ends of input segments are vertices, which stay but on a grid; a
/// segment whose ends are equal is an isolated vertex.
///
/// Two or three rounds are usual; after r rounds that moved anything each point of an edge is
/// within r half units of the last place (of the larger coordinates at its ends) of the segment it
/// came from, in x and in y, and in the box of that segment. Bundles of segments that nearly
/// coincide would take thousands of rounds: what still crosses after four is rounded to a grid
/// whose side is a unit of the last place of the largest coordinate, ends too.
///
/// On a grid all vertices are rounded to its points, and a segment is led through each vertex whose
/// pixel, the square of one side around it, it passes (snap rounding: Hobby 1999, "Practical
/// segment intersection with finite precision output"): each point of an edge is within 0.71 sides
/// a round of the segment it came from, and one round is usual. After twenty the side is doubled
/// each round. Each round costs as split() does.
Noding node(std::span<const Segment> segments, base::Control control = base::Control::none(),
            Rounding rounding = {});

/// A directed segment between two vertices, by their numbers.
struct Side {
    std::uint32_t from, to;
};

/// The same for segments that are known to meet at ends only. Vertices are distinct and in the
/// order before(). O(n).
Noding noding_of(base::Array<Point> vertices, std::span<const Side> sides);

}  // namespace pipelab::geometry
