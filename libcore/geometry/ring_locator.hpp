#pragma once

#include "base/array.hpp"
#include "geometry/location.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace pipelab::geometry {

/// Numbers the cells of an axis: monotonically in the coordinate, so that which of two coordinates
/// has the lower cell needs no rounding argument.
class CellAxis {
  public:
    CellAxis() = default;
    /// Cells 0..cells - 1 over [low, high]; one cell if that is a single number. At most 2^22.
    CellAxis(double low, double high, std::uint32_t cells);

    std::uint32_t cells() const { return cells_; }
    /// The coordinate in cells; for values in [low, high] within 2^-29 of the exact position.
    double position(double value) const { return (value * unit_ - origin_) * scale_; }
    std::uint32_t cell(double value) const { return cell_at(position(value)); }
    std::uint32_t cell_at(double position) const {
        const auto cell = static_cast<std::uint32_t>(static_cast<std::int64_t>(position));
        return cell < cells_ ? cell : cells_ - 1;
    }

  private:
    double unit_ = 1;  ///< a power of two that keeps differences from overflow and underflow
    double origin_ = 0, scale_ = 0;
    std::uint32_t cells_ = 1;
};

/// Answers locate() for many points, as exactly, under the even-odd rule over all rings together.
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
    void add_rings(const Shape& shape);
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
    void locate_block(std::span<const Point> points, Location* out) const;

    base::Array<Point> vertices_;        ///< each ring with its first point repeated
    base::Array<std::uint32_t> starts_;  ///< of the rings in vertices_, and where the last ends
    Box box_;
    CellAxis columns_, rows_;
    base::Array<Cells> raster_;
    base::Array<std::uint32_t> ends_;   ///< of the lists, in order of listed cells
    base::Array<std::uint32_t> edges_;  ///< edge i goes from vertex i to vertex i + 1
};

}  // namespace pipelab::geometry
