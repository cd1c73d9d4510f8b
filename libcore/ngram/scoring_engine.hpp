#pragma once

#include "ngram/score.hpp"

#include <span>

namespace pipelab::ngram {

/// A backoff model in a form in which n-grams are found. Where its arrays lie in a file that is
/// damaged, it says nonsense, but stays inside of them, and comes to an end.
class ScoringEngine {
  public:
    virtual ~ScoringEngine() = default;
    virtual std::size_t order() const = 0;
    /// Behind <s>, or behind nothing.
    virtual State start(bool behind_begin) const = 0;
    virtual WordScore score(State state, WordId word) const = 0;
    /// As Scorer::score of many sentences.
    virtual void score(std::span<const WordId> words, std::span<const std::size_t> ends,
                       SentenceRules rules, SentenceScore* scores, WordScore* details) const = 0;
    /// As those of Scorer.
    virtual std::size_t length(State state) const = 0;
    virtual State shorter(State state) const = 0;
    virtual double backoff(State state) const = 0;
    virtual double unigram(WordId word) const = 0;
};

}  // namespace pipelab::ngram
