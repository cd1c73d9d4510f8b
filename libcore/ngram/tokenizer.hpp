#pragma once

#include "ngram/sentence_reader.hpp"
#include "ngram/unit.hpp"
#include "ngram/vocabulary.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

/// How sentences become the tokens of a model: as in training.
struct TokenRules {
    Unit unit = Unit::word;
    bool lower = false;  ///< letters become lower case
    /// Words that may be meant as characters: a word of several characters is a DataError.
    bool only_characters = false;
};

/// Sentences as tokens, and where each ends.
struct Words {
    std::vector<std::string_view> texts;  ///< names of the tokens
    std::vector<WordId> ids;
    std::vector<std::size_t> ends;
    std::deque<std::string> copies;  ///< of sentences that are not scored as they stand
};

/// Cuts sentences into tokens exactly as read_corpus does, and looks them up. Of words, line ends
/// inside of sentences, which only JSON has, are blanks. Safe to use from several threads.
/// Memory: 4 bytes for each code up to the highest that the vocabulary has.
class Tokenizer {
  public:
    /// `vocabulary` must outlive the object.
    explicit Tokenizer(const Vocabulary& vocabulary, TokenRules rules = {});
    Unit unit() const { return rules_.unit; }

    /// Names are valid as long as the tokenizer, the sentences and the result. DataError, with the
    /// place, for what is not UTF-8 where characters are wanted.
    Words operator()(const Sentences& sentences) const { return cut(sentences, sentences.texts); }
    /// The same of parts of the sentences.
    Words cut(const Sentences& sentences, const std::vector<std::string_view>& texts) const;

    /// Appends a token to text made of tokens: words get blanks between them, characters and bytes
    /// stand for themselves.
    void append(std::string& text, std::string_view token) const;

  private:
    void add_words(std::string_view text, Words& words) const;
    void require_characters(const Sentences& sentences, const Words& words) const;
    /// Where the text stops to be UTF-8, as for_each_code.
    std::size_t add_codes(std::string_view text, Words& words) const;

    const Vocabulary& vocabulary_;
    TokenRules rules_;
    std::vector<WordId> by_code_;
    std::vector<std::string> names_;  // of the bytes below 0x80
    std::optional<LowerCase> lower_;
};

}  // namespace pipelab::ngram
