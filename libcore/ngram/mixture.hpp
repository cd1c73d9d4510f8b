#pragma once

#include "ngram/scorer.hpp"
#include "ngram/tokenizer.hpp"
#include "ngram/tune_mixture.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

/// What a mixture says of sentences.
struct ScoredSentences {
    /// Its ids tell all words apart that some model knows; `unknown` are those that none does.
    Words words;
    std::vector<SentenceScore> scores;
    /// If wanted, of each token, and of each sentence's end behind its own. Length and backoff are
    /// those of the first model.
    std::vector<WordScore> details;
};

/// A linear mixture of models with the same unit, most often of one: p = sum of w_i p_i. A model
/// that does not know a word which another one knows has no share of it; of words that none knows,
/// the shares are those of <unk>.
class Mixture {
  public:
    /// `scorers` and `tokenizer`, which is of the first one, must outlive the object; weights sum
    /// to one.
    Mixture(const Tokenizer& tokenizer, std::vector<const Scorer*> scorers,
            std::vector<double> weights, SentenceRules rules)
        : tokenizer_(tokenizer),
          scorers_(std::move(scorers)),
          weights_(std::move(weights)),
          rules_(rules) {}

    const SentenceRules& rules() const { return rules_; }
    void set_weights(std::vector<double> weights) { weights_ = std::move(weights); }
    const std::vector<double>& weights() const { return weights_; }

    ScoredSentences score(const Sentences& sentences, bool details) const {
        return score(sentences, sentences.texts, details);
    }
    /// The same of parts of the sentences. Safe to use from several threads.
    ScoredSentences score(const Sentences& sentences, const std::vector<std::string_view>& texts,
                          bool details) const;
    /// What each model says of each token: p[model][token], without weights; 0 where it has no
    /// share. `ids`: of the tokens, ends of sentences too.
    struct Columns {
        std::vector<WordId> ids;
        std::vector<std::vector<float>> p;
    };
    Columns columns(const Sentences& sentences) const;

  private:
    class Shares;

    const Tokenizer& tokenizer_;
    std::vector<const Scorer*> scorers_;
    std::vector<double> weights_;
    SentenceRules rules_;
};

/// Copies the texts of words, which else are valid as long as the sentences only.
void keep_texts(Words& words);

/// Lets a cache speak too, of sentences that come in the order of the text. `scored` has details.
class CachedMixture {
  public:
    CachedMixture(const CacheRules& rules, SentenceRules sentences)
        : rules_(rules), sentences_(sentences), cache_(rules.half_lives) {}
    void apply(ScoredSentences& scored);

  private:
    CacheRules rules_;
    SentenceRules sentences_;
    WordCache cache_;
};

/// Weights of the models, and with `cache` its rules, with which the sentences of an input are most
/// probable. Memory: 4 bytes for each token and model, with a cache 132 more.
struct TunedMixture {
    std::vector<double> weights;
    std::optional<CacheRules> cache;
    std::uint64_t tokens = 0;
    double perplexity = 0;
};
/// DataError for an input without sentences.
TunedMixture tune_mixture(const Mixture& mixture, const SentenceInput& input, bool cache,
                          base::Control control);

}  // namespace pipelab::ngram
