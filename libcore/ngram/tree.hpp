#pragma once

#include "base/array.hpp"
#include "ngram/vocabulary.hpp"

#include <cstddef>
#include <cstdint>

namespace pipelab::ngram {

/// The n-grams of one order, as nodes of a tree from the last word to the first: the parent of
/// w1 w2 ... wn is w2 ... wn, its children lie side by side, ascending by w1. Unigrams are all
/// words of the vocabulary, in order of their numbers.
struct TreeLevel {
    base::Array<WordId> word;          ///< the first
    base::Array<std::uint32_t> child;  ///< the first child in the next level; one more than nodes
    std::size_t size() const { return word.size(); }
};

}  // namespace pipelab::ngram
