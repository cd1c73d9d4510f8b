#pragma once

#include "base/wide.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::gap {

/// The number c of the cell [c 2^level, (c + 1) 2^level) of the real line.
using CellNumber = base::SignedWide;

/// Neighbouring cells of one level, from the one of the least value to that of the greatest.
struct CellRange {
    int level = 0;
    CellNumber first = 0;
    CellNumber last = 0;
    std::uint64_t cells() const { return static_cast<std::uint64_t>(last - first) + 1; }
    bool operator==(const CellRange&) const = default;
};

/// Which cells of a stretch of the real line hold values. Cells are dyadic and absolute, so grids
/// of different values can be joined: two cells of one level are one cell of the next.
/// 512 KiB when not empty.
///
/// 2^22 cells: the bitmap stays in the second-level cache of a core while bits are set in any
/// order, a file of random bits is at most 512 KiB, and the 2^21..2^22 cells in use tell the gaps
/// of some 10^6 evenly spread values to a few per cent. Beyond 10^7 values no grid that is worth
/// sending around would: there the second look at the values decides.
class DyadicGrid {
  public:
    static constexpr int log_cells = 22;
    static constexpr std::uint64_t most_cells = std::uint64_t{1} << log_cells;
    static constexpr std::uint64_t mask = most_cells - 1;

    /// The lowest level at which at most most_cells cells cover `fine`, at that level.
    static CellRange fitted(const CellRange& fine);

    bool empty() const { return words_.empty(); }
    const CellRange& range() const { return range_; }
    /// Makes room. The level of `range` is not below that of now, and it covers what is covered
    /// now. O(1) as long as the level stays.
    void extend(const CellRange& range);
    /// Marks what is marked in `other`, whose cells must be covered by range() and whose level must
    /// not be above.
    void add(const DyadicGrid& other);
    /// Cell c is marked by bit c mod most_cells: bit & 63 of word bit / 64. Mark only cells of
    /// range().
    std::uint64_t* words() { return words_.data(); }
    void mark(CellNumber cell) {
        const std::uint64_t bit = static_cast<std::uint64_t>(cell) & mask;
        words_[bit >> 6] |= std::uint64_t{1} << (bit & 63);
    }

    bool marked(CellNumber cell) const {
        const std::uint64_t bit = static_cast<std::uint64_t>(cell) & mask;
        return (words_[bit >> 6] >> (bit & 63) & 1) != 0;
    }
    std::uint64_t count() const;
    /// see(cell) for all marked cells from left to right.
    template <class See>
    void for_each(const See& see) const;

    /// The marks from the first to the last cell, eight a byte, the first in the lowest bit.
    std::string packed() const;
    static std::size_t packed_size(const CellRange& range) { return (range.cells() + 7) / 8; }
    /// The inverse; `bytes` has packed_size(range). Bits behind the last cell are ignored.
    static DyadicGrid unpacked(const CellRange& range, std::string_view bytes);

  private:
    /// The marks of cells 64 * word to 64 * word + 63, without those that are not in range_: a full
    /// grid goes round in a circle, its first and its last cells may share a word.
    std::uint64_t marks(CellNumber word) const;

    CellRange range_;
    std::vector<std::uint64_t> words_;
};

template <class See>
void DyadicGrid::for_each(const See& see) const {
    if (empty()) return;
    for (CellNumber word = range_.first >> 6; word <= range_.last >> 6; ++word) {
        for (std::uint64_t bits = marks(word); bits != 0; bits &= bits - 1) {
            see((word << 6) + std::countr_zero(bits));
        }
    }
}

}  // namespace pipelab::gap
