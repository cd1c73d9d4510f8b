#pragma once

#include "ngram/vocabulary.hpp"

#include <cstddef>
#include <cstdint>

namespace pipelab::ngram {

/// What of the words before can matter for the words to come: the longest context of the model that
/// they end with, and by which it says something of its own. Equal states have equal futures.
struct State {
    std::uint32_t context = 0;  ///< 0: none
    bool operator==(const State&) const = default;
};

/// What the model says of one word.
struct WordScore {
    double probability = 0;  ///< log10, with the backoff
    double backoff = 0;      ///< log10 of the weights of the contexts in which the word is not
    std::size_t length = 0;  ///< of the n-gram that gave the probability; 1 for unknown words
    State next;
};

/// Sums over the words of a sentence.
struct SentenceScore {
    double probability = 0;          ///< log10
    double unknown_probability = 0;  ///< the part of it of unknown words
    double known_probability = 0;    ///< that of the others
    std::uint64_t tokens = 0;        ///< words, and the end
    std::uint64_t unknown = 0;       ///< words not in the vocabulary
};

/// Which marks a sentence has.
struct SentenceRules {
    bool begin = true;  ///< it stands behind <s>; else behind nothing
    bool end = true;    ///< </s> is predicted after it
};

}  // namespace pipelab::ngram
