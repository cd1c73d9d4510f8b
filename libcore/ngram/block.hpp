#pragma once

#include <cstddef>

namespace pipelab::ngram {

/// So many n-grams, words or nodes of a model make a block of parallel work (base/parallel.hpp).
inline constexpr std::size_t block_of_grams = std::size_t{1} << 15;

}  // namespace pipelab::ngram
