#pragma once

#include "ngram/continuations.hpp"
#include "ngram/tokenizer.hpp"

#include <cstddef>
#include <string>

namespace pipelab::ngram {

/// Writes the most probable words after each sentence, taken as the beginning of one: a line each
/// with log10 probability behind a tab, an empty line behind all; in JSON an object a sentence with
/// an array of both.
class NextWords {
  public:
    /// `continuations` and `tokenizer` must outlive the object. `begin`: sentences stand behind
    /// <s>.
    NextWords(const Continuations& continuations, const Tokenizer& tokenizer, bool begin,
              std::size_t count, bool json)
        : continuations_(continuations),
          tokenizer_(tokenizer),
          begin_(begin),
          count_(count),
          json_(json) {}
    std::string operator()(const Sentences& sentences) const;

  private:
    const Continuations& continuations_;
    const Tokenizer& tokenizer_;
    bool begin_;
    std::size_t count_;
    bool json_;
};

}  // namespace pipelab::ngram
