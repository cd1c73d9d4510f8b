#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "ngram/corpus.hpp"
#include "ngram/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace pipelab::ngram {

/// The n-grams of one order.
struct GramLevel : TreeLevel {
    base::Array<std::uint64_t> count;  ///< how often each occurs
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
/// `corpus.blocks`, where the corpus must be, are freed on the way (not by the other function).
/// DataError for more than 2^32 - 1 n-grams of an order.
inline constexpr std::size_t most_order = 16;
Grams count_grams(Corpus& corpus, std::size_t order, base::Control control);
/// nullopt if that, or the estimation after it, needs more memory than that, or the corpus is not
/// in memory; nothing has happened to the corpus then. Beside the program and the words, 4 bytes a
/// token and the keys must fit, then the keys and 16 bytes an n-gram, then 24 bytes an n-gram and
/// 44 for each of the order that has most. How many n-grams there are is known when keys are
/// sorted.
std::optional<Grams> count_grams_within(std::uint64_t memory, Corpus& corpus, std::size_t order,
                                        base::Control control);

/// The same with all words in reverse order: the parent of w1 ... wn is w1 ... w(n-1), and children
/// ascend by the last word, so that the tree, parents before children, is in the order of the
/// n-grams' bytes. </s> has its count; <s> is there with one.
Grams count_grams_forward(Corpus& corpus, std::size_t order, base::Control control);
std::optional<Grams> count_grams_forward_within(std::uint64_t memory, Corpus& corpus,
                                                std::size_t order, base::Control control);

}  // namespace pipelab::ngram
