#pragma once

#include "base/array.hpp"
#include "ngram/context_table.hpp"
#include "ngram/model.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

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

/// Computes probabilities by a backoff model. Contexts are numbered and n-grams are found by the
/// number of their context and their last word in one hash table. A word costs one look-up where
/// the model has its n-gram in full, and on average at most two (what was matched for one word
/// bounds what has to be tried for the next), whatever the order.
/// Memory: 23 bytes an n-gram and 8 a context. Safe to use from several threads.
class Scorer {
  public:
    /// Takes what it needs of the model in O(n-grams). DataError beyond 2^32 - 2 contexts.
    explicit Scorer(Model model);

    const Vocabulary& vocabulary() const { return vocabulary_; }
    std::size_t order() const { return first_of_length_.size(); }
    /// Behind <s>, or behind nothing.
    State start(bool behind_begin) const { return behind_begin ? begin_ : State{}; }

    /// One word. Some 100 ns or more where the table does not fit the cache.
    WordScore score(State state, WordId word) const;

    /// Many sentences: the words of sentence i are words[ends[i - 1], ends[i]), from 0 for the
    /// first. 32 of them are worked on at a time, so that their cache misses overlap.
    /// With `details`, also what is said of each word, and of each sentence's end behind its words
    /// (so that sentence i begins at ends[i - 1] + i).
    void score(std::span<const WordId> words, std::span<const std::size_t> ends,
               SentenceRules rules, SentenceScore* scores, WordScore* details = nullptr) const;

    /// How many words of context a state stands for.
    std::size_t length(State state) const;
    /// The state with fewer words, and the log10 weight of going there. Of no use for length 0.
    State shorter(State state) const { return {contexts_[state.context].shorter}; }
    double backoff(State state) const { return contexts_[state.context].backoff; }
    const ContextTable& table() const { return table_; }
    /// Of a word without context.
    double unigram(WordId word) const { return unigrams_[word].probability; }
    State after_unigram(WordId word) const { return {unigrams_[word].next}; }
    std::size_t contexts() const { return contexts_.size(); }

  private:
    struct Context {
        float backoff;
        std::uint32_t shorter;
    };
    struct Unigram {
        float probability;
        std::uint32_t next;
    };
    struct Lane;
    class Builder;

    Vocabulary vocabulary_;
    ContextTable table_;
    base::Array<Unigram> unigrams_;
    base::Array<Context> contexts_;
    /// Contexts are numbered by length: the first number of those longer than 0, 1, ...
    std::vector<std::uint32_t> first_of_length_;
    State begin_;
};

}  // namespace pipelab::ngram
