#include "ngram/smoothing_steps.hpp"

#include <algorithm>

namespace pipelab::ngram {
namespace {

/// Gives what is left of unigrams to words, by what the rules say.
template <class Occurs>
void share_left(const LevelRule& rule, const SmoothingRules& rules, const Context& all,
                const Occurs& occurs, base::Array<double>& p) {
    const double vocabulary = static_cast<double>(p.size()) - 1;
    const double left = all.left / all.denominator;
    const bool uniform = interpolates(rule.method, rules) && rules.interpolate_unigrams;
    double own = 0;
    std::size_t others = 0;
    for (std::size_t word = 0; word < p.size(); ++word) {
        if (word == sentence_begin) continue;
        own += p[word];
        others += !occurs(word);
    }
    for (std::size_t word = 0; word < p.size(); ++word) {
        if (word == sentence_begin) continue;
        if (uniform) {
            p[word] += left / vocabulary;
        } else if (rules.method == Smoothing::stupid_backoff) {
            if (!occurs(word)) p[word] = stupid_weight / all.denominator;
        } else if (others > 0) {
            if (!occurs(word)) p[word] += left / static_cast<double>(others);
        } else {
            p[word] = own > 0 ? p[word] / own : 1 / vocabulary;
        }
    }
}

}  // namespace

base::Array<double> unigram_probabilities(std::span<const std::uint64_t> counts,
                                          std::span<const std::uint64_t> raw, const LevelRule& rule,
                                          const SmoothingRules& rules) {
    const std::size_t size = counts.size();
    const double vocabulary = static_cast<double>(size) - 1;
    const auto occurs = [&](std::size_t word) {
        return counts[word] > 0 && raw[word] > threshold(rules, 0);
    };
    Context all;
    for (std::size_t word = 0; word < size; ++word)
        if (word != sentence_begin && counts[word] > 0) add(all, rule, counts[word], occurs(word));
    close(all, rule, vocabulary);
    base::Array<double> p(size);
    std::fill(p.begin(), p.end(), 0);
    if (all.denominator <= 0) {
        std::fill(p.begin(), p.end(), 1 / vocabulary);
    } else {
        for (std::size_t word = 0; word < size; ++word)
            if (word != sentence_begin && occurs(word))
                p[word] = backing_off(all, rule, counts[word]);
        share_left(rule, rules, all, occurs, p);
    }
    p[sentence_begin] = 1;
    return p;
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
