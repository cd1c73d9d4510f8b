#include "ngram/smoothing_steps.hpp"

namespace pipelab::ngram {

base::Array<float> unigram_probabilities(std::span<const std::uint64_t> counts,
                                         const LevelRule& rule, const SmoothingRules& rules) {
    const std::size_t size = counts.size();
    const double vocabulary = static_cast<double>(size) - 1;
    Context all;
    std::size_t without = 0;
    for (std::size_t word = 0; word < size; ++word) {
        if (word == sentence_begin) continue;
        if (counts[word] > 0) add(all, rule, counts[word], true);
        without += counts[word] == 0;
    }
    close(all, rule, vocabulary);
    const bool uniform = interpolates(rule.method, rules) && rules.interpolate_unigrams;
    std::vector<double> p(size);
    double sum = 0;
    for (std::size_t word = 0; word < size; ++word) {
        const std::uint64_t count = counts[word];
        if (word == sentence_begin || all.denominator <= 0) continue;
        if (count > 0 || rule.method == Smoothing::additive)
            p[word] = (static_cast<double>(count) - rule.discounts(count)) / all.denominator;
        if (uniform) p[word] += all.left / all.denominator / vocabulary;
        sum += p[word];
    }
    if (all.denominator <= 0) {
        std::fill(p.begin(), p.end(), 1 / vocabulary);
    } else if (rules.method == Smoothing::stupid_backoff) {
        p[unknown] = std::max(p[unknown], 0.4 / all.denominator);
    } else if (!uniform && rules.method != Smoothing::maximum_likelihood) {
        const double left = std::max(0.0, 1 - sum);
        for (std::size_t word = 0; word < size; ++word) {
            if (without == 0) {
                p[word] /= sum;
            } else if (counts[word] == 0) {
                p[word] += left / static_cast<double>(without);
            }
        }
    }
    p[sentence_begin] = 1;
    base::Array<float> rounded(size);
    for (std::size_t word = 0; word < size; ++word) rounded[word] = static_cast<float>(p[word]);
    return rounded;
}

void to_log10(std::span<float> values, float most) {
    constexpr double per_decade = 0.43429448190325182765;  // 1 / ln 10
    std::vector<double> logs(values.begin(), values.end());
    base::log(logs, logs);
    for (std::size_t i = 0; i < logs.size(); ++i) {
        float& value = values[i];
        value = value > 0 ? std::min(static_cast<float>(logs[i] * per_decade), most) : log_zero;
    }
}

}  // namespace pipelab::ngram
