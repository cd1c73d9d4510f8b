#include "ngram/tokenizer.hpp"

#include "base/error.hpp"
#include "ngram/tokens.hpp"

namespace pipelab::ngram {

Tokenizer::Tokenizer(const Vocabulary& vocabulary, TokenRules rules)
    : vocabulary_(vocabulary), rules_(rules) {
    if (rules_.lower) lower_.emplace();
    if (rules_.unit == Unit::word) return;
    for (std::uint32_t code = 0; code < 0x80; ++code)
        names_.push_back(code_name(code, rules_.unit));
    const auto size = static_cast<WordId>(vocabulary.size());
    for (WordId word = sentence_end + 1; word < size; ++word) {
        const auto code = named_code(vocabulary.word(word), rules_.unit);
        if (!code) continue;
        if (by_code_.size() <= *code) by_code_.resize(*code + std::size_t{1}, unknown);
        by_code_[*code] = word;
    }
}

Words Tokenizer::cut(const Sentences& sentences, const std::vector<std::string_view>& texts) const {
    Words words;
    words.ends.reserve(texts.size());
    for (const std::string_view original : texts) {
        std::string_view text = original;
        if (lower_) text = padded(lower_->of(original), words.copies);
        if (rules_.unit == Unit::word) {
            add_words(text, words);
        } else if (add_codes(text, words) < text.size()) {
            const std::size_t at = first_not_utf8(original);
            throw base::DataError(sentences.position(original.substr(at)), not_utf8);
        }
        words.ends.push_back(words.texts.size());
    }
    if (rules_.unit == Unit::word) {
        if (rules_.only_characters) require_characters(sentences, words);
        words.ids = vocabulary_.ids(words.texts);
    }
    return words;
}

void Tokenizer::add_words(std::string_view text, Words& words) const {
    for_each_word(text, [&](std::string_view word) { words.texts.push_back(word); });
}

void Tokenizer::require_characters(const Sentences& sentences, const Words& words) const {
    for (const std::string_view word : words.texts) {
        if (named_code(word, Unit::character)) continue;
        throw base::DataError(sentences.position(word),
                              "all words of the model are single characters, '" +
                                  std::string(word) +
                                  "' is not: --unit char takes it apart, --unit word does not");
    }
}

std::size_t Tokenizer::add_codes(std::string_view text, Words& words) const {
    return for_each_code(text, rules_.unit, [&](std::uint32_t code, std::size_t at) {
        words.ids.push_back(code < by_code_.size() ? by_code_[code] : unknown);
        if (code < names_.size()) {
            words.texts.push_back(names_[code]);
        } else {
            const bool byte = rules_.unit == Unit::byte;
            const std::size_t size = byte ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
            words.texts.push_back(text.substr(at, size));
        }
    });
}

void Tokenizer::append(std::string& text, std::string_view token) const {
    if (rules_.unit == Unit::word) {
        if (!text.empty()) text += ' ';
        text += token;
        return;
    }
    const auto code = named_code(token, rules_.unit);
    if (code && *code < 0x80) {
        text += static_cast<char>(*code);
    } else {
        text += token;
    }
}

}  // namespace pipelab::ngram
