#pragma once

#include <catch2/catch.hpp>

namespace pipelab::testing {

/// Fewer cases where each takes ten times as long: under sanitizers.
#ifdef PIPELAB_QUICK_TESTS
inline constexpr bool quick = true;
#else
inline constexpr bool quick = false;
#endif

}  // namespace pipelab::testing
