#include "ngram/mixture.hpp"

#include "catch.hpp"
#include "ngram/arpa_reader.hpp"
#include "ngram/tune_mixture.hpp"
#include "ngram/word_cache.hpp"
#include "unit/ngram/temporary_model.hpp"

#include <cmath>
#include <deque>
#include <random>
#include <string>
#include <vector>

namespace mixture_test {

using namespace pipelab;
using namespace pipelab::ngram;

namespace {

std::vector<std::uint32_t> random_words(std::mt19937_64& random, std::size_t size,
                                        std::uint32_t different) {
    std::vector<std::uint32_t> words(size);
    for (auto& word : words)
        word = static_cast<std::uint32_t>(random() % (1 + random() % different));
    return words;
}

/// By definition: each token that followed the same words counts 2^(-distance / half-life).
double direct_cache(const std::vector<std::uint32_t>& words, std::size_t at, std::size_t order,
                    double half_life, double otherwise) {
    constexpr std::uint32_t none = ~std::uint32_t{0};
    const auto word = [&](std::size_t i, std::size_t back) {
        return i >= back ? words[i - back] : none;
    };
    double all = 0, own = 0;
    for (std::size_t i = 0; i < at; ++i) {
        bool same = true;
        for (std::size_t back = 1; back <= order; ++back)
            same = same && word(i, back) == word(at, back);
        if (!same) continue;
        const double weight = std::exp2(-static_cast<double>(at - i) / half_life);
        all += weight;
        own += words[i] == words[at] ? weight : 0;
    }
    return all > 0 ? own / all : otherwise;
}

}  // namespace

TEST_CASE("A cache gives what fading counts give", "[quick]") {
    std::mt19937_64 random(1);
    for (const double half_life : {3.0, 10.0, 50.0}) {
        const auto words = random_words(random, 600, 12);
        WordCache cache({half_life, 2 * half_life, 5 * half_life});
        for (std::size_t at = 0; at < words.size(); ++at) {
            const auto p = cache.probabilities(words[at], 0.125);
            for (std::size_t order = 0; order < 3; ++order) {
                const double life = half_life * (order == 0 ? 1 : order == 1 ? 2 : 5);
                // What is older than 32 half-lives may be forgotten: 2^-32 of what a word counts.
                const double direct = direct_cache(words, at, order, life, 0.125);
                if (direct == 0.125 || p[order] == 0.125) continue;
                REQUIRE(p[order] == Approx(direct).margin(1e-6));
            }
            cache.add(words[at]);
        }
    }
}

TEST_CASE("A cache is certain of what always comes, and silent on what never did", "[quick]") {
    WordCache cache({100, 100, 100});
    REQUIRE(cache.probabilities(7, 0.25) == WordCache::Probabilities{0.25, 0.25, 0.25});
    for (int i = 0; i < 100000; ++i) cache.add(static_cast<std::uint32_t>(i % 3));
    const auto certain = cache.probabilities(100000 % 3, 0.25);
    REQUIRE(certain[1] == 1.0);
    REQUIRE(certain[2] == 1.0);
    REQUIRE(certain[0] == Approx(1 / 3.0).margin(0.01));
    REQUIRE(cache.probabilities(7, 0.25) == WordCache::Probabilities{0, 0, 0});
    cache.add(7);
    REQUIRE(cache.probabilities(1, 0.25)[1] == 0.25);
}

TEST_CASE("Weights of a mixture are those that drew the text", "[quick]") {
    // Each token from one of three distributions over 50 words; what is estimated from N tokens
    // lies within 5 standard deviations, which the curvature of log p gives.
    std::mt19937_64 random(2);
    const std::vector<double> true_weights{0.6, 0.3, 0.1};
    constexpr std::size_t words = 50, tokens = 20000;
    std::vector<std::vector<double>> p(3, std::vector<double>(words));
    for (auto& each : p) {
        double sum = 0;
        for (double& value : each)
            sum += value = std::pow(static_cast<double>(random() >> 11) * 0x1p-53, 4);
        for (double& value : each) value /= sum;
    }
    std::vector<std::discrete_distribution<std::size_t>> draw;
    for (const auto& each : p) draw.emplace_back(each.begin(), each.end());
    std::discrete_distribution<std::size_t> which(true_weights.begin(), true_weights.end());
    std::vector<std::vector<float>> columns(3);
    for (std::size_t i = 0; i < tokens; ++i) {
        const std::size_t word = draw[which(random)](random);
        for (std::size_t m = 0; m < 3; ++m) columns[m].push_back(static_cast<float>(p[m][word]));
    }
    const MixtureWeights found =
        tune_weights({columns[0], columns[1], columns[2]}, base::Control::none());
    // The inverse of the Fisher information of the first two weights is their covariance.
    double i00 = 0, i01 = 0, i11 = 0;
    for (std::size_t word = 0; word < words; ++word) {
        double mixed = 0;
        for (std::size_t m = 0; m < 3; ++m) mixed += true_weights[m] * p[m][word];
        const double first = p[0][word] - p[2][word], second = p[1][word] - p[2][word];
        i00 += first * first / mixed, i01 += first * second / mixed, i11 += second * second / mixed;
    }
    const double determinant = (i00 * i11 - i01 * i01) * tokens;
    REQUIRE(std::fabs(found.weights[0] - 0.6) < 5 * std::sqrt(i11 / determinant));
    REQUIRE(std::fabs(found.weights[1] - 0.3) < 5 * std::sqrt(i00 / determinant));
    REQUIRE(found.weights[0] + found.weights[1] + found.weights[2] == Approx(1));
    // No weights near these are better.
    const auto log_p = [&](const std::vector<double>& w) {
        double sum = 0;
        for (std::size_t i = 0; i < tokens; ++i)
            sum += std::log(w[0] * columns[0][i] + w[1] * columns[1][i] + w[2] * columns[2][i]);
        return sum;
    };
    REQUIRE(found.log_p == Approx(log_p(found.weights)).epsilon(1e-9));
    for (const double step : {-0.01, 0.01}) {
        REQUIRE(log_p({found.weights[0] + step, found.weights[1] - step, found.weights[2]}) <
                found.log_p + 0.01);
        REQUIRE(log_p({found.weights[0], found.weights[1] + step, found.weights[2] - step}) <
                found.log_p + 0.01);
    }
}

TEST_CASE("The cache that fits a text finds its half-life", "[quick]") {
    // Words repeat those of some 100 tokens before them, half of the time.
    std::mt19937_64 random(3);
    std::vector<std::uint32_t> words;
    for (std::size_t i = 0; i < 6000; ++i) {
        const std::size_t back = 1 + random() % 200;
        const bool again = random() % 2 == 0 && i > back;
        words.push_back(again ? words[i - back] : static_cast<std::uint32_t>(random() % 100000));
    }
    const std::vector<float> model(words.size(), 1e-5F);
    const TunedCache tuned = tune_cache(words, model, base::Control::none());
    REQUIRE(tuned.rules.half_lives[0] >= 50);
    REQUIRE(tuned.rules.half_lives[0] <= 200);
    REQUIRE(tuned.rules.weights[0] > 0.2);
    REQUIRE(tuned.log_p > static_cast<double>(words.size()) * std::log(1e-5));
}

namespace {

Scorer scorer_of(const std::string& arpa) {
    const ngram_test::TemporaryModel file(arpa);
    return Scorer(read_arpa(file.path(), base::Control::none()).model);
}

const std::string first_model =
    "\\data\\\nngram 1=5\nngram 2=1\n\n\\1-grams:\n-1\t<unk>\n-99\t<s>\t0\n-0.5\t</s>\n"
    "-0.25\ta\t-0.125\n-2\tb\n\n\\2-grams:\n-0.75\ta b\n\n\\end\\\n";
const std::string second_model =
    "\\data\\\nngram 1=5\n\n\\1-grams:\n-3\t<unk>\n-99\t<s>\n-0.25\t</s>\n-1.5\ta\n-1\tc\n\n"
    "\\end\\\n";

Sentences sentences_of(const std::vector<std::string>& texts) {
    Sentences sentences;
    for (const std::string& text : texts) sentences.texts.push_back(padded(text, sentences.copies));
    return sentences;
}

}  // namespace

TEST_CASE("A mixture is the mean of probabilities, and only who knows a word speaks of it",
          "[quick]") {
    const Scorer first = scorer_of(first_model), second = scorer_of(second_model);
    const Tokenizer tokenizer(first.vocabulary());
    const Mixture mixture(tokenizer, {&first, &second}, {0.75, 0.25}, {});
    const Sentences sentences = sentences_of({"a b c", "x"});
    const ScoredSentences scored = mixture.score(sentences, true);
    const auto p = [](double log10_p) { return std::pow(10, log10_p); };
    const std::vector<double> expected{
        0.75 * p(-0.25) + 0.25 * p(-1.5),   // a
        0.75 * p(-0.75),                    // b after a; the second model does not know it
        0.25 * p(-1),                       // c: only the second does
        0.75 * p(-0.5) + 0.25 * p(-0.25),   // end
        0.75 * p(-1) + 0.25 * p(-3),        // x: nobody does
        0.75 * p(-0.5) + 0.25 * p(-0.25)};  // end
    REQUIRE(scored.details.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        CHECK(scored.details[i].probability == Approx(std::log10(expected[i])).epsilon(1e-6));
    REQUIRE(scored.scores.size() == 2);
    CHECK(scored.scores[0].tokens == 4);
    CHECK(scored.scores[0].unknown == 0);
    CHECK(scored.scores[1].unknown == 1);
    CHECK(scored.scores[1].unknown_probability == Approx(std::log10(expected[4])).epsilon(1e-6));
    CHECK(scored.scores[1].known_probability == Approx(std::log10(expected[5])).epsilon(1e-6));
    CHECK(scored.details[1].length == 2);
    const Mixture::Columns columns = mixture.columns(sentences);
    REQUIRE(columns.ids.size() == 6);
    CHECK(columns.ids[4] == unknown);
    CHECK(columns.ids[2] != columns.ids[1]);
    CHECK(columns.p[1][1] == 0);
    CHECK(static_cast<double>(columns.p[0][1]) == Approx(p(-0.75)).epsilon(1e-6));
}

TEST_CASE("A cache speaks beside the models, of tokens in their order", "[quick]") {
    const Scorer scorer = scorer_of(first_model);
    const Tokenizer tokenizer(scorer.vocabulary());
    const Mixture mixture(tokenizer, {&scorer}, {1}, {});
    CacheRules rules;
    rules.weights = {0.2, 0.1, 0.05};
    CachedMixture cached(rules, mixture.rules());
    WordCache alone(rules.half_lives);
    for (const std::string text : {"a b a", "b", "a b a b"}) {
        const Sentences sentences = sentences_of({text});
        ScoredSentences scored = mixture.score(sentences, true);
        const ScoredSentences plain = scored;
        cached.apply(scored);
        double sum = 0;
        for (std::size_t i = 0; i < scored.details.size(); ++i) {
            const bool end = i == plain.words.ids.size();
            const WordId id = end ? sentence_end : plain.words.ids[i];
            const double own = std::pow(10, plain.details[i].probability);
            const auto said = alone.probabilities(id, own);
            const double p = 0.65 * own + 0.2 * said[0] + 0.1 * said[1] + 0.05 * said[2];
            CHECK(scored.details[i].probability == Approx(std::log10(p)).epsilon(1e-9));
            sum += scored.details[i].probability;
            alone.add(id);
        }
        CHECK(scored.scores[0].probability == Approx(sum).epsilon(1e-12));
    }
}

}  // namespace mixture_test
