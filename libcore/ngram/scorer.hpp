#pragma once

#include "ngram/model.hpp"
#include "ngram/score.hpp"
#include "ngram/scoring_engine.hpp"
#include "ngram/table_engine.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

namespace pipelab::ngram {

/// Computes probabilities by a backoff model, in whatever form it is. Safe to use from several
/// threads.
class Scorer {
  public:
    /// The model as a TableEngine, which takes what it needs in O(n-grams).
    explicit Scorer(Model model);
    Scorer(Vocabulary vocabulary, std::unique_ptr<const ScoringEngine> engine)
        : vocabulary_(std::move(vocabulary)), engine_(std::move(engine)) {}

    const Vocabulary& vocabulary() const { return vocabulary_; }
    std::size_t order() const { return engine_->order(); }
    /// Behind <s>, or behind nothing.
    State start(bool behind_begin) const { return engine_->start(behind_begin); }

    /// One word. Some 100 ns or more where the model does not fit the cache.
    WordScore score(State state, WordId word) const { return engine_->score(state, word); }

    /// Many sentences: the words of sentence i are words[ends[i - 1], ends[i]), from 0 for the
    /// first. 32 of them are worked on at a time, so that their cache misses overlap.
    /// With `details`, also what is said of each word, and of each sentence's end behind its words
    /// (so that sentence i begins at ends[i - 1] + i).
    void score(std::span<const WordId> words, std::span<const std::size_t> ends,
               SentenceRules rules, SentenceScore* scores, WordScore* details = nullptr) const {
        engine_->score(words, ends, rules, scores, details);
    }

    /// How many words of context a state stands for.
    std::size_t length(State state) const { return engine_->length(state); }
    /// The state with fewer words, and the log10 weight of going there. Of no use for length 0.
    State shorter(State state) const { return engine_->shorter(state); }
    double backoff(State state) const { return engine_->backoff(state); }
    /// Of a word without context.
    double unigram(WordId word) const { return engine_->unigram(word); }

    const ScoringEngine& engine() const { return *engine_; }
    /// The engine, if it is a TableEngine, which alone can list the words after a context; else
    /// nullptr.
    const TableEngine* table() const { return dynamic_cast<const TableEngine*>(engine_.get()); }

  private:
    Vocabulary vocabulary_;
    std::unique_ptr<const ScoringEngine> engine_;
};

}  // namespace pipelab::ngram
