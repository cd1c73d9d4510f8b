#pragma once

#include "gap/width.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::gap {

/// A stretch of the value axis. Both ends are values of the input.
template <class T>
struct Stretch {
    T low{};
    T high{};
};

/// Cells of equal width over one or more disjoint stretches, numbered from 0 in ascending order.
/// The cell of a value grows monotonically with it:
/// - integers: (value - low) >> shift, exact;
/// - doubles: floor((value * unit - low * unit) * scale), where each operation rounds
///   monotonically. unit is a power of two that keeps huge ranges finite and tiny ones normal.
/// So an empty run between two occupied cells is a gap, and its width is known to `margin` cells.
template <class T>
class Grid {
  public:
    /// About `cells` cells (at most twice as many for doubles, at least half for integers) in
    /// all, fewer than 2^31, shared out by length. `stretches` ascend and do not touch.
    Grid(std::vector<Stretch<T>> stretches, std::uint64_t cells);
    /// Over the whole range of the values that will be located.
    Grid(T minimum, T maximum, std::uint64_t cells) : Grid({{minimum, maximum}}, cells) {
        whole_ = true;
    }

    std::uint32_t cells() const { return cells_; }
    /// The cell of each value; cells() for values outside of all stretches. Vectorised for grids
    /// over the whole range.
    void locate(std::span<const T> values, std::uint32_t* cells) const;
    bool one_stretch() const { return stretches_.size() == 1; }
    /// True if no cell holds two different values: runs are then exact.
    bool exact() const;
    /// The value of a cell of an exact grid.
    T value(std::uint32_t cell) const;
    /// The first cell of each stretch, ascending; no gap is counted across these.
    const std::vector<std::uint32_t>& first_cells() const { return first_cells_; }
    /// An exact width in units of cells, with a relative error below 1e-12.
    double in_cells(const Width<T>& width) const;
    /// A run of z empty cells is a gap of more than z - margin and less than z + 2 + margin cells.
    static constexpr double margin = 1e-3;

  private:
    std::uint32_t cell_of(T value) const;
    std::uint32_t cell_in(const Stretch<T>& stretch, T value) const;

    std::vector<Stretch<T>> stretches_;
    std::vector<std::uint32_t> first_cells_;
    std::uint32_t cells_ = 0;
    bool whole_ = false;
    int shift_ = 0;     // integers
    double unit_ = 1;   // doubles
    double scale_ = 0;  // doubles: cells per unit of value
};

}  // namespace pipelab::gap
