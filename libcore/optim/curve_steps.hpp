#pragma once

#include <cstdint>
#include <vector>

namespace pipelab::optim {

/// At most 200 steps at which to draw curves of 0, ..., `last` steps: of about equal ratios, 0 and
/// the last among them.
std::vector<std::uint64_t> curve_steps(std::uint64_t last);

}  // namespace pipelab::optim
