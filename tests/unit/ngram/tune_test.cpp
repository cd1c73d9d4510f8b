#include "ngram/tune.hpp"

#include "catch.hpp"
#include "ngram/check.hpp"
#include "ngram/scorer.hpp"
#include "unit/ngram/samples.hpp"

#include <limits>

namespace tune_test {

using namespace pipelab;
using namespace pipelab::testing;

namespace {

const base::Control control = base::Control::none();

ngram::Model model_of(const Text& text, std::size_t order, const ngram::SmoothingRules& rules) {
    ngram::Corpus corpus = corpus_of(text);
    ngram::Grams grams = ngram::count_grams(corpus, order, control);
    return {std::move(corpus.vocabulary), ngram::estimate(std::move(grams), rules, control).levels};
}

/// The sentences of another text, those of its words that this one does not have unknown.
base::Array<ngram::WordId> numbered(const Text& other, const Text& text) {
    base::Array<ngram::WordId> block;
    for (const auto& sentence : other.sentences) {
        for (const std::string& word : sentence)
            block.push_back(text.words.contains(word) ? text.id(word) : ngram::unknown);
        block.push_back(ngram::sentence_end);
    }
    return block;
}

/// log10 of the known words, by the model itself.
double known_probability(ngram::Model model, const base::Array<ngram::WordId>& block) {
    const ngram::Scorer scorer(std::move(model));
    double sum = 0;
    ngram::State state = scorer.start(true);
    for (const ngram::WordId word : block) {
        const ngram::WordScore score = scorer.score(state, word);
        if (word != ngram::unknown) sum += score.probability;
        state = word == ngram::sentence_end ? scorer.start(true) : score.next;
    }
    return sum;
}

struct Case {
    Text text, other;
    std::size_t order;
    std::vector<base::Array<ngram::WordId>> blocks;
    ngram::TunedDiscounts tuned;
};

Case random_case(std::mt19937_64& random, ngram::Smoothing method) {
    TextShape shape;
    shape.words = 4 + random() % 40;
    shape.sentences = 20 + random() % 60;
    shape.skew = 2;
    Case made;
    made.text = random_text(random, shape);
    made.other = random_text(random, shape);
    made.order = 1 + random() % 4;
    made.blocks.push_back(numbered(made.other, made.text));
    ngram::SmoothingRules rules;
    rules.method = method;
    ngram::Corpus corpus = corpus_of(made.text);
    const ngram::Grams grams = ngram::count_grams(corpus, made.order, control);
    made.tuned = ngram::tune_discounts(grams, rules, made.blocks, control);
    return made;
}

}  // namespace

TEST_CASE("Tuning knows the probability that the model gives") {
    std::mt19937_64 random(1);
    for (int round = 0; round < (testing::quick ? 8 : 60); ++round) {
        const auto method =
            round % 3 == 0 ? ngram::Smoothing::absolute : ngram::Smoothing::kneser_ney;
        const Case made = random_case(random, method);
        ngram::SmoothingRules rules;
        rules.method = method;
        const double before =
            known_probability(model_of(made.text, made.order, rules), made.blocks[0]);
        rules.discounts = made.tuned.by_count;
        rules.tables = made.tuned.tables;
        ngram::Model model = model_of(made.text, made.order, rules);
        REQUIRE(ngram::check_sums(model, control).worst < 1e-6);
        const double after = known_probability(std::move(model), made.blocks[0]);
        REQUIRE(made.tuned.log10_p == Approx(after).epsilon(1e-6));
        REQUIRE(made.tuned.log10_p >= before - 1e-3);
    }
}

TEST_CASE("No discount near those by count makes the text more probable") {
    std::mt19937_64 random(2);
    for (int round = 0; round < (testing::quick ? 2 : 15); ++round) {
        const Case made = random_case(random, ngram::Smoothing::kneser_ney);
        ngram::SmoothingRules rules;
        const auto probability = [&](const std::vector<std::vector<double>>& discounts) {
            rules.discounts = discounts;
            return known_probability(model_of(made.text, made.order, rules), made.blocks[0]);
        };
        const auto& found = made.tuned.by_count;
        const double best = probability(found);
        for (std::size_t n = 0; n < made.order; ++n) {
            for (std::size_t i = 0; i < found[n].size(); ++i) {
                for (const double off : {-0.05, 0.05}) {
                    auto moved = found;
                    moved[n][i] = std::clamp(found[n][i] + off, 0.01, static_cast<double>(i + 1));
                    REQUIRE(probability(moved) < best + 1e-4);
                }
            }
        }
    }
}

TEST_CASE("A text that says little leaves discounts by kinds where they were") {
    std::mt19937_64 random(3);
    Case made = random_case(random, ngram::Smoothing::kneser_ney);
    ngram::Corpus corpus = corpus_of(made.text);
    const ngram::Grams grams = ngram::count_grams(corpus, 3, control);
    const auto tuned = ngram::tune_discounts(grams, {}, {}, control);
    for (std::size_t n = 0; n < 3; ++n)
        for (std::size_t c = 0; c < ngram::DiscountTable::context_kinds; ++c)
            for (std::size_t g = 0; g < ngram::DiscountTable::gram_kinds; ++g)
                REQUIRE(tuned.tables[n](c, g) ==
                        tuned.by_count[n][ngram::DiscountTable::count_of_kind(g)]);
}

}  // namespace tune_test
