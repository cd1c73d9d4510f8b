#pragma once

#include "combination/problem.hpp"

#include <cstdint>

namespace pipelab::combination {

/// Whether an endless problem has any combination, and so no end of them; else its answer is empty.
/// Where zeros are without limit, by a table of sums; where positive and negative numbers are, by
/// the remainders that the others leave modulo the greatest common divisor of these. DataError
/// where that takes more than `memory` bytes.
bool has_any(const Problem& problem, std::uint64_t memory);

}  // namespace pipelab::combination
