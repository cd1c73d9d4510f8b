#include "ngram/external_training.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"
#include "ngram/arpa_writer.hpp"
#include "ngram/counts_writer.hpp"
#include "ngram/grams.hpp"
#include "ngram/report.hpp"
#include "unit/io/temporary.hpp"

#include <random>
#include <string>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

namespace external_training_test {

using namespace pipelab;
using namespace pipelab::ngram;

namespace {

struct Threads {
    int before = base::threads();
    explicit Threads(int count) { base::set_threads(count); }
    ~Threads() { base::set_threads(before); }
};

/// What `write` writes to an output.
template <class Write>
std::string written(Write&& write) {
    const int descriptor = memfd_create("output", 0);
    std::string text;
    {
        io::Output out("/dev/fd/" + std::to_string(descriptor));
        write(out);
        out.finish();
    }
    text.resize(static_cast<std::size_t>(lseek(descriptor, 0, SEEK_END)));
    CHECK(pread(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
    close(descriptor);
    return text;
}

/// Sentences of words of which some are frequent.
std::string random_text(std::mt19937_64& random) {
    const std::size_t words = 1 + random() % 40, lines = random() % 60;
    std::string text;
    for (std::size_t i = 0; i < lines; ++i) {
        for (std::size_t left = random() % 12; left > 0; --left) {
            std::uint64_t word = random() % words;
            if (random() % 2 == 0) word = random() % (word + 1);
            const bool unknown_word = random() % 40 == 0;
            text += unknown_word ? "<unk>" : "w";
            if (!unknown_word) text += std::to_string(word);
            text += ' ';
        }
        text += '\n';
    }
    return text;
}

struct Both {
    std::string in_memory, external, reports_in_memory, reports_external;
};

Both train_both(const std::string& text, const TextRules& text_rules, std::size_t order,
                SmoothingRules rules, std::uint64_t bytes) {
    const testing::File file(text);
    const auto none = base::Control::none();
    Both both;
    const bool compat = text_rules.remember_first;
    {
        Corpus corpus = read_corpus({file.path()}, text_rules, none);
        if (compat) rules.first_seen = &corpus.first_seen;
        Estimate estimate = ngram::estimate(count_grams(corpus, order, none), rules, none);
        both.reports_in_memory = report_json(corpus, estimate);
        const Model model{std::move(corpus.vocabulary), std::move(estimate.levels)};
        both.in_memory = written([&](io::Output& out) { write_arpa(model, out, none); });
    }
    Corpus corpus = read_corpus({file.path()}, text_rules, none);
    if (compat) rules.first_seen = &corpus.first_seen;
    Estimate estimate;
    both.external = written([&](io::Output& out) {
        estimate = train_externally(corpus, order, rules, {bytes, ""}, out, none);
    });
    estimate.temporary = 0;
    both.reports_external = report_json(corpus, estimate);
    return both;
}

void check_same(const std::string& text, const TextRules& text_rules, std::size_t order,
                const SmoothingRules& rules, std::uint64_t bytes) {
    const Both both = train_both(text, text_rules, order, rules, bytes);
    if (both.in_memory != both.external || both.reports_in_memory != both.reports_external) {
        CAPTURE(order, static_cast<int>(rules.method), rules.interpolate, rules.prune, bytes, text);
        CHECK(both.in_memory == both.external);
        CHECK(both.reports_in_memory == both.reports_external);
    }
}

constexpr Smoothing methods[] = {
    Smoothing::kneser_ney,     Smoothing::kneser_ney_single,
    Smoothing::absolute,       Smoothing::witten_bell,
    Smoothing::katz,           Smoothing::additive,
    Smoothing::stupid_backoff, Smoothing::maximum_likelihood,
};

void random_corpora(int rounds, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    for (int round = 0; round < rounds; ++round) {
        const std::string text = random_text(random);
        SmoothingRules rules;
        rules.method = methods[random() % std::size(methods)];
        rules.interpolate = random() % 2 == 0;
        rules.interpolate_unigrams = random() % 4 != 0;
        rules.added = 0.3;
        if (random() % 3 == 0) rules.prune = {random() % 2, 1, 1 + random() % 2};
        if (random() % 6 == 0) rules.discounts = {{}, {0.3, 0.8, 1.1}};
        TextRules text_rules;
        text_rules.remember_first = random() % 3 == 0;
        if (random() % 8 == 0) text_rules.unit = Unit::character;
        if (random() % 8 == 0) text_rules.most_words = 5;
        const Threads threads(random() % 8 == 0 ? 2 : 1);
        check_same(text, text_rules, 1 + random() % 6, rules, random() % 3 * 1000);
    }
    SUCCEED();
}

}  // namespace

TEST_CASE("training with temporary files gives the bytes of training in memory", "[quick]") {
    random_corpora(300, 1);
}

TEST_CASE("training with temporary files on many corpora", "[.][exhaustive]") {
    random_corpora(20000, 2);
}

TEST_CASE("each smoothing is the same with temporary files", "[quick]") {
    std::mt19937_64 random(3);
    std::string text;
    while (text.size() < 6000) text += random_text(random);
    for (const Smoothing method : methods) {
        for (const bool interpolate : {false, true}) {
            SmoothingRules rules;
            rules.method = method;
            rules.interpolate = interpolate;
            check_same(text, {}, 4, rules, 3000);
            rules.prune = {0, 0, 1, 2};
            check_same(text, {}, 4, rules, 3000);
        }
    }
    SUCCEED();
}

TEST_CASE("the order of n-grams may be long", "[quick]") {
    std::mt19937_64 random(4);
    for (const std::size_t order : {9U, 12U, 16U})
        check_same(random_text(random), {}, order, {}, 0);
    SUCCEED();
}

TEST_CASE("training with temporary files on degenerate texts", "[quick]") {
    for (const char* text : {"", "\n", "\n\n\n", "a", "a\n", "<unk>\n", "<s> </s>\n"})
        for (const std::size_t order : {1U, 2U, 5U}) check_same(text, {}, order, {}, 0);
    TextRules bytes;
    bytes.unit = Unit::byte;
    bytes.across_lines = true;
    for (const char* text : {"", "ab\nab\n", "\n"}) check_same(text, bytes, 3, {}, 0);
}

TEST_CASE("counts with temporary files are those of memory", "[quick]") {
    std::mt19937_64 random(5);
    for (int round = 0; round < 200; ++round) {
        std::string text = random_text(random);
        // Words that begin others, and control characters that come before the blank or the tab.
        if (round % 2 == 0)
            for (char& c : text)
                if (c == '1') c = "\x01\x0b\x1f\x08"[random() % 4];
        const testing::File file(text);
        const std::size_t order = 1 + random() % 6;
        const auto none = base::Control::none();
        Corpus corpus = read_corpus({file.path()}, {}, none);
        const Grams grams = count_grams_forward(corpus, order, none);
        const std::string in_memory =
            written([&](io::Output& out) { write_counts(grams, corpus.vocabulary, out, none); });
        const std::string external = written([&](io::Output& out) {
            write_counts_externally(corpus, order, {random() % 3 * 1000, ""}, out, none);
        });
        CAPTURE(round, order, text);
        CHECK(in_memory == external);
    }
}

TEST_CASE("tokens that do not fit their share go to a file", "[quick]") {
    const Threads one(1);
    std::mt19937_64 random(6);
    std::string text;
    while (text.size() < 3000000) text += random_text(random) + "<s> w1 </s>\n";
    const testing::File file(text);
    const auto none = base::Control::none();
    for (const bool limited : {false, true}) {
        TextRules rules;
        rules.remember_first = true;
        if (limited) rules.most_words = 7;
        Corpus whole = read_corpus({file.path()}, rules, none);
        REQUIRE(whole.spilled == nullptr);
        // The least that suffices.
        std::uint64_t memory = fixed_memory();
        Corpus spilled;
        for (bool done = false; !done; memory += 1 << 14) {
            try {
                spilled = read_corpus({file.path()}, rules, none, {memory, ""});
                done = true;
            } catch (const base::DataError& error) {
                REQUIRE_THAT(error.what(), Catch::Contains("the vocabulary needs"));
            }
        }
        REQUIRE(spilled.spilled != nullptr);
        CHECK(spilled.counts == whole.counts);
        CHECK(spilled.tokens == whole.tokens);
        CHECK(spilled.sentences == whole.sentences);
        CHECK(spilled.markers == whole.markers);
        CHECK(spilled.first_seen == whole.first_seen);
        std::vector<WordId> a, b;
        for_each_block(whole,
                       [&](const auto& block) { a.insert(a.end(), block.begin(), block.end()); });
        for_each_block(spilled,
                       [&](const auto& block) { b.insert(b.end(), block.begin(), block.end()); });
        CHECK(a == b);
        CHECK_FALSE(count_grams_within(Resources::unlimited, spilled, 2, none).has_value());
    }
}

TEST_CASE("n-grams are counted in memory only if they fit", "[quick]") {
    const testing::File file("a b c\nb c d\n");
    const auto none = base::Control::none();
    Corpus corpus = read_corpus({file.path()}, {}, none);
    CHECK_FALSE(count_grams_within(fixed_memory(), corpus, 3, none).has_value());
    CHECK_FALSE(corpus.blocks.empty());
    CHECK(count_grams_within(fixed_memory() + (8 << 20), corpus, 3, none).has_value());
    CHECK_THROWS_AS(sorting_memory(corpus, {fixed_memory(), ""}), base::DataError);
}

}  // namespace external_training_test
