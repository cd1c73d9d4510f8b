#include "ngram/tune_mixture.hpp"

#include "base/array.hpp"
#include "base/elementary.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::ngram {
namespace {

constexpr std::array<double, 11> half_lives{50,   100, 200, 500, 1000, 2000,
                                            5000, 1e4, 2e4, 5e4, 1e5};
/// So that a text has a probability even if no component gives it one.
constexpr double least = 1e-99;

/// log p of a text, and how many of its tokens each component answers for.
struct Expectation {
    double log_p = 0;
    std::vector<double> tokens;
};

Expectation expectation(const std::vector<std::span<const float>>& probabilities,
                        const std::vector<double>& weights) {
    const std::size_t components = weights.size();
    return base::fold_blocks<Expectation>(
        probabilities[0].size(), std::size_t{1} << 14, {0, std::vector<double>(components)},
        [&](std::size_t begin, std::size_t end) {
            Expectation part{0, std::vector<double>(components)};
            for (std::size_t token = begin; token < end; ++token) {
                double p = least;
                for (std::size_t i = 0; i < components; ++i)
                    p += weights[i] * static_cast<double>(probabilities[i][token]);
                for (std::size_t i = 0; i < components; ++i)
                    part.tokens[i] += weights[i] * static_cast<double>(probabilities[i][token]) / p;
                part.log_p += base::log(p);
            }
            return part;
        },
        [](Expectation a, const Expectation& b) {
            a.log_p += b.log_p;
            for (std::size_t i = 0; i < a.tokens.size(); ++i) a.tokens[i] += b.tokens[i];
            return a;
        });
}

/// What caches with all half-lives say: of each order and half-life a column.
class CacheColumns {
  public:
    CacheColumns(std::span<const std::uint32_t> words, std::span<const float> otherwise,
                 base::Control control) {
        base::parallel_for(half_lives.size(), [&](std::size_t h) {
            std::array<double, CacheRules::orders> same;
            same.fill(half_lives[h]);
            WordCache cache(same);
            for (auto& column : columns_[h]) column.resize(words.size());
            for (std::size_t token = 0; token < words.size(); ++token) {
                if (token % 65536 == 0) base::stop_if_requested(control.cancellation);
                const auto p =
                    cache.probabilities(words[token], static_cast<double>(otherwise[token]));
                for (std::size_t i = 0; i < p.size(); ++i)
                    columns_[h][i][token] = static_cast<float>(p[i]);
                cache.add(words[token]);
            }
        });
    }
    std::span<const float> column(std::size_t order, std::size_t half_life) const {
        return columns_[half_life][order];
    }

  private:
    std::array<std::array<base::Array<float>, CacheRules::orders>, half_lives.size()> columns_;
};

}  // namespace

namespace {

/// From some weights, until log p grows by less than that share of it.
MixtureWeights maximise(const std::vector<std::span<const float>>& probabilities,
                        std::vector<double> weights, double least_gain, base::Control control) {
    const std::size_t components = probabilities.size();
    const std::size_t tokens = probabilities[0].size();
    MixtureWeights found{std::move(weights), 0};
    constexpr int most_steps = 1000;
    for (int step = 0; step < most_steps && tokens > 0; ++step) {
        base::stop_if_requested(control.cancellation);
        const Expectation now = expectation(probabilities, found.weights);
        const double gain = now.log_p - found.log_p;
        found.log_p = now.log_p;
        if (step > 0 && gain < least_gain * std::fabs(now.log_p)) break;
        double all = 0;
        for (const double each : now.tokens) all += each;
        if (all <= 0) break;
        for (std::size_t i = 0; i < components; ++i) found.weights[i] = now.tokens[i] / all;
    }
    return found;
}

}  // namespace

MixtureWeights tune_weights(const std::vector<std::span<const float>>& probabilities,
                            base::Control control) {
    const double same = 1 / static_cast<double>(probabilities.size());
    return maximise(probabilities, std::vector<double>(probabilities.size(), same), 1e-9, control);
}

TunedCache tune_cache(std::span<const std::uint32_t> words, std::span<const float> probabilities,
                      base::Control control) {
    const CacheColumns columns(words, probabilities, control);
    std::array<std::size_t, CacheRules::orders> chosen{1, 1, 8};
    MixtureWeights best{std::vector<double>(chosen.size() + 1, 0.25), 0};
    const auto evaluate = [&](double least_gain) {
        std::vector<std::span<const float>> mixed{probabilities};
        for (std::size_t i = 0; i < chosen.size(); ++i)
            mixed.push_back(columns.column(i, chosen[i]));
        return maximise(mixed, best.weights, least_gain, control);
    };
    constexpr double roughly = 1e-6;
    best = evaluate(roughly);
    for (bool better = true; better;) {
        better = false;
        for (std::size_t& each : chosen) {
            std::size_t keep = each;
            for (each = 0; each < half_lives.size(); ++each) {
                if (each == keep) continue;
                MixtureWeights other = evaluate(roughly);
                if (other.log_p <= best.log_p + roughly * std::fabs(best.log_p)) continue;
                best = std::move(other);
                keep = each;
                better = true;
            }
            each = keep;
        }
    }
    best = evaluate(1e-9);
    TunedCache tuned{{}, best.log_p};
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        tuned.rules.half_lives[i] = half_lives[chosen[i]];
        tuned.rules.weights[i] = best.weights[i + 1];
    }
    return tuned;
}

}  // namespace pipelab::ngram
