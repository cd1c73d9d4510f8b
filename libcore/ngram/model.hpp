#pragma once

#include "base/array.hpp"
#include "ngram/tree.hpp"
#include "ngram/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::ngram {

/// The n-grams of one order of a backoff model.
struct ModelLevel : TreeLevel {
    base::Array<float> probability;  ///< log10 p(last word | the words before it)
    base::Array<float> backoff;      ///< log10 of the weight with which it backs off as a context
};

/// What stands for probability 0 in log10, as SRILM writes it.
inline constexpr float log_zero = -99;

/// A backoff model (Katz 1987): the probability of a word after a context is that of the n-gram if
/// it is there, else the backoff weight of the context (1 if it is not there) times the probability
/// after the context without its first word.
struct Model {
    Vocabulary vocabulary;
    std::vector<ModelLevel> levels;  ///< levels[n - 1]: order n; unigrams are all words by number
    std::size_t order() const { return levels.size(); }
};

}  // namespace pipelab::ngram
