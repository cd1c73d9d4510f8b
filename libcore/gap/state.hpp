#pragma once

#include "gap/dyadic_grid.hpp"
#include "io/number.hpp"

#include <cstdint>

namespace pipelab::gap {

/// What is known of a set of numbers after one look: how many, their extremes and type, and which
/// cells of a dyadic grid they occupy. From this follow bounds of the widest gap (state_bounds.hpp)
/// and where it can be; states of parts join to the state of the whole.
///
/// The same values give the same state, however they are split into blocks, in whatever order these
/// are added and joined: all that is kept is a function of the set of values. The level of a grid
/// is the lowest that covers the extremes (exact_cells, real_cells). As a column that turns out
/// real rounds every value to the nearest double, which can move one to the next cell
/// (0.999999999999999999 becomes 1), two grids are kept as long as the type is not real: one of
/// the exact values, and one of the rounded, unless rounding is sure to move none.
///
/// Memory: at most 1 MiB; 0.5 MiB for doubles, and for numbers that are not spelled with many
/// digits.
class State {
  public:
    State() = default;
    /// From the parts as the members below give them.
    State(std::uint64_t count, std::uint64_t skipped, const io::TypeNeed& need, DyadicGrid exact,
          DyadicGrid real);

    /// 0.6 to 1.7 10^9 doubles a second and core, half of that where two grids are kept (15 and
    /// more digits: a fifth), if blocks have many values and few of them extend the range.
    void add(const io::NumberBlock& block);
    void join(const State& other);

    std::uint64_t count() const { return count_; }
    /// NaN and infinities left out.
    std::uint64_t skipped() const { return skipped_; }
    const io::TypeNeed& need() const { return need_; }
    io::NumberType type() const { return need_.type(); }

    /// The cells of the values, as type() holds them. Empty if there are no values.
    const DyadicGrid& grid() const { return is_real() ? real_ : exact_; }
    /// Empty for real columns and where there are no values.
    const DyadicGrid& exact_grid() const { return exact_; }
    /// Empty where the cells are the same as those of exact_grid().
    const DyadicGrid& real_grid() const { return real_; }

    /// The cells that the grids of such values must span. A range with has = false: no grid.
    struct Ranges {
        bool has_exact = false;
        bool has_real = false;
        CellRange exact, real;
    };
    static Ranges ranges(const io::TypeNeed& need);

  private:
    bool is_real() const { return type().kind == io::NumberType::Kind::real; }
    void extend(const io::TypeNeed& need);

    std::uint64_t count_ = 0;
    std::uint64_t skipped_ = 0;
    io::TypeNeed need_;
    DyadicGrid exact_;
    DyadicGrid real_;
};

}  // namespace pipelab::gap
