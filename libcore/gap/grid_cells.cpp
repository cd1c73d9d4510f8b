#include "gap/grid_cells.hpp"

#include "base/isa.hpp"
#include "base/wide.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <variant>

namespace pipelab::gap {
namespace {

using base::power_of_ten;
using base::Wide;

constexpr std::size_t batch = 512;

constexpr std::array<std::uint64_t, 19> powers_of_five = [] {
    std::array<std::uint64_t, 19> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = 5 * powers[i - 1];
    return powers;
}();

std::uint64_t power_of_five(int scale) { return powers_of_five[static_cast<std::size_t>(scale)]; }

CellNumber finest_cell(const io::Number& value) {
    CellNumber mantissa = 0;
    CellNumber divisor = 1;
    if (const auto* decimal = std::get_if<io::Decimal>(&value)) {
        mantissa = decimal->mantissa;
        divisor = static_cast<CellNumber>(power_of_ten(decimal->scale));
    } else {
        mantissa = static_cast<CellNumber>(std::get<std::uint64_t>(value));
    }
    const CellNumber dividend = mantissa << -least_exact_level;
    return dividend / divisor - (dividend % divisor < 0);
}

/// floor(value / 2^level), below 2^54 in magnitude. Where the quotient underflows its sign counts.
double cell_of(double value, int level) {
    const double quotient = std::ldexp(value, -level);
    return quotient == 0 && value < 0 ? -1 : std::floor(quotient);
}

/// How many bits a whole value moves to give its cell: right if positive.
template <class T>
PIPELAB_ISA_CLONES void set_shifted(const T* values, std::size_t count, int right,
                                    std::uint64_t* words) {
    // The quotient modulo the number of cells is all that counts: at most 42 bits go, and the
    // sign is still right in the 22 that stay.
    for (std::size_t i = 0; i < count; ++i) {
        const auto bits = static_cast<std::uint64_t>(values[i]);
        const std::uint64_t bit = (right >= 0 ? bits >> right : bits << -right) & DyadicGrid::mask;
        words[bit >> 6] |= std::uint64_t{1} << (bit & 63);
    }
}

/// A mantissa m at scale s lies in cell floor(m / (10^s 2^level)). With t = s + level this is
/// floor(floor(m / 2^t) / 5^s), t being of either sign; relative to the first cell the dividend is
/// below 2^22 5^s < 2^64, so that arithmetic modulo 2^64 is exact.
struct Division {
    int right;              ///< t
    std::uint64_t offset;   ///< first cell * 5^s modulo 2^64
    std::uint64_t divisor;  ///< 5^s
    std::uint64_t inverse;  ///< floor(2^64 / divisor): the quotient comes out right or 1 too small
    std::uint64_t first;    ///< bit of the first cell
};

PIPELAB_ISA_CLONES void set_divided(const std::int64_t* values, std::size_t count,
                                    const Division& by, std::uint64_t* words) {
    const Division division = by;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t shifted =
            division.right >= 0 ? static_cast<std::uint64_t>(values[i] >> division.right)
                                : static_cast<std::uint64_t>(values[i]) << -division.right;
        const std::uint64_t dividend = shifted - division.offset;
        auto cell =
            static_cast<std::uint64_t>((static_cast<Wide>(dividend) * division.inverse) >> 64);
        cell += dividend - cell * division.divisor >= division.divisor;
        const std::uint64_t bit = (division.first + cell) & DyadicGrid::mask;
        words[bit >> 6] |= std::uint64_t{1} << (bit & 63);
    }
}

struct Scaling {
    double factor, more;  ///< their product is 2^-level, which alone may be no double
    double first;         ///< the first cell
    std::uint32_t bit;    ///< its bit
};

Scaling scaling(const DyadicGrid& grid) {
    const int level = grid.range().level;
    const int part = std::min(-level, 1000);
    return {std::ldexp(1, part), std::ldexp(1, -level - part),
            static_cast<double>(grid.range().first),
            static_cast<std::uint32_t>(static_cast<std::uint64_t>(grid.range().first) &
                                       DyadicGrid::mask)};
}

PIPELAB_ISA_CLONES void find_bits(const double* values, std::size_t count, const Scaling& by,
                                  std::uint32_t* bits) {
    const Scaling scale = by;
    for (std::size_t i = 0; i < count; ++i) {
        const double quotient = values[i] * scale.factor * scale.more;
        const auto cell = static_cast<std::int32_t>(std::floor(quotient) - scale.first);
        const std::int32_t underflow = (quotient == 0) & (values[i] < 0);
        bits[i] = (static_cast<std::uint32_t>(cell - underflow) + scale.bit) & DyadicGrid::mask;
    }
}

PIPELAB_ISA_CLONES void set_bits(const std::uint32_t* bits, std::size_t count,
                                 std::uint64_t* words) {
    for (std::size_t i = 0; i < count; ++i) {
        words[bits[i] >> 6] |= std::uint64_t{1} << (bits[i] & 63);
    }
}

template <class T>
PIPELAB_ISA_CLONES void convert(const T* values, std::size_t count, double* reals) {
    for (std::size_t i = 0; i < count; ++i) reals[i] = static_cast<double>(values[i]);
}

PIPELAB_ISA_CLONES void divide(double* values, std::size_t count, double divisor) {
    for (std::size_t i = 0; i < count; ++i) values[i] /= divisor;
}

void round(const std::int64_t* mantissas, std::size_t count, int scale, double* values) {
    convert(mantissas, count, values);
    if (scale == 0) return;
    std::uint64_t magnitudes = 0;
    for (std::size_t i = 0; i < count; ++i) {
        magnitudes |= static_cast<std::uint64_t>(mantissas[i] ^ (mantissas[i] >> 63));
    }
    if (magnitudes < std::uint64_t{1} << 53) {  // a quotient of exact operands is rounded once
        divide(values, count, static_cast<double>(power_of_ten(scale)));
    } else {
        for (std::size_t i = 0; i < count; ++i) {
            values[i] = io::to_double(io::Decimal{mantissas[i], scale});
        }
    }
}

void round(const std::uint64_t* naturals, std::size_t count, int, double* values) {
    convert(naturals, count, values);
}

template <class T>
void round_and_mark(std::span<const T> values, int scale, DyadicGrid& grid) {
    std::array<double, batch> reals;
    for (std::size_t i = 0; i < values.size(); i += batch) {
        const std::size_t count = std::min(batch, values.size() - i);
        round(values.data() + i, count, scale, reals.data());
        mark({reals.data(), count}, grid);
    }
}

/// The least mantissa at `scale` that is not below the left end of the cell.
CellNumber first_mantissa(CellNumber cell, int level, int scale) {
    const CellNumber fives = cell * static_cast<CellNumber>(power_of_five(scale));
    const int left = level + scale;
    return left >= 0 ? fives << left : -(-fives >> -left);
}

template <class T>
CellValues<T> mantissas_in_cell(CellNumber cell, int level, int scale, const CellValues<T>& all) {
    const auto least = std::max<CellNumber>(first_mantissa(cell, level, scale), all.least);
    const auto greatest =
        std::min<CellNumber>(first_mantissa(cell + 1, level, scale) - 1, all.greatest);
    return {static_cast<T>(least), static_cast<T>(greatest)};
}

/// The least double that is not below the left end of the cell.
double first_double(CellNumber cell, int level) {
    auto number = static_cast<double>(cell);
    if (static_cast<CellNumber>(number) < cell) {
        number = std::nextafter(number, std::numeric_limits<double>::infinity());
    }
    return number * std::ldexp(1, level);  // exact: a multiple of the least double
}

}  // namespace

CellRange exact_cells(const io::Number& minimum, const io::Number& maximum) {
    return DyadicGrid::fitted({least_exact_level, finest_cell(minimum), finest_cell(maximum)});
}

CellRange real_cells(double minimum, double maximum) {
    const double magnitude = std::max(std::abs(minimum), std::abs(maximum));
    const int level = magnitude == 0 ? -1074 : std::max(std::ilogb(magnitude) - 53, -1074);
    return DyadicGrid::fitted({level, static_cast<CellNumber>(cell_of(minimum, level)),
                               static_cast<CellNumber>(cell_of(maximum, level))});
}

void mark(std::span<const std::int64_t> mantissas, int scale, DyadicGrid& grid) {
    const CellRange& range = grid.range();
    if (scale == 0) {
        set_shifted(mantissas.data(), mantissas.size(), range.level, grid.words());
        return;
    }
    const std::uint64_t divisor = power_of_five(scale);
    const auto first = static_cast<std::uint64_t>(range.first);
    set_divided(mantissas.data(), mantissas.size(),
                {range.level + scale, first * divisor, divisor,
                 static_cast<std::uint64_t>((static_cast<Wide>(1) << 64) / divisor), first},
                grid.words());
}

void mark(std::span<const std::uint64_t> values, DyadicGrid& grid) {
    set_shifted(values.data(), values.size(), grid.range().level, grid.words());
}

void mark(std::span<const double> values, DyadicGrid& grid) {
    const Scaling scale = scaling(grid);
    std::array<std::uint32_t, batch> bits;
    for (std::size_t i = 0; i < values.size(); i += batch) {
        const std::size_t count = std::min(batch, values.size() - i);
        find_bits(values.data() + i, count, scale, bits.data());
        set_bits(bits.data(), count, grid.words());
    }
}

void mark_rounded(std::span<const std::int64_t> mantissas, int scale, DyadicGrid& grid) {
    round_and_mark(mantissas, scale, grid);
}

void mark_rounded(std::span<const std::uint64_t> values, DyadicGrid& grid) {
    round_and_mark(values, 0, grid);
}

CellValues<std::int64_t> values_in_cell(CellNumber cell, int level, int scale,
                                        const CellValues<std::int64_t>& all) {
    return mantissas_in_cell(cell, level, scale, all);
}

CellValues<std::uint64_t> values_in_cell(CellNumber cell, int level, int scale,
                                         const CellValues<std::uint64_t>& all) {
    return mantissas_in_cell(cell, level, scale, all);
}

CellValues<double> values_in_cell(CellNumber cell, int level, int, const CellValues<double>& all) {
    const double end = first_double(cell + 1, level);
    return {std::max(first_double(cell, level), all.least),
            std::min(std::nextafter(end, -std::numeric_limits<double>::infinity()), all.greatest)};
}

bool cells_hold_mantissas(const DyadicGrid& grid, int scale) {
    const int level = grid.range().level;
    const int left = -(level + scale);
    if (left <= 0 || power_of_five(scale) >> std::min(left, 63) != 0) return true;
    bool hold = true;
    grid.for_each([&](CellNumber cell) {
        hold &= first_mantissa(cell, level, scale) < first_mantissa(cell + 1, level, scale);
    });
    return hold;
}

bool cells_hold_doubles(const DyadicGrid& grid) {
    const CellRange& range = grid.range();
    constexpr CellNumber all_doubles = CellNumber{1} << 53;
    if (-all_doubles <= range.first && range.last < all_doubles) return true;
    bool hold = true;
    grid.for_each([&](CellNumber cell) {
        hold &= first_double(cell, range.level) < first_double(cell + 1, range.level);
    });
    return hold;
}

}  // namespace pipelab::gap
