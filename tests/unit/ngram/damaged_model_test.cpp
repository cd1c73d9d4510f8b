#include "base/error.hpp"
#include "catch.hpp"
#include "ngram/arpa_reader.hpp"
#include "ngram/binary_model.hpp"
#include "ngram/continuations.hpp"
#include "ngram/model_check.hpp"
#include "ngram/segment.hpp"
#include "ngram/trie_engine.hpp"
#include "random_model.hpp"
#include "temporary_model.hpp"

#include <cstring>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <unistd.h>

namespace damaged_model_test {

using namespace pipelab;
using ngram::BinaryKind;

namespace {

const base::Control control = base::Control::none();

std::string binary_model(std::mt19937& random, std::size_t order, std::size_t words,
                         BinaryKind kind, int bits) {
    const ngram_test::TemporaryModel text(ngram_test::random_model(random, order, words, 40));
    ngram::Model model = ngram::read_arpa(text.path(), control).model;
    std::vector<ngram::Codebooks> books;
    if (bits > 0) books = ngram::quantize(model, bits, control);
    const ngram_test::TemporaryModel file("");
    io::Output out(file.path());
    ngram::write_binary(std::move(model), kind, books, {}, out, control);
    out.finish();
    return file.contents();
}

struct Sample {
    const char* name;
    std::string bytes;
};

std::vector<Sample> samples(std::size_t words) {
    std::mt19937 random(21);
    std::vector<Sample> all;
    for (const std::size_t order : {1u, 3u, 5u}) {
        all.push_back({"probing", binary_model(random, order, words, BinaryKind::probing, 0)});
        all.push_back({"trie", binary_model(random, order, words, BinaryKind::trie, 0)});
        all.push_back({"quantised", binary_model(random, order, words, BinaryKind::trie, 5)});
    }
    return all;
}

/// Where the first section begins.
std::size_t body_of(const std::string& bytes) {
    std::uint32_t sections;
    std::memcpy(&sections, bytes.data() + 32 + sizeof(ngram::BinaryHeader), sizeof sections);
    const std::size_t front =
        40 + sizeof(ngram::BinaryHeader) + sections * sizeof(ngram::SectionEntry) + 8;
    return (front + 63) / 64 * 64;
}

std::string word_of(std::size_t number) {
    std::string word = std::to_string(number);
    word.insert(word.begin(), 'w');
    return word;
}

/// Whatever can be asked of a model.
void use(const ngram::Scorer& scorer, std::mt19937& random) {
    std::vector<std::string> texts;
    for (int i = 0; i < 12; ++i) texts.push_back(word_of(random() % 40));
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    std::vector<ngram::WordId> words(views.size());
    scorer.vocabulary().ids(views, words.data());
    for (const ngram::WordId word : words) REQUIRE(word < scorer.vocabulary().size());
    words.push_back(static_cast<ngram::WordId>(random() % scorer.vocabulary().size()));
    const std::vector<std::size_t> ends{5, 5, words.size()};
    std::vector<ngram::SentenceScore> sums(ends.size());
    std::vector<ngram::WordScore> details(words.size() + ends.size());
    scorer.score(words, ends, {}, sums.data(), details.data());
    for (const ngram::WordScore& each : details) {
        const ngram::State state = scorer.score(each.next, words[0]).next;
        ngram::State shorter = state;
        for (int steps = 0; scorer.length(shorter) > 0; shorter = scorer.shorter(shorter)) {
            REQUIRE(++steps <= 16);
            scorer.backoff(shorter);
        }
        scorer.vocabulary().word(words[0]);
    }
    ngram::Segmenter(scorer, {}, false).cut("w1w2w31 w7 x");
    if (scorer.table() != nullptr) {
        const ngram::Continuations continuations(scorer);
        continuations.most_probable(details.back().next, 5);
    }
}

const ngram::TrieEngine* trie_of(const ngram::Scorer& scorer) {
    return dynamic_cast<const ngram::TrieEngine*>(&scorer.engine());
}

/// Turns it back into a model, past the checksums.
void unpack(const ngram::Scorer& scorer, std::mt19937& random) {
    std::optional<ngram::Model> model;
    if (scorer.table() != nullptr) {
        model = ngram::model_of(scorer.vocabulary(), scorer.table()->table());
    } else {
        model = ngram::model_of(scorer.vocabulary(), trie_of(scorer)->trie());
    }
    if (!model || ngram::problem_of(model->vocabulary) || ngram::problem_of(*model)) return;
    use(ngram::Scorer(std::move(*model)), random);
}

#ifdef PIPELAB_QUICK_TESTS
constexpr int rounds = 300;
#else
constexpr int rounds = 1500;
#endif

}  // namespace

TEST_CASE("Every bit of header and table matters when a binary model is opened") {
    for (const Sample& sample : samples(40)) {
        const std::size_t body = body_of(sample.bytes);
        ngram::BinaryFile(sample.bytes, "model").verify();
        for (std::size_t bit = 0; bit < body * 8; ++bit) {
            std::string bytes = sample.bytes;
            bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ 1 << bit % 8);
            REQUIRE_THROWS_AS(ngram::BinaryFile(bytes, "model"), base::DataError);
        }
    }
}

TEST_CASE("A binary model that is cut short or goes on is not opened") {
    for (const Sample& sample : samples(3)) {
        const std::string_view all = sample.bytes;
        for (std::size_t size = 0; size < all.size(); size += 1 + size / 300)
            REQUIRE_THROWS_AS(ngram::BinaryFile(all.substr(0, size), "model"), base::DataError);
        REQUIRE_THROWS_AS(ngram::BinaryFile(all.substr(0, all.size() - 1), "model"),
                          base::DataError);
        REQUIRE_THROWS_AS(ngram::BinaryFile(sample.bytes + '\0', "model"), base::DataError);
    }
}

TEST_CASE("Damage in the body is found by verifying and does no harm before") {
    std::mt19937 random(22);
    for (const Sample& sample : samples(40)) {
        INFO(sample.name);
        const std::size_t body = body_of(sample.bytes);
        for (int round = 0; round < rounds; ++round) {
            std::string bytes = sample.bytes;
            const std::size_t begin = body + random() % (bytes.size() - body);
            if (round % 3 == 0) {
                const std::size_t end = std::min<std::size_t>(begin + random() % 600, bytes.size());
                const char with = static_cast<char>(random() % 2 == 0 ? 0 : 0xff);
                for (std::size_t i = begin; i < end; ++i)
                    bytes[i] = round % 2 == 0 ? with : static_cast<char>(random());
            }
            bytes[begin] = static_cast<char>(sample.bytes[begin] ^ 1 << random() % 8);
            const ngram::BinaryFile file(bytes, "model");
            REQUIRE_THROWS_AS(file.verify(), base::DataError);
            REQUIRE_THROWS_AS(ngram::model_of(file, control), base::DataError);
            const ngram::Scorer scorer = ngram::scorer_of(file);
            use(scorer, random);
            if (round % 4 == 0) unpack(scorer, random);
        }
    }
}

TEST_CASE("A model that becomes shorter while it is mapped is not a crash") {
    std::mt19937 random(23);
    const std::string bytes = binary_model(random, 3, 400, BinaryKind::trie, 0);
    const ngram_test::TemporaryModel file(bytes);
    const auto mapped = std::make_shared<const io::MappedFile>(file.path());
    const ngram::Scorer scorer = ngram::scorer_of(ngram::BinaryFile(mapped));
    use(scorer, random);
    CHECK_FALSE(mapped->cut_short());
    REQUIRE(truncate(file.path().c_str(), 4096) == 0);
    use(scorer, random);
    CHECK(mapped->cut_short());
}

}  // namespace damaged_model_test
