#pragma once

#include "io/number.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

/// Passes over the values of a block.
namespace pipelab::io::detail {

/// The mantissa of `value` at `scale`, if it is whole there and fits.
std::optional<std::int64_t> mantissa_at(const Number& value, int scale);

template <class T>
struct Extremes {
    T least, greatest;
};
/// `values` is not empty and free of NaN.
Extremes<std::int64_t> extremes(std::span<const std::int64_t> values);
Extremes<std::uint64_t> extremes(std::span<const std::uint64_t> values);
Extremes<double> extremes(std::span<const double> values);

/// The smallest scale at which `mantissas`, given at `scale`, are all whole, and one of them that
/// needs it.
struct NeededScale {
    int scale;
    std::int64_t witness;
};
NeededScale needed_scale(std::span<const std::int64_t> mantissas, int scale);

/// Times 10^(to - from), or divided by 10^(from - to); the results must fit and be whole.
void rescale(std::span<std::int64_t> mantissas, int from, int to);

}  // namespace pipelab::io::detail
