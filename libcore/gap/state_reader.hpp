#pragma once

#include "base/progress.hpp"
#include "gap/state.hpp"
#include "io/number_reader.hpp"

namespace pipelab::gap {

/// The state of all numbers of the inputs: one pass, in parallel, 1 MiB a thread beside the
/// reading.
State read_as_state(const io::NumberInput& input, base::Control control);

}  // namespace pipelab::gap
