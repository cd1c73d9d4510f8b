#pragma once

#include "gap/dyadic_grid.hpp"
#include "io/number.hpp"

#include <cstdint>
#include <span>

/// From values to the cells of a DyadicGrid and back, exactly.
namespace pipelab::gap {

/// No level of exact values is below: cells are then narrower than 10^-18, the finest step that
/// decimals have, and cell numbers stay below 2^124.
inline constexpr int least_exact_level = -60;

/// The cells of a grid of exact values between these two (decimals or uint64).
CellRange exact_cells(const io::Number& minimum, const io::Number& maximum);

/// The cells of a grid of doubles between these two. The level is at least that of the last but
/// one bit of the larger magnitude, where no two doubles of the range share a cell, and -1074.
CellRange real_cells(double minimum, double maximum);

/// Marks the cells of the values, all within grid.range(). 0.6 to 1.7 10^9 values a second and core
/// (Zen 5; in any order to clustered) for whole numbers and doubles, 0.5 for mantissas * 10^-scale.
void mark(std::span<const std::int64_t> mantissas, int scale, DyadicGrid& grid);
void mark(std::span<const std::uint64_t> values, DyadicGrid& grid);
void mark(std::span<const double> values, DyadicGrid& grid);
/// Marks the cells of the doubles nearest to mantissas * 10^-scale, to the values.
void mark_rounded(std::span<const std::int64_t> mantissas, int scale, DyadicGrid& grid);
void mark_rounded(std::span<const std::uint64_t> values, DyadicGrid& grid);

/// The values of a type that lie in a cell; none if least > greatest.
template <class T>
struct CellValues {
    T least, greatest;
};
CellValues<std::int64_t> values_in_cell(CellNumber cell, int level, int scale,
                                        const CellValues<std::int64_t>& all);
CellValues<std::uint64_t> values_in_cell(CellNumber cell, int level, int scale,
                                         const CellValues<std::uint64_t>& all);
CellValues<double> values_in_cell(CellNumber cell, int level, int scale,
                                  const CellValues<double>& all);

/// False if a cell is marked in which no value of the type lies: no honest grid has one.
bool cells_hold_mantissas(const DyadicGrid& grid, int scale);
bool cells_hold_doubles(const DyadicGrid& grid);

}  // namespace pipelab::gap
