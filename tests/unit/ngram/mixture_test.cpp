#include "catch.hpp"
#include "ngram/tune_mixture.hpp"
#include "ngram/word_cache.hpp"

#include <cmath>
#include <random>
#include <vector>

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
    for (std::size_t i = 0; i < 20000; ++i) {
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
