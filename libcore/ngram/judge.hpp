#pragma once

#include "base/progress.hpp"
#include "ngram/mixture.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

/// log10 probability a token; 0 of no tokens.
double per_token(const SentenceScore& score);

/// Tells plausible sentences, which have `limit` or more a token, from others.
class Sieve {
  public:
    enum class Action {
        keep,  ///< writes the lines of plausible sentences
        drop,  ///< those of the others
        tag,   ///< all, behind the score and "plausible" or "implausible", parted by tabs
    };
    struct Block {
        std::string text;
        std::uint64_t plausible = 0, others = 0;
    };
    /// In JSON, lines are objects of score, plausible and text. `mixture` must outlive the object.
    Sieve(const Mixture& mixture, double limit, Action action, bool json)
        : mixture_(mixture), limit_(limit), action_(action), json_(json) {}
    /// What the columns are called where those of the input are `header`; empty for JSON.
    std::string header(const std::string& header) const;
    Block operator()(const Sentences& sentences) const;

  private:
    const Mixture& mixture_;
    double limit_;
    Action action_;
    bool json_;
};

/// The limit below which no more than `share` of the sentences of an input lie, and how many do.
struct Calibration {
    double limit = 0;
    std::uint64_t below = 0, sentences = 0;
};
/// DataError for an input without sentences. Memory: 8 bytes a sentence.
Calibration calibrate(const Mixture& mixture, const SentenceInput& input, double share,
                      base::Control control);

/// Chooses the most probable of candidates, which tabs part in each sentence; of equal ones the
/// first. In JSON an object a line: its number from 1, its text, the scores of all.
class Chooser {
  public:
    /// `by_token`: by log10 probability a token instead of the whole, which favours short ones.
    Chooser(const Mixture& mixture, bool by_token, bool json)
        : mixture_(mixture), by_token_(by_token), json_(json) {}
    std::string operator()(const Sentences& sentences) const;

  private:
    const Mixture& mixture_;
    bool by_token_;
    bool json_;
};

}  // namespace pipelab::ngram
