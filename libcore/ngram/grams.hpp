#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "ngram/corpus.hpp"
#include "ngram/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::ngram {

/// The n-grams of one order, as nodes of a tree from the last word to the first: the parent of
/// w1 w2 ... wn is w2 ... wn, its children lie side by side, ascending by w1. Unigrams are all
/// words of the vocabulary, in order of their numbers.
struct GramLevel {
    base::Array<WordId> word;          ///< the first
    base::Array<std::uint64_t> count;  ///< how often the n-gram occurs
    base::Array<std::uint32_t> child;  ///< the first child in the next level; one more than nodes
    std::size_t size() const { return word.size(); }
};

/// All n-grams of a text up to an order, with their counts. Those that begin a sentence begin with
/// one <s>; it has itself no count.
struct Grams {
    std::vector<GramLevel> levels;  ///< levels[n - 1]: order n
    std::size_t order() const { return levels.size(); }
};

/// Orders 1 to most_order. O(tokens) time: keys of the longest n-grams are cut into buckets by
/// their last word, which are sorted by radix and become parts of the tree. Memory: 16 bytes a
/// token and 16 an n-gram, as many again for each further 128 bits of an n-gram's words.
/// `corpus.blocks` are freed on the way. DataError for more than 2^32 - 1 n-grams of an order.
inline constexpr std::size_t most_order = 16;
Grams count_grams(Corpus& corpus, std::size_t order, base::Control control);

}  // namespace pipelab::ngram
