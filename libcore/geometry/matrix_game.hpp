#pragma once

#include <array>
#include <span>

namespace pipelab::geometry::detail {

/// A column of a matrix game of three rows: what each corner of a triangle gets.
using Column = std::array<double, 3>;

/// What a mixture of rows, of sum 1, gets of the column that gives it least.
struct GameBound {
    double value;  ///< no mixture gets more, up to rounding
    Column rows;   ///< a mixture that gets as much, up to rounding
};

/// The value of the game: that of the best of its square parts (Shapley and Snow 1950), of one, two
/// or three columns and as many rows. O(n^4) for n > 0 columns.
GameBound solve_game(std::span<const Column> columns);

}  // namespace pipelab::geometry::detail
