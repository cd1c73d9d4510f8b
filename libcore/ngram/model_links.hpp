#pragma once

#include "base/array.hpp"
#include "ngram/model.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::ngram {

/// No such n-gram.
inline constexpr std::uint32_t absent = ~std::uint32_t{0};

/// Of each n-gram w1 ... wn of a model from bigrams on (element n - 1) the index of its context,
/// w1 ... w(n-1), in the level below; `absent` where that is not in the model. O(n-grams) time,
/// 4 bytes an n-gram.
std::vector<base::Array<std::uint32_t>> context_links(const Model& model);

/// Which of so many n-grams of a level are contexts of some of the next, whose links are these.
base::Array<std::uint8_t> are_contexts(std::size_t size, const base::Array<std::uint32_t>& of_next);

/// Of the n-grams of one level from 1, bigrams, on, the index of w2 ... wn in the level below.
base::Array<std::uint32_t> suffix_links(const Model& model, std::size_t level);

}  // namespace pipelab::ngram
