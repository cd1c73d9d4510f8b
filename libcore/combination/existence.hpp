#pragma once

#include "base/progress.hpp"
#include "combination/problem.hpp"

#include <cstdint>
#include <string>

namespace pipelab::combination {

/// Whether a problem has any combination, also an endless one.
struct Existence {
    bool any = false;
    std::string how;  ///< it was found out, in words
};

/// By a row of sums, to which numbers are added until the target is reached (ReachRow); where that
/// is too large, by meeting in the middle. Where zeros are without limit, one of them is enough;
/// where positive and negative numbers are, by the remainders that the others leave modulo the
/// greatest common divisor of these. DataError where that takes more than `memory` bytes.
Existence existence(const Problem& problem, std::uint64_t memory,
                    base::Control control = base::Control::none());

}  // namespace pipelab::combination
