#pragma once

#include "base/exact_sum.hpp"
#include "ngram/mixture.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace pipelab::ngram {

/// 10^(-log10 probability / tokens); nullopt of no tokens.
std::optional<double> perplexity(double log_probability, std::uint64_t tokens);

/// Sums over a corpus, the same in whatever order sentences are added.
struct CorpusScore {
    std::uint64_t sentences = 0, tokens = 0, unknown = 0;
    base::ExactSum probability;        ///< log10
    base::ExactSum known_probability;  ///< without that of words not in the vocabulary
    void add(const SentenceScore& score);
    void join(const CorpusScore& other);
};

/// What is written of each sentence.
struct ScoreForm {
    bool json = false;
    bool words = false;  ///< each word, not only the sums
};

/// Scores sentences and writes what came out as text: log10 probability, tokens, unknown words and
/// perplexity of each sentence, parted by tabs; or of each word the word, the length of the n-gram
/// that gave its probability, log10 probability, log10 of the backoff weights that it includes, and
/// whether it is unknown, with an empty line behind each sentence. In JSON an object a sentence,
/// with the words in an array; there bytes that are no UTF-8 are as append_json_quoted_bytes has
/// them, and what is infinite or not defined is null.
class ScoreReport {
  public:
    struct Block {
        std::string text;
        CorpusScore sums;
    };
    /// `mixture` must outlive the object.
    ScoreReport(const Mixture& mixture, ScoreForm form) : mixture_(mixture), form_(form) {}
    /// The names of the columns; empty for JSON.
    std::string header() const;
    Block operator()(const Sentences& sentences) const {
        return of(mixture_.score(sentences, form_.words));
    }
    /// Of what has been scored, with details if words are written.
    Block of(const ScoredSentences& scored) const;

  private:
    void put_sums(std::string& text, const SentenceScore& score) const;
    void put_words(std::string& text, const Words& words, std::size_t begin, std::size_t end,
                   const WordScore* details) const;

    const Mixture& mixture_;
    ScoreForm form_;
};

/// One record of the sums: sentences, tokens, unknown words, log10 probability, perplexity with and
/// without unknown words (as KenLM's query -v summary).
std::string summary(const CorpusScore& score, bool json, bool header);

}  // namespace pipelab::ngram
