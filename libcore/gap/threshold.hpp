#pragma once

#include "gap/width.hpp"
#include "io/number.hpp"

#include <cstdint>
#include <variant>

namespace pipelab::gap {

/// A width in the unit of a column's values: of mantissas (decimals) and uint64, or of doubles.
using AnyWidth = std::variant<std::uint64_t, RealWidth>;

/// A width w of values held as `type`, such that a gap between two of them is wider than
/// `threshold` exactly if its width() is greater than w. Alternative 0 for decimal and uint64:
/// floor(threshold * 10^scale), or 2^64 - 1 where that is smaller. Alternative 1 for real.
/// UsageError if the threshold is negative or not finite.
AnyWidth width_of(const io::Number& threshold, io::NumberType type);

}  // namespace pipelab::gap
