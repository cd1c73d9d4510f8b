#include "ngram/vocabulary.hpp"

#include "catch.hpp"

#include <random>
#include <set>
#include <string>
#include <vector>

namespace vocabulary_test {

using namespace pipelab::ngram;

TEST_CASE("the three special words come first") {
    const Vocabulary vocabulary;
    REQUIRE(vocabulary.size() == 3);
    CHECK(vocabulary.word(unknown) == "<unk>");
    CHECK(vocabulary.word(sentence_begin) == "<s>");
    CHECK(vocabulary.word(sentence_end) == "</s>");
    CHECK(vocabulary.id("<unk>") == 0);
    CHECK(vocabulary.id("<s>") == 1);
    CHECK(vocabulary.id("</s>") == 2);
    CHECK(vocabulary.id("") == unknown);
    CHECK(vocabulary.id("<UNK>") == unknown);
}

TEST_CASE("words are numbered by their bytes, once each") {
    using namespace std::string_view_literals;
    const Vocabulary vocabulary({"b", "\xff", "a", "</s>", "b", "<unk>", "ab", "<s>", "B",
                                 "\xc3\xa9", "a\0b"sv, "<", "</s", "<unk>x"});
    const std::vector<std::string_view> expected = {"<unk>",  "<s>",      "</s>", "<",      "</s",
                                                    "<unk>x", "B",        "a",    "a\0b"sv, "ab",
                                                    "b",      "\xc3\xa9", "\xff"};
    REQUIRE(vocabulary.size() == expected.size());
    for (WordId id = 0; id < expected.size(); ++id) {
        CHECK(vocabulary.word(id) == expected[id]);
        CHECK(vocabulary.id(expected[id]) == id);
    }
    CHECK(vocabulary.id("c") == unknown);
}

TEST_CASE("any words in any order have the numbers of the sorted set") {
    std::mt19937_64 random(7);
    for (int i = 0; i < 200; ++i) {
        std::vector<std::string> words(random() % 300);
        for (std::string& word : words)
            for (std::size_t length = random() % 20; length > 0; --length)
                word += static_cast<char>(random() % (i % 2 == 0 ? 256 : 3));
        const std::vector<std::string_view> views(words.begin(), words.end());
        const std::set<std::string> sorted(words.begin(), words.end());
        const Vocabulary vocabulary(views);
        REQUIRE(vocabulary.size() == 3 + sorted.size());
        WordId id = 3;
        int wrong = 0;
        for (const std::string& word : sorted) {
            wrong += vocabulary.word(id) != word || vocabulary.id(word) != id;
            ++id;
        }
        std::vector<WordId> ids(views.size());
        vocabulary.ids(views, ids.data());
        for (std::size_t k = 0; k < views.size(); ++k)
            wrong += ids[k] != 3 + std::distance(sorted.begin(), sorted.find(words[k]));
        CHECK(wrong == 0);
    }
}

TEST_CASE("words stay valid when a vocabulary is moved") {
    std::string text = "short a word that is longer than strings keep in themselves";
    Vocabulary first({std::string_view(text).substr(0, 5), std::string_view(text).substr(6)});
    const std::string_view word = first.word(3);
    const char* const bytes = word.data();
    const Vocabulary second = std::move(first);
    text.assign(text.size(), '-');
    CHECK(second.word(3) == "a word that is longer than strings keep in themselves");
    CHECK(second.word(3).data() == bytes);
    CHECK(second.word(4) == "short");
    CHECK(second.id("short") == 4);
}

}  // namespace vocabulary_test
