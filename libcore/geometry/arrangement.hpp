#pragma once

#include "base/array.hpp"
#include "geometry/noding.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Edge e of some linework as two half-edges: 2 e runs from its first vertex to its second, 2 e + 1
/// back; the face of each lies on its left.
inline std::uint32_t twin(std::uint32_t half_edge) { return half_edge ^ 1; }

/// A closed walk along half-edges with one face on its left.
struct Cycle {
    std::uint32_t half_edge;  ///< the least one that leaves the least vertex of the cycle
    std::uint32_t face;       ///< set by Arrangement
    bool outer;               ///< it surrounds its face; else it is the outline of a component
};

/// Edges of a Noding or of ExactLinework as half-edges, with their order around vertices and the
/// closed walks that they form. Keeps a reference to the linework.
template <class Lines>
class HalfEdges {
  public:
    /// Some of the edges, by their places, ascending. O(n log n), exact.
    HalfEdges(const Lines& lines, std::span<const std::uint32_t> edges);

    std::size_t half_edges() const { return next_.size(); }
    /// The place of its edge in the linework.
    std::uint32_t edge(std::uint32_t half_edge) const { return edges_[half_edge / 2]; }
    /// A vertex of the linework.
    std::uint32_t origin(std::uint32_t half_edge) const {
        const Linework::Edge& e = lines_->edges[edge(half_edge)];
        return half_edge % 2 == 0 ? e.from : e.to;
    }
    /// What follows along the face on the left.
    std::uint32_t next(std::uint32_t half_edge) const { return next_[half_edge]; }
    std::uint32_t cycle(std::uint32_t half_edge) const { return cycle_of_[half_edge]; }

    /// The half-edges that leave a vertex, counterclockwise from straight down (which comes last).
    std::span<const std::uint32_t> around(std::uint32_t vertex) const {
        return {around_.data() + around_begins_[vertex],
                around_begins_[vertex + 1] - around_begins_[vertex]};
    }
    /// By their least vertices, of one vertex by half_edge.
    const std::vector<Cycle>& cycles() const { return cycles_; }
    const Lines& lines() const { return *lines_; }

  protected:
    const Lines* lines_;
    std::vector<std::uint32_t> edges_;
    std::vector<Cycle> cycles_;

  private:
    void sort_around();
    void link();
    void find_cycles();
    bool is_outer(std::uint32_t half_edge, std::uint32_t least) const;
    int turn(std::uint32_t from, std::uint32_t to) const;

    std::vector<std::size_t> around_begins_;
    base::Array<std::uint32_t> around_, next_, cycle_of_;
};

/// A planar subdivision: half-edges, and the faces between them.
template <class Lines>
class Arrangement : public HalfEdges<Lines> {
  public:
    /// All edges, or some. O(n log n). No edges: one face, unbounded.
    explicit Arrangement(const Lines& lines);
    Arrangement(const Lines& lines, std::span<const std::uint32_t> edges);

    /// Face 0 is unbounded; the others are in the order of their outer cycles.
    struct Face {
        std::optional<std::uint32_t> outer;  ///< cycle around it; none of face 0
        std::vector<std::uint32_t> inner;    ///< cycles of the components within it, ascending
    };
    std::uint32_t face(std::uint32_t half_edge) const {
        return this->cycles_[this->cycle(half_edge)].face;
    }
    const std::vector<Face>& faces() const { return faces_; }

  private:
    void put_outlines(std::span<const std::uint32_t> outlines);
    void put(std::uint32_t outline, std::uint32_t face);

    std::vector<Face> faces_;
};

extern template class HalfEdges<Noding>;
extern template class HalfEdges<ExactLinework>;
extern template class Arrangement<Noding>;
extern template class Arrangement<ExactLinework>;

}  // namespace pipelab::geometry
