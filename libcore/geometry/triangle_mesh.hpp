#pragma once

#include "base/array.hpp"
#include "geometry/delaunay.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Triangles that change: edges are forced, flipped and split.
namespace pipelab::geometry::detail {

/// Triangles in the arrays of a Triangulation, some of their edges fixed. Half-edges are numbered
/// as there; a triangle keeps its three numbers as long as it exists.
class TriangleMesh {
  public:
    static constexpr std::uint32_t none = Triangulation::none;

    /// The triangles of a triangulation of `points`, none of whose edges is fixed.
    TriangleMesh(std::span<const Point> points, Triangulation&& triangulation);

    std::size_t half_edges() const { return triangles_.size(); }
    static std::uint32_t next(std::uint32_t h) { return Triangulation::next(h); }
    static std::uint32_t previous(std::uint32_t h) { return Triangulation::previous(h); }
    bool exists(std::uint32_t triangle) const { return triangles_[3 * triangle] != none; }
    std::uint32_t origin(std::uint32_t h) const { return triangles_[h]; }
    std::uint32_t target(std::uint32_t h) const { return triangles_[next(h)]; }
    /// The corner across an edge from its own triangle.
    std::uint32_t apex(std::uint32_t h) const { return triangles_[previous(h)]; }
    /// In the neighbouring triangle; none on the outline.
    std::uint32_t twin(std::uint32_t h) const { return twins_[h]; }
    bool fixed(std::uint32_t h) const { return fixed_[h] != 0; }
    Point at(std::uint32_t point) const { return points_[point]; }
    std::span<const Point> points() const { return points_; }
    /// A half-edge that leaves a point; none if no triangle has it as a corner.
    std::uint32_t leaving(std::uint32_t point) const { return leaving_[point]; }

    /// Makes the segment from a to b an edge and fixes it; if points lie on it, all edges between
    /// them. The other edges become Delaunay as far as fixed ones let them. std::invalid_argument
    /// if a fixed edge crosses the segment. Cost: the triangles that it crosses, the flips that
    /// follow, and the lesser number of triangles around one of its ends.
    void force(std::uint32_t a, std::uint32_t b);

    /// Triangles around a point that are to give way to others around it, and the half-edges that
    /// surround them.
    struct Cavity {
        std::vector<std::uint32_t> triangles, sides;
    };
    /// Those whose circles hold p, as far as they are connected with triangle `start` not across
    /// fixed edges; `start` always.
    void find_cavity(Point p, std::uint32_t start, Cavity& cavity);
    /// Puts p, a new point, into its cavity; every side but `split`, which may be none, must have p
    /// on its left. A side `split` of the outline becomes two. Returns the number of p; the new
    /// triangles replace those in the cavity.
    std::uint32_t fill_cavity(Point p, std::uint32_t split, Cavity& cavity);

    /// The triangles as delaunay() arranges them: least corners first, in lexicographic order.
    struct Arrays {
        base::Array<std::uint32_t> triangles, halfedges;
        base::Array<std::uint8_t> fixed;    ///< by half-edge
        base::Array<std::uint32_t> number;  ///< which half-edge of these was number h
    };
    Arrays canonical() const;

  private:
    /// Where a ray from a point leaves a triangle at that point.
    struct Exit {
        enum class Kind { nowhere, across, along } kind = Kind::nowhere;
        std::uint32_t half_edge = none;  ///< across: opposite of the point; along: on the ray,
                                         ///< in either direction
        std::uint32_t point = none;      ///< along: its other end
    };
    /// The triangles around a point, one after the other.
    class Around;
    Exit exit_towards(std::uint32_t h, std::uint32_t target_point) const;
    std::uint32_t follow(std::uint32_t a, std::uint32_t b, const Exit& exit);
    std::uint32_t cross(std::uint32_t a, std::uint32_t b, std::uint32_t crossed);

    /// Flips edges that are not fixed until all are Delaunay by in_circle_perturbed that are among
    /// open_ or become sides of a flip. With the perturbation no four points are cocircular, so
    /// that the result depends on points and fixed edges only (Lee and Lin 1986).
    void legalise();
    void flip(std::uint32_t h);
    void fix(std::uint32_t h);
    void link(std::uint32_t h, std::uint32_t other);
    std::uint32_t add_triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c);
    void remove(std::uint32_t triangle);

    /// An edge of a hole: in the triangle that was there, and in the one that is now.
    struct Replaced {
        std::uint32_t before, after, outer;
    };
    /// Triangulates the hole left of a chain of half-edges of triangles that go, closed by one more
    /// side; returns that side.
    std::uint32_t fill(std::span<const std::uint32_t> chain);
    void join_replaced();

    base::Array<Point> points_;
    base::Array<std::uint32_t> triangles_, twins_, leaving_;
    base::Array<std::uint8_t> fixed_;
    std::vector<std::uint32_t> free_;  ///< triangles
    std::vector<Replaced> replaced_;
    std::vector<std::uint32_t> open_;
    std::vector<std::uint32_t> seen_;  ///< by triangle: the last cavity it was looked at for
    std::uint32_t cavities_ = 0;
    std::vector<std::uint32_t> spoke_;  ///< by point: from a new point to it
};

}  // namespace pipelab::geometry::detail
