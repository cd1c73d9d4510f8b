#include "ngram/corpus.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"
#include "io/chunk.hpp"
#include "ngram/tokens.hpp"
#include "unit/io/temporary.hpp"

#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace corpus_test {

using namespace pipelab;
using namespace pipelab::ngram;
using namespace std::string_view_literals;

namespace {

using Sentences = std::vector<std::vector<std::string>>;

Corpus read(const std::vector<std::string>& paths) {
    return read_corpus(paths, {}, base::Control::none());
}

Sentences sentences_of(const Corpus& corpus) {
    Sentences found;
    for (const auto& block : corpus.blocks) {
        bool open = false;
        for (const WordId word : block) {
            if (!open) found.emplace_back();
            open = word != sentence_end;
            if (open) found.back().emplace_back(corpus.vocabulary.word(word));
        }
        if (open) FAIL("a sentence crosses blocks");
    }
    return found;
}

Sentences sentences_of(std::string_view text) {
    const testing::File file(text);
    return sentences_of(read({file.path()}));
}

/// One byte after the other.
Sentences split(std::string_view text) {
    Sentences sentences;
    bool open = false;
    bool in_word = false;
    for (const char c : text) {
        if (!open) sentences.emplace_back();
        open = c != '\n';
        if (c == ' ' || c == '\t' || c == '\r' || c == '\0' || c == '\n') {
            in_word = false;
        } else {
            if (!in_word) sentences.back().emplace_back();
            in_word = true;
            sentences.back().back() += c;
        }
    }
    return sentences;
}

/// The same by TokenCursor; a last line without an end is open.
Sentences cut(std::string_view text) {
    std::string padded(text);
    padded.append(64, ' ');  // behind the text, and not to be seen
    TokenCursor cursor(std::string_view(padded).substr(0, text.size()));
    Sentences sentences;
    bool open = false;
    std::string_view word;
    while (true) {
        const auto found = cursor.next(word);
        if (found == TokenCursor::Found::nothing) break;
        if (!open) sentences.emplace_back();
        open = found == TokenCursor::Found::word;
        if (open) sentences.back().emplace_back(word);
    }
    return sentences;
}

/// Drops a last sentence without words: of blanks behind the last newline.
Sentences without_blank_end(Sentences sentences, std::string_view text) {
    if (!text.empty() && text.back() != '\n' && sentences.back().empty()) sentences.pop_back();
    return sentences;
}

std::string random_bytes(std::mt19937_64& random, std::size_t size) {
    const std::string_view few[] = {"a \n", "ab \t\r\0\n"sv, "abcdefgh\n", "abcdefghijklmnop \v"};
    const std::uint64_t kind = random() % 5;
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
        const std::uint64_t r = random();
        text += kind < 4 ? few[kind][r % few[kind].size()] : static_cast<char>(r);
    }
    return text;
}

}  // namespace

TEST_CASE("blank, tab, carriage return and NUL separate words") {
    CHECK(sentences_of("a b\tc\rd\0e\r\nf\n"sv) == Sentences{{"a", "b", "c", "d", "e"}, {"f"}});
    CHECK(sentences_of("  a \t\r\0 b  \n"sv) == Sentences{{"a", "b"}});
}

TEST_CASE("other bytes belong to words") {
    CHECK(sentences_of("a\xc2\xa0"
                       "b c\vd\fe \xff\xfe\x1f \xe3\x80\x80 x\x7fy\n") ==
          Sentences{{"a\xc2\xa0"
                     "b",
                     "c\vd\fe", "\xff\xfe\x1f", "\xe3\x80\x80", "x\x7fy"}});
}

TEST_CASE("empty lines are sentences, and the last newline may be missing") {
    CHECK(sentences_of("") == Sentences{});
    CHECK(sentences_of("\n") == Sentences{{}});
    CHECK(sentences_of("\n \n\r\n") == Sentences{{}, {}, {}});
    CHECK(sentences_of("a\n\nb") == Sentences{{"a"}, {}, {"b"}});
    CHECK(sentences_of("a") == Sentences{{"a"}});
}

TEST_CASE("special words in a text") {
    const testing::File file("<s> a </s>\n<unk> <s><s> <S> </s>\n<s>\n<unk>\n");
    const Corpus corpus = read({file.path()});
    CHECK(sentences_of(corpus) == Sentences{{"a"}, {"<unk>", "<s><s>", "<S>"}, {}, {"<unk>"}});
    CHECK(corpus.markers == 4);
    CHECK(corpus.sentences == 4);
    CHECK(corpus.tokens == 9);
    REQUIRE(corpus.vocabulary.size() == 6);
    CHECK(corpus.vocabulary.id("<unk>") == 0);
    CHECK(corpus.counts == std::vector<std::uint64_t>{2, 0, 4, 1, 1, 1});
}

TEST_CASE("several files are one text, and a line ends with its file") {
    const testing::File first("a b\nc"), empty(""), last("\nd\n");
    const Corpus corpus = read({first.path(), empty.path(), last.path()});
    CHECK(sentences_of(corpus) == Sentences{{"a", "b"}, {"c"}, {}, {"d"}});
    CHECK(corpus.sentences == 4);
    CHECK(corpus.tokens == 8);
    CHECK_THROWS_AS(read({"/nonexistent/file"}), base::IoError);
}

TEST_CASE("a byte order mark is no word") {
    CHECK(sentences_of("\xef\xbb\xbf"
                       "a b\n") == Sentences{{"a", "b"}});
}

TEST_CASE("words at the borders of blocks of 64 bytes") {
    int wrong = 0;
    for (std::size_t before = 0; before < 140; ++before) {
        for (std::size_t length = 0; length < 140; ++length) {
            for (const char* const end : {"", " ", "\n", " b", "\n\n"}) {
                const std::string text = std::string(before, ' ') + std::string(length, 'w') + end;
                wrong += cut(text) != without_blank_end(split(text), text);
                const std::string lines =
                    std::string(before, '\n') + std::string(length, 'w') + end;
                wrong += cut(lines) != without_blank_end(split(lines), lines);
            }
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("words and lines of random bytes are those of a naive splitter") {
    std::mt19937_64 random(11);
    int wrong = 0;
    for (int i = 0; i < 20000; ++i) {
        const std::string text = random_bytes(random, random() % 400);
        wrong += cut(text) != without_blank_end(split(text), text);
    }
    CHECK(wrong == 0);
}

TEST_CASE("nothing behind a text is seen") {
    const std::string text = "a bc\nlonger words";
    for (std::size_t size = 0; size <= text.size(); ++size) {
        std::string padded = text;
        padded.append(64, '\n');
        TokenCursor cursor(std::string_view(padded).substr(0, size));
        std::string_view word;
        std::size_t lines = 0, bytes = 0;
        for (auto found = cursor.next(word); found != TokenCursor::Found::nothing;
             found = cursor.next(word)) {
            lines += found == TokenCursor::Found::line_end;
            bytes += found == TokenCursor::Found::word ? word.size() : 0;
        }
        CHECK(lines == (size > 4 ? 1 : 0));
        CHECK(bytes <= size);
        CHECK(cursor.next(word) == TokenCursor::Found::nothing);
    }
}

TEST_CASE("a text of many chunks, in any number of threads") {
    std::mt19937_64 random(12);
    std::string text;
    while (text.size() < 5 * io::ChunkReader::default_chunk / 2) {
        for (std::size_t words = random() % 30; words > 0; --words)
            text += std::to_string(random() % 5000) + (random() % 9 == 0 ? "\t " : " ");
        text += '\n';
        // Words around the border of the first chunk, and some lines longer than it.
        if (text.size() < io::ChunkReader::first_chunk || random() % 4000 != 0) continue;
        text += std::string(io::ChunkReader::first_chunk + random() % 100, 'x') + " y\n";
    }
    text += "the last";
    const Sentences expected = split(text);
    std::set<std::string> words;
    std::map<std::string, std::uint64_t> counts;
    std::uint64_t tokens = 0;
    for (const auto& sentence : expected) {
        for (const auto& word : sentence) ++counts[word];
        tokens += sentence.size() + 1;
    }
    const testing::File file(text);
    const int before = base::threads();
    for (const int threads : {1, 2, 5}) {
        base::set_threads(threads);
        const Corpus corpus = read({file.path()});
        CHECK(sentences_of(corpus) == expected);
        CHECK(corpus.sentences == expected.size());
        CHECK(corpus.tokens == tokens);
        CHECK(corpus.markers == 0);
        REQUIRE(corpus.vocabulary.size() == 3 + counts.size());
        std::vector<std::uint64_t> in_order = {0, 0, expected.size()};
        for (const auto& [word, count] : counts) in_order.push_back(count);
        CHECK(corpus.counts == in_order);
    }
    base::set_threads(before);
}

TEST_CASE("words at the border of the first chunk") {
    for (std::size_t shift = 0; shift < 8; ++shift) {
        std::string text(io::ChunkReader::first_chunk - 4 - shift, 'a');
        for (std::size_t i = 100; i < text.size(); i += 101) text[i] = i % 303 == 1 ? '\n' : ' ';
        text += " bcd efg\nhij klm";
        CHECK(sentences_of(text) == split(text));
    }
}

TEST_CASE("blanks behind the last newline are no sentence") {
    CHECK(sentences_of("a\n ") == Sentences{{"a"}});
    CHECK(sentences_of(" ") == Sentences{});
}

}  // namespace corpus_test
