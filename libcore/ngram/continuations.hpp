#pragma once

#include "base/array.hpp"
#include "ngram/scorer.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::ngram {

/// A word that may come next.
struct Continuation {
    WordId word = 0;
    double probability = 0;  ///< log10
};

/// The words that follow each context, listed: what a Scorer, which finds them by hash, cannot say.
/// Neither <s>, which is never predicted, nor <unk>, which is no word, is among them; </s> is.
/// Memory: 8 bytes an n-gram and a context, 16 a word.
class Continuations {
  public:
    /// O(n-grams) time. `scorer`, whose model is a table, must outlive the object.
    explicit Continuations(const Scorer& scorer);
    const Scorer& scorer() const { return scorer_; }

    /// The `count` most probable words after a state, most probable first; equal ones by number.
    /// O(count + words the model lists after the state and its shorter ones).
    std::vector<Continuation> most_probable(State state, std::size_t count) const;

    /// The words listed after the state and its shorter ones, each once with its probability, and
    /// `backoff`, log10 of the weight with which all others have their unigram probability. Words
    /// come in an order that depends on the model alone. `seen` is scratch, kept between calls.
    class Seen {
      public:
        bool insert(WordId word) {
            const bool fresh = marks_[word] != round_;
            marks_[word] = round_;
            return fresh;
        }
        bool contains(WordId word) const { return marks_[word] == round_; }

      private:
        friend class Continuations;
        std::vector<std::uint32_t> marks_;
        std::uint32_t round_ = 0;
    };
    struct Listed {
        std::vector<Continuation> words;
        double backoff = 0;
    };
    void list(State state, Listed& listed, Seen& seen) const;

    /// All words but <s> and <unk>, by falling unigram probability.
    std::span<const WordId> by_unigram() const { return by_unigram_; }

  private:
    struct Word {
        WordId word;
        float probability;
    };

    const Scorer& scorer_;
    std::vector<std::uint64_t> begins_;  // of each context in words_
    base::Array<Word> words_;
    std::vector<WordId> by_unigram_;
};

}  // namespace pipelab::ngram
