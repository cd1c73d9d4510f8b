#pragma once

#include <cstddef>
#include <cstdint>

namespace pipelab::base::kernel {

/// The Philox blocks with counters (first + i, stream), i < blocks, and key seed: two words each,
/// low half first.
void philox_words(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, std::uint64_t* out,
                  std::size_t blocks);

}  // namespace pipelab::base::kernel
