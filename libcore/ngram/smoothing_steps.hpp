#pragma once

#include "base/array.hpp"
#include "base/elementary.hpp"
#include "ngram/discounts.hpp"
#include "ngram/model.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::ngram {

// The arithmetic of smoothing, step by step. Results depend on the order of additions and on what
// is rounded to float: whoever adds up a context takes its n-grams in ascending order of their last
// words.

/// What is known of a context.
struct Context {
    double denominator = 0;  ///< of alpha
    double left = 0;         ///< times the denominator, what alpha leaves to others
};

/// What an n-gram adds to its context. Not `kept`: it is pruned.
inline void add(Context& context, const LevelRule& rule, std::uint64_t count, bool kept) {
    const double c = static_cast<double>(count);
    context.denominator += c;
    if (rule.method == Smoothing::witten_bell) {
        context.denominator += 1;
        context.left += kept ? 1 : c + 1;
    } else {
        context.left += kept ? rule.discounts(count) : c;
    }
}

/// When all of a context has been added, if there is something. `vocabulary`: V.
inline void close(Context& context, const LevelRule& rule, double vocabulary) {
    if (rule.method == Smoothing::additive)
        context.denominator -= rule.discounts(0) * vocabulary;  // it takes a negative amount
    // So that other words have something, as SRILM does.
    if (rule.method == Smoothing::katz && context.left <= 0) {
        context.denominator += 1;
        context.left = 1;
    }
}

/// Whether a level that is smoothed by `method` is interpolated.
inline bool interpolates(Smoothing method, const SmoothingRules& rules) {
    return can_interpolate(method) && (rules.interpolate || !can_back_off(method));
}

/// Up to which count n-grams of a level are pruned.
inline std::uint64_t threshold(const SmoothingRules& rules, std::size_t level) {
    if (rules.prune.empty()) return 0;
    return rules.prune[std::min(level, rules.prune.size() - 1)];
}

/// The probability of an n-gram, `lower` that of the one without its first word.
inline float interpolated(const Context& context, const LevelRule& rule, std::uint64_t count,
                          double lower) {
    const double own = static_cast<double>(count) - rule.discounts(count);
    return static_cast<float>((own + context.left * lower) / context.denominator);
}
/// The weight of a context that interpolates; 1 for one without n-grams.
inline float interpolated_weight(const Context& context) {
    return static_cast<float>(context.denominator > 0 ? context.left / context.denominator : 1);
}

/// The probability of an n-gram where lower orders only speak for those that are not there.
inline float backing_off(const Context& context, const LevelRule& rule, std::uint64_t count) {
    return static_cast<float>((static_cast<double>(count) - rule.discounts(count)) /
                              context.denominator);
}
/// What the n-grams of a context that are kept have, by themselves and by the lower order.
struct Mass {
    double own = 0, lower = 0;
};
/// The weight of a context that backs off.
inline float backing_off_weight(const Mass& mass, Smoothing method) {
    if (mass.own <= 0) return 1;
    if (method == Smoothing::stupid_backoff) return static_cast<float>(0.4);
    const bool none = method == Smoothing::maximum_likelihood;
    const double left = none ? 0 : std::max(0.0, 1 - mass.own);
    return static_cast<float>(1 - mass.lower > 1e-7 ? left / (1 - mass.lower) : 0);
}

/// Probabilities of all words, of which counts[word] is used.
base::Array<float> unigram_probabilities(std::span<const std::uint64_t> counts,
                                         const LevelRule& rule, const SmoothingRules& rules);

/// In place: linear to log10, at most `most`, log_zero for 0.
void to_log10(std::span<float> values, float most);

}  // namespace pipelab::ngram
