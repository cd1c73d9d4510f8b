#pragma once

#include "base/array.hpp"
#include "geometry/cell_axis.hpp"
#include "geometry/location.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace pipelab::geometry {

/// So many points are located in a block of parallel work.
inline constexpr std::size_t located_at_once = 16384;

/// Answers locate() for many points, as exactly, under the even-odd rule over all rings together,
/// also of collections (see LayerLocator for those of areas that overlap).
///
/// A raster lies over the bounding box. A cell that no edge touches knows its answer; the others
/// list the edges that touch them and the parity at their lower left corner, from which the parity
/// at a point follows by the listed edges alone: those that cross the way from the corner, up the
/// cell's side and then level to the point. The raster takes 2.6 bits a cell, at most 32 cells an
/// edge and fewer where edges are long, so that the lists hold at most some 16 entries an edge;
/// memory and time to build are O(n). Most points cost a look at two bits; others an orientation or
/// none for each edge of the cell: a handful, unless a good part of all edges meet in one place.
///
/// Holds copies; fewer than 2^32 points. Immutable, thread-safe. No points: all is outside.
class RingLocator {
  public:
    RingLocator() = default;
    explicit RingLocator(std::span<const Point> ring);
    explicit RingLocator(const Shape& shape);

    Location locate(Point point) const;
    /// `out` is as long as `points`. Parallel over blocks of points where there are many.
    void locate(std::span<const Point> points, std::span<Location> out) const;

    bool empty() const { return vertices_.empty(); }
    std::size_t edges() const { return empty() ? 0 : vertices_.size() - starts_.size() + 1; }
    /// Of all vertices; not for empty().
    Box box() const { return box_; }
    /// What is known of all points of a box at once: outside or inside if no cell that the box
    /// meets has an edge; boundary if there may be one. Constant time a cell, at most `most` of
    /// them.
    Location locate_all(Box box, std::size_t most = 4096) const;

  private:
    /// 64 cells of the raster.
    struct Cells {
        std::uint64_t listed = 0;  ///< those with edges
        std::uint64_t odd = 0;     ///< those inside; of listed ones the parity to start from
        std::uint32_t before = 0;  ///< listed cells of earlier words
    };

    void add_ring(std::span<const Point> ring);
    void build();
    void choose_raster();
    void fill_raster();
    bool in_box(Point p) const {
        return p.x >= box_.low.x && p.x <= box_.high.x && p.y >= box_.low.y && p.y <= box_.high.y;
    }
    std::size_t cell(Point p) const {
        return std::size_t{rows_.cell(p.y)} * columns_.cells() + columns_.cell(p.x);
    }
    Location locate_in_cell(Point p, std::size_t cell) const;

    base::Array<Point> vertices_;        ///< each ring with its first point repeated
    base::Array<std::uint32_t> starts_;  ///< of the rings in vertices_, and where the last ends
    Box box_;
    CellAxis columns_, rows_;
    base::Array<Cells> raster_;
    base::Array<std::uint32_t> ends_;   ///< of the lists, in order of listed cells
    base::Array<std::uint32_t> edges_;  ///< edge i goes from vertex i to vertex i + 1
};

}  // namespace pipelab::geometry
