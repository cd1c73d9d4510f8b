#pragma once

#include "base/array.hpp"
#include "geometry/noding.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// A planar subdivision: noded edges as pairs of half-edges, their order around vertices, and the
/// faces between them. Half-edge 2 e runs along edge e from its first vertex to its second, 2 e + 1
/// back; the face of a half-edge lies on its left.
class Arrangement {
  public:
    /// Some of the edges of a noding, by their places (ascending), or all. Linework of a noding
    /// meets at ends only, and its vertices are doubles: all decisions are exact. O(n log n). No
    /// edges: one face, unbounded.
    explicit Arrangement(const Noding& noding);
    Arrangement(const Noding& noding, std::span<const std::uint32_t> edges);

    /// A closed walk along half-edges with one face on its left, by the least of its half-edges
    /// that leave its least vertex.
    struct Cycle {
        std::uint32_t half_edge;
        std::uint32_t face;
        bool outer;  ///< it surrounds its face; else it is the outline of a connected component
    };
    /// Face 0 is unbounded; the others are in the order of their outer cycles.
    struct Face {
        std::optional<std::uint32_t> outer;  ///< cycle around it; none of face 0
        std::vector<std::uint32_t> inner;    ///< cycles of the components within it, ascending
    };

    std::size_t half_edges() const { return next_.size(); }
    static std::uint32_t twin(std::uint32_t half_edge) { return half_edge ^ 1; }
    /// The place of its edge in the noding.
    std::uint32_t edge(std::uint32_t half_edge) const { return edges_[half_edge / 2]; }
    /// A vertex of the noding.
    std::uint32_t origin(std::uint32_t half_edge) const {
        const Noding::Edge& e = noding_->edges[edge(half_edge)];
        return half_edge % 2 == 0 ? e.from : e.to;
    }
    /// What follows along the face on the left.
    std::uint32_t next(std::uint32_t half_edge) const { return next_[half_edge]; }
    std::uint32_t cycle(std::uint32_t half_edge) const { return cycle_of_[half_edge]; }
    std::uint32_t face(std::uint32_t half_edge) const { return cycles_[cycle(half_edge)].face; }

    /// The half-edges that leave a vertex, counterclockwise from straight down (which comes last).
    std::span<const std::uint32_t> around(std::uint32_t vertex) const {
        return {around_.data() + around_begins_[vertex],
                around_begins_[vertex + 1] - around_begins_[vertex]};
    }

    /// By their least vertices, of one vertex by the half-edges.
    const std::vector<Cycle>& cycles() const { return cycles_; }
    const std::vector<Face>& faces() const { return faces_; }
    const Noding& noding() const { return *noding_; }

  private:
    void sort_around();
    void link();
    void find_cycles();
    void find_faces();
    bool is_outer(std::uint32_t half_edge, std::uint32_t least) const;
    Segment segment(std::uint32_t half_edge) const;

    const Noding* noding_;
    std::vector<std::uint32_t> edges_;
    std::vector<std::size_t> around_begins_;
    base::Array<std::uint32_t> around_, next_, cycle_of_;
    std::vector<Cycle> cycles_;
    std::vector<Face> faces_;
};

}  // namespace pipelab::geometry
