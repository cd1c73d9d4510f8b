#pragma once

#include <cstdlib>

/// What a fuzz target promises of any input: the end of the process, for the fuzzer to see, if it
/// does not hold.
inline void require(bool holds) {
    if (!holds) std::abort();
}
