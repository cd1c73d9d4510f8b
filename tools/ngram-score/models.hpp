#pragma once

#include "answer.hpp"
#include "ngram/mixture.hpp"

#include <optional>
#include <vector>

namespace ngram_score {

/// The model, those it is mixed with, and the cache, as options or tuning want them.
class Models {
  public:
    Models(cli::Run& run, const Options& options);
    Models(const Models&) = delete;
    Models& operator=(const Models&) = delete;

    const ngram::Scorer& first() const { return opened_[0].scorer; }
    const ngram::Tokenizer& tokenizer() const { return *tokenizer_; }
    const ngram::Mixture& mixture() const { return *mixture_; }
    const ngram::CacheRules& cache() const { return cache_; }
    /// See ngram::FileScorer.
    void require_whole() const;

  private:
    void tune(cli::Run& run, const Options& options);

    std::vector<ngram::FileScorer> opened_;
    std::optional<ngram::Tokenizer> tokenizer_;
    std::optional<ngram::Mixture> mixture_;
    ngram::CacheRules cache_;
};

}  // namespace ngram_score
