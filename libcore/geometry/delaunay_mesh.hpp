#pragma once

#include "base/array.hpp"
#include "geometry/delaunay.hpp"
#include "geometry/index.hpp"
#include "geometry/point.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// The planar graph in which delaunay() joins triangulations of parts of the points.
namespace pipelab::geometry::detail {

/// A point where the divisions have put it. `edge` leaves it, or none; from the first and the last
/// point of a part in either direction it leads counterclockwise along the hull.
struct Site {
    Point at;
    std::uint32_t index;  ///< in the input; none: a duplicate stood here
    std::uint32_t edge;
};

/// One direction of an edge; the other is number e ^ 1. Edges that leave a point are a ring
/// around it.
struct Edge {
    std::uint32_t origin;    ///< a site
    std::uint32_t next;      ///< counterclockwise around the origin
    std::uint32_t previous;  ///< clockwise
};

enum Axis { horizontal, vertical };

/// The order across a cut: by x, then y; or, a quarter turn to the left, by y, then -x.
template <Axis axis>
bool precedes(Point a, Point b) {
    if constexpr (axis == horizontal) {
        return (a.x < b.x) | ((a.x == b.x) & (a.y < b.y));
    } else {
        return (a.y < b.y) | ((a.y == b.y) & (a.x > b.x));
    }
}
inline bool precedes(Axis axis, Point a, Point b) {
    return axis == horizontal ? precedes<horizontal>(a, b) : precedes<vertical>(a, b);
}

/// Some of the sites with their Delaunay triangulation.
struct Part {
    std::array<std::uint32_t, 2> first{}, last{};  ///< sites, by axis
    std::uint32_t free = none;         ///< numbers of edges given back, a list along Edge::next
    std::uint32_t fresh = 0, end = 0;  ///< numbers of edges never used
    std::vector<Duplicate> duplicates;
};

class Mesh {
  public:
    explicit Mesh(std::span<const Point> points);

    std::span<Site> sites() { return sites_; }
    std::span<const Site> sites() const { return sites_; }
    std::span<Edge> edges() { return edges_; }
    const Edge& edge(std::uint32_t e) const { return edges_[e]; }
    std::uint32_t target(std::uint32_t e) const { return edges_[e ^ 1].origin; }
    /// The edge after e around the face on its left.
    std::uint32_t next_on_face(std::uint32_t e) const { return edges_[e ^ 1].previous; }

    /// The triangulation of sites [begin, end), at least one; reorders them.
    Part build(std::size_t begin, std::size_t end);

    /// Where a range of sites is cut in two, all of [begin, middle) before all of [middle, end).
    struct Cut {
        std::size_t middle;  ///< end: all sites are equal
        Axis axis;
    };
    /// Reorders [begin, end) so.
    Cut cut(std::size_t begin, std::size_t end);

    /// The triangulation of two parts, the first before the second on the axis.
    Part join(Part&& left, Part&& right, Axis axis);

  private:
    void build(std::size_t begin, std::size_t end, Part& part);
    void build_sorted(std::size_t begin, std::size_t end, Axis axis, Part& part);
    void build_few(std::size_t begin, std::size_t end, Part& part);
    std::size_t drop_duplicates(std::size_t begin, std::size_t end, Part& part);
    void join(const Part& left, Axis axis, Part& part);
    std::uint32_t lower_tangent(std::uint32_t left, std::uint32_t right, Part& part);
    void close_seam(std::uint32_t base, Part& part);

    Point at(std::uint32_t site) const { return sites_[site].at; }
    std::uint32_t add(std::uint32_t from, std::uint32_t to, Part& part);
    void insert(std::uint32_t e, std::uint32_t previous, std::uint32_t next);
    void insert_after(std::uint32_t e, std::uint32_t place);
    void insert_before(std::uint32_t e, std::uint32_t place);
    void remove(std::uint32_t e, Part& part);
    void unlink(std::uint32_t e);

    base::Array<Site> sites_;
    base::Array<Edge> edges_;
};

}  // namespace pipelab::geometry::detail
