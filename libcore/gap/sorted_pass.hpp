#pragma once

#include "base/progress.hpp"
#include "gap/values.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace pipelab::gap {

/// What an exact search may use besides the values.
struct Resources {
    std::uint64_t memory = std::uint64_t{16} << 20;  ///< bytes; less than 1 MiB counts as 1 MiB
    std::string temporary;  ///< folder of spilled values; "": $TMPDIR, /tmp
};

/// Hands over all values in ascending order, piece by piece; equal values may be split between
/// pieces.
/// Memory stays within `resources` (+ what the values use themselves): a histogram cuts the range
/// into pieces that fit, and cells that hold too many values are cut again, of doubles by their
/// bits, so that no value is counted more than 6 times. Values in memory are visited once for each
/// piece; others are written to a temporary file, 8 bytes a value, and read back piece by piece.
template <class T>
void visit_sorted(const Values<T>& values, const Resources& resources, base::Control control,
                  const std::function<void(std::span<const T>)>& see);

}  // namespace pipelab::gap
