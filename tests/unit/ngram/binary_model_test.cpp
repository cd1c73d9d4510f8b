#include "ngram/binary_model.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"
#include "ngram/arpa_reader.hpp"
#include "ngram/arpa_writer.hpp"
#include "ngram/child_ranges.hpp"
#include "ngram/model_file.hpp"
#include "random_model.hpp"
#include "temporary_model.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace binary_model_test {

using namespace pipelab;
using ngram::BinaryKind;

namespace {

const base::Control control = base::Control::none();

ngram::Model model_of_text(const std::string& arpa) {
    const ngram_test::TemporaryModel file(arpa);
    return ngram::read_arpa(file.path(), control).model;
}

std::string arpa_of(const ngram::Model& model) {
    const ngram_test::TemporaryModel file("");
    io::Output out(file.path());
    ngram::write_arpa(model, out, control);
    out.finish();
    return file.contents();
}

/// bits 0: exact.
std::string binary_of(ngram::Model model, BinaryKind kind, int bits = 0) {
    const ngram_test::TemporaryModel file("");
    io::Output out(file.path());
    std::vector<ngram::Codebooks> books;
    if (bits > 0) books = ngram::quantize(model, bits, control);
    const std::uint64_t size = ngram::write_binary(std::move(model), kind, books, {}, out, control);
    out.finish();
    std::string bytes = file.contents();
    REQUIRE(bytes.size() == size);
    return bytes;
}

/// Random words as sentences.
struct Sentences {
    std::vector<ngram::WordId> words;
    std::vector<std::size_t> ends;

    Sentences(std::mt19937& random, std::size_t vocabulary, int count) {
        for (int i = 0; i < count; ++i) {
            for (auto left = random() % 12; left > 0; --left)
                words.push_back(static_cast<ngram::WordId>(random() % vocabulary));
            ends.push_back(words.size());
        }
    }
};

constexpr ngram::SentenceRules all_rules[] = {{}, {true, false}, {false, true}, {false, false}};

/// The same numbers, to the last bit.
void require_same_scores(const ngram::Scorer& a, const ngram::Scorer& b, std::mt19937& random) {
    REQUIRE(a.order() == b.order());
    REQUIRE(a.vocabulary().size() == b.vocabulary().size());
    for (ngram::WordId id = 0; id < a.vocabulary().size(); ++id) {
        REQUIRE(a.vocabulary().word(id) == b.vocabulary().word(id));
        REQUIRE(b.vocabulary().id(a.vocabulary().word(id)) == id);
    }
    REQUIRE(b.vocabulary().id("not there") == ngram::unknown);
    const Sentences text(random, a.vocabulary().size(), 100);
    for (const ngram::SentenceRules rules : all_rules) {
        struct Result {
            std::vector<ngram::SentenceScore> sums;
            std::vector<ngram::WordScore> words;
        };
        Result results[2];
        const ngram::Scorer* const scorers[] = {&a, &b};
        for (int i = 0; i < 2; ++i) {
            results[i].sums.resize(text.ends.size());
            results[i].words.resize(text.words.size() + text.ends.size());
            scorers[i]->score(text.words, text.ends, rules, results[i].sums.data(),
                              results[i].words.data());
        }
        for (std::size_t i = 0; i < text.ends.size(); ++i) {
            REQUIRE(results[0].sums[i].probability == results[1].sums[i].probability);
            REQUIRE(results[0].sums[i].unknown == results[1].sums[i].unknown);
            REQUIRE(results[0].sums[i].tokens == results[1].sums[i].tokens);
        }
        for (std::size_t i = 0; i < text.words.size(); ++i) {
            const ngram::WordScore &x = results[0].words[i], &y = results[1].words[i];
            REQUIRE(x.probability == y.probability);
            REQUIRE(x.backoff == y.backoff);
            REQUIRE(x.length == y.length);
            REQUIRE(a.length(x.next) == b.length(y.next));
        }
    }
}

/// One word after another gives what batches give, and states shorten in the same way.
void require_same_states(const ngram::Scorer& a, const ngram::Scorer& b, std::mt19937& random) {
    for (int i = 0; i < 200; ++i) {
        ngram::State x = a.start(i % 2 == 0), y = b.start(i % 2 == 0);
        for (int j = 0; j < 20; ++j) {
            const auto word = static_cast<ngram::WordId>(random() % a.vocabulary().size());
            const ngram::WordScore one = a.score(x, word), other = b.score(y, word);
            REQUIRE(one.probability == other.probability);
            REQUIRE(one.backoff == other.backoff);
            REQUIRE(one.length == other.length);
            REQUIRE(a.unigram(word) == b.unigram(word));
            x = one.next;
            y = other.next;
            ngram::State p = x, q = y;
            while (a.length(p) > 0) {
                REQUIRE(a.length(p) == b.length(q));
                REQUIRE(a.backoff(p) == b.backoff(q));
                p = a.shorter(p);
                q = b.shorter(q);
            }
            REQUIRE(b.length(q) == 0);
        }
    }
}

}  // namespace

TEST_CASE("Binary models say what the text that they were made of says") {
    std::mt19937 random(11);
    for (const std::size_t order : {1u, 2u, 3u, 5u, 9u, 16u}) {
        for (const std::size_t words : {2u, 30u, 400u}) {
            const std::string arpa = ngram_test::random_model(random, order, words, 60);
            const ngram::Scorer text(model_of_text(arpa));
            const std::string canonical = arpa_of(model_of_text(arpa));
            for (const BinaryKind kind : {BinaryKind::probing, BinaryKind::trie}) {
                const ngram::BinaryFile file(binary_of(model_of_text(arpa), kind), "model");
                file.verify();
                const ngram::Scorer scorer = ngram::scorer_of(file);
                require_same_scores(text, scorer, random);
                require_same_states(text, scorer, random);
                CHECK((arpa_of(ngram::model_of(file, control)) == canonical));
            }
        }
    }
}

TEST_CASE("A word with very many words before it") {
    std::string arpa =
        "\\data\\\nngram 1=5005\nngram 2=5001\nngram 3=1\n\\1-grams:\n-1 <s> -0.5\n"
        "-1 </s>\n-9 <unk>\n-1 a -0.25\n-1 b -0.125\n";
    for (int i = 0; i < 5000; ++i) arpa += "-2 w" + std::to_string(i) + " -0.0625\n";
    arpa += "\\2-grams:\n";
    for (int i = 0; i < 5000; ++i) {
        arpa += "-0." + std::to_string(i) + " w" + std::to_string(i);
        arpa += i % 2 == 0 ? " a -0.03125\n" : " a\n";
    }
    arpa += "-0.5 a b\n\\3-grams:\n-0.25 w77 a b\n\\end\\\n";
    std::mt19937 random(12);
    const ngram::Scorer text(model_of_text(arpa));
    const ngram::BinaryFile file(binary_of(model_of_text(arpa), BinaryKind::trie), "model");
    require_same_scores(text, ngram::scorer_of(file), random);
    require_same_states(text, ngram::scorer_of(file), random);
    CHECK((arpa_of(ngram::model_of(file, control)) == arpa_of(model_of_text(arpa))));
}

TEST_CASE("Ranges of children are those they were made of") {
    std::mt19937 random(13);
    for (const std::uint32_t most : {0u, 1u, 3u, 200u, 9000u}) {
        for (const std::size_t nodes : {1u, 63u, 64u, 65u, 1000u}) {
            base::Array<std::uint32_t> first{0};
            for (std::size_t i = 0; i < nodes; ++i) {
                const std::uint32_t more = most > 0 ? static_cast<unsigned>(random() % most) : 0;
                first.push_back(first.back() + (random() % 3 == 0 ? more : more / 50));
            }
            const ngram::ChildRanges ranges(first);
            for (std::size_t i = 0; i < nodes; ++i) {
                REQUIRE(ranges.of(i).begin == first[i]);
                REQUIRE(ranges.of(i).end == first[i + 1]);
            }
            for (std::uint32_t child = 0; child < first.back(); child += 1 + most / 100) {
                const auto above = std::upper_bound(first.begin(), first.end(), child);
                REQUIRE(ranges.parent(child) ==
                        static_cast<std::uint64_t>(above - first.begin()) - 1);
            }
        }
    }
}

TEST_CASE("The same bytes for any number of threads") {
    std::mt19937 random(14);
    const std::string arpa = ngram_test::random_model(random, 4, 300, 40);
    const int before = base::threads();
    for (const int bits : {0, 3}) {
        for (const BinaryKind kind : {BinaryKind::probing, BinaryKind::trie}) {
            if (bits > 0 && kind == BinaryKind::probing) continue;
            std::vector<std::string> files;
            for (const int threads : {1, 3}) {
                base::set_threads(threads);
                files.push_back(binary_of(model_of_text(arpa), kind, bits));
            }
            CHECK((files[0] == files[1]));
        }
    }
    base::set_threads(before);
}

TEST_CASE("Quantised values are the nearest of few") {
    std::mt19937 random(15);
    const ngram::Model exact = model_of_text(ngram_test::random_model(random, 4, 300, 40));
    for (const int bits : {2, 4, 8, 16}) {
        ngram::Model model = model_of_text(arpa_of(exact));
        const auto books = ngram::quantize(model, bits, control);
        for (std::size_t n = 1; n < exact.order(); ++n) {
            const ngram::Codebooks& own = books[n - 1];
            const bool highest = n + 1 == exact.order();
            REQUIRE(own.probabilities.size() == std::size_t{1} << bits);
            REQUIRE(own.backoffs.size() == (highest ? 0 : own.probabilities.size()));
            REQUIRE(std::is_sorted(own.probabilities.begin(), own.probabilities.end()));
            const auto is_nearest = [](const auto& book, std::size_t from, float was, float is) {
                for (std::size_t i = from; i < book.size(); ++i)
                    if (std::fabs(was - book[i]) < std::fabs(was - is) - 1e-6F) return false;
                return std::find(book.begin(), book.end(), is) != book.end();
            };
            std::set<float> values(exact.levels[n].probability.begin(),
                                   exact.levels[n].probability.end());
            for (std::size_t x = 0; x < exact.levels[n].size(); ++x) {
                const float p = exact.levels[n].probability[x], b = exact.levels[n].backoff[x];
                REQUIRE(is_nearest(own.probabilities, 0, p, model.levels[n].probability[x]));
                if (values.size() <= own.probabilities.size())
                    REQUIRE(model.levels[n].probability[x] == p);
                if (highest) continue;
                REQUIRE((b == 0) == (model.levels[n].backoff[x] == 0));
                if (b != 0) REQUIRE(is_nearest(own.backoffs, 2, b, model.levels[n].backoff[x]));
            }
        }
        const ngram::BinaryFile file(
            binary_of(model_of_text(arpa_of(exact)), BinaryKind::trie, bits), "model");
        CHECK(file.header().bits == static_cast<unsigned>(bits));
        const ngram::Scorer rounded(model_of_text(arpa_of(model)));
        require_same_scores(rounded, ngram::scorer_of(file), random);
        CHECK((arpa_of(ngram::model_of(file, control)) == arpa_of(model)));
    }
}

TEST_CASE("Quantising takes probabilities of 0 and equal values as they are") {
    const std::string arpa =
        "\\data\\\nngram 1=5\nngram 2=6\n\\1-grams:\n-1 <s>\n-1 </s>\n-1 <unk>\n"
        "-1 a -0.5\n-1 b -0.25\n\\2-grams:\n-inf a a\n-1 a b\n-1 b a\n"
        "-0.5 b b\n-0.25 a </s>\n-0.125 b </s>\n\\end\\\n";
    for (const int bits : {2, 3}) {
        ngram::Model model = model_of_text(arpa);
        const auto books = ngram::quantize(model, bits, control);
        CHECK(std::isinf(books[0].probabilities[0]));
        const auto& now = model.levels[1].probability;
        CHECK(std::count_if(now.begin(), now.end(), [](float p) { return std::isinf(p); }) == 1);
        if (bits == 3) CHECK((arpa_of(model) == arpa_of(model_of_text(arpa))));
    }
}

TEST_CASE("What is known of the text is in the file") {
    std::mt19937 random(16);
    ngram::Model model = model_of_text(ngram_test::random_model(random, 2, 10));
    const ngram_test::TemporaryModel path("");
    io::Output out(path.path());
    const ngram::TextKind text{ngram::Unit::character, true};
    ngram::write_binary(std::move(model), BinaryKind::trie, {}, text, out, control);
    out.finish();
    CHECK(ngram::open_scorer(path.path(), false, control).text == text);
    CHECK(ngram::read_model(path.path(), control).text == text);
    CHECK(ngram::verify_model(path.path(), control).format == "trie");
}

}  // namespace binary_model_test
