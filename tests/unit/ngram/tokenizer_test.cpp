#include "ngram/tokenizer.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "ngram/corpus.hpp"
#include "unit/io/temporary.hpp"

#include <random>
#include <string>
#include <vector>

namespace tokenizer_test {

using namespace pipelab;
using namespace pipelab::ngram;

namespace {

using Tokens = std::vector<std::vector<std::string>>;

Tokens trained_on(const Corpus& corpus) {
    Tokens tokens(1);
    for (const auto& block : corpus.blocks) {
        for (const WordId word : block) {
            if (word == sentence_end) {
                tokens.emplace_back();
            } else {
                tokens.back().emplace_back(corpus.vocabulary.word(word));
            }
        }
    }
    tokens.pop_back();
    return tokens;
}

/// Of the file's lines; checks the numbers too.
Tokens scored(const std::string& path, const Vocabulary& vocabulary, TokenRules rules) {
    const Tokenizer tokenizer(vocabulary, rules);
    SentenceInput input;
    input.paths = {path};
    Tokens tokens;
    bool same = true;
    for_sentences(
        input, base::Control::none(), [](const auto&) {},
        [&](const Sentences& sentences) {
            const Words words = tokenizer(sentences);
            Tokens found;
            std::size_t at = 0;
            for (const std::size_t end : words.ends) {
                found.emplace_back();
                for (; at < end; ++at) {
                    found.back().emplace_back(words.texts[at]);
                    same &= words.ids[at] == vocabulary.id(words.texts[at]);
                }
            }
            return found;
        },
        [&](Tokens&& more) { tokens.insert(tokens.end(), more.begin(), more.end()); });
    CHECK(same);
    return tokens;
}

std::string random_text(std::mt19937_64& random, bool utf8) {
    static const std::vector<std::string> parts = {
        "a",           "B",        "\\",           " ",        "\t",
        "\x7f",        "\xc3\x89", "\xe2\x84\xaa", "\xc8\xba", "\xf0\x9f\x98\x80",
        "\n",          "\r\n",     "\r",           "\xff",     "\x80",
        "\xed\xa0\x80"};
    std::string text(1, 'x');
    for (int i = 0; i < 300; ++i) text += parts[random() % (parts.size() - (utf8 ? 3 : 0))];
    if (random() % 4 == 0) text[random() % text.size()] = '\0';
    return text;
}

std::string message(const std::string& text, TokenRules rules, bool training) {
    const testing::File file(text);
    try {
        if (training) {
            TextRules all;
            all.unit = rules.unit;
            all.lower = rules.lower;
            read_corpus({file.path()}, all, base::Control::none());
        } else {
            scored(file.path(), Vocabulary(), rules);
        }
    } catch (const base::DataError& error) {
        const std::string what = error.what();
        return what.substr(what.find(':'));
    }
    return "";
}

}  // namespace

TEST_CASE("sentences are cut into tokens as training cuts them") {
    std::mt19937_64 random(7);
    for (int round = 0; round < 120; ++round) {
        const Unit unit = std::vector{Unit::word, Unit::character, Unit::byte}[random() % 3];
        std::string text = random_text(random, unit == Unit::character);
        if (unit == Unit::word) text += "end";  // of words, a rest of blanks is no sentence
        const testing::File file(text);
        TextRules rules;
        rules.unit = unit;
        rules.lower = random() % 2 == 0;
        if (unit == Unit::character && first_not_utf8(text) < text.size()) continue;
        const Corpus corpus = read_corpus({file.path()}, rules, base::Control::none());
        REQUIRE(scored(file.path(), corpus.vocabulary, {unit, rules.lower}) == trained_on(corpus));
    }
}

TEST_CASE("what is no UTF-8 is reported where it stands, in training and in scoring") {
    for (const bool lower : {false, true}) {
        for (const bool training : {false, true}) {
            const TokenRules characters{Unit::character, lower};
            CHECK(message("ab\n\xc8\xba\xc8\xba\xc3(\n", characters, training).substr(0, 6) ==
                  ":2:5: ");
            CHECK(message("\xed\xa0\x80", characters, training).substr(0, 6) == ":1:1: ");
            CHECK(message("\xff", {Unit::byte, lower}, training).empty());
        }
    }
}

TEST_CASE("names of characters and bytes") {
    CHECK(code_name(' ', Unit::character) == "\\x20");
    CHECK(code_name('\\', Unit::byte) == "\\x5C");
    CHECK(code_name(0xe9, Unit::character) == "\xc3\xa9");
    CHECK(code_name(0xe9, Unit::byte) == "\xe9");
    for (std::uint32_t code = 0; code < 256; ++code) {
        CHECK(named_code(code_name(code, Unit::byte), Unit::byte) == code);
        CHECK(named_code(code_name(code, Unit::character), Unit::character) == code);
    }
    CHECK(named_code(code_name(0x10ffff, Unit::character), Unit::character) == 0x10ffffU);
    CHECK(named_code("\\", Unit::byte) == std::uint32_t{'\\'});
    for (const char* none : {"", "ab", "\\x41", "\\x2", "\\x0g", "\\x20 "}) {
        CHECK_FALSE(named_code(none, Unit::byte));
        CHECK_FALSE(named_code(none, Unit::character));
    }
    CHECK_FALSE(named_code("\xc3\xa9", Unit::byte));
    CHECK_FALSE(named_code("\xc3", Unit::character));
}

TEST_CASE("the unit of a vocabulary") {
    const auto unit = [](std::vector<std::string_view> words) {
        UnitSigns signs;
        signs.see(Vocabulary(std::move(words)));
        return signs.unit();
    };
    CHECK(unit({"\\x20", "a", "b"}) == Unit::character);
    CHECK(unit({"\\x20", "a", "\xc3\xa9"}) == Unit::character);
    CHECK(unit({"\\x20", "a", "\xc3", "\xa9"}) == Unit::byte);
    CHECK(unit({"\\x20", "a", "\xc3", "\xc3\xa9"}) == Unit::word);
    CHECK(unit({"\\x20", "a", "bc"}) == Unit::word);
    CHECK(unit({"a", "b"}) == Unit::word);
    CHECK(unit({"a", "\xe4"}) == Unit::byte);
    CHECK(unit({}) == Unit::word);
    UnitSigns both;
    both.see(Vocabulary({"\\x20", "a"}));
    both.see(Vocabulary({"\\x20", "\xff"}));
    CHECK(both.unit() == Unit::byte);
    UnitSigns chinese;
    chinese.see(Vocabulary({"\xe4\xb8\x8a", "\xe4\xbb\xac"}));
    CHECK(chinese.doubtful());
    CHECK_FALSE(both.doubtful());
}

TEST_CASE("tokens become the text that they were") {
    std::mt19937_64 random(3);
    const Vocabulary none;
    for (int round = 0; round < 40; ++round) {
        const Unit unit = round % 2 == 0 ? Unit::byte : Unit::character;
        const std::string original = random_text(random, true);
        if (first_not_utf8(original) < original.size()) continue;
        const Tokenizer tokenizer(none, {unit, false});
        Sentences sentences;
        sentences.texts.push_back(padded(original, sentences.copies));
        std::string text;
        const Words words = tokenizer(sentences);
        for (const std::string_view token : words.texts) tokenizer.append(text, token);
        CHECK(text == original);
    }
}

}  // namespace tokenizer_test
