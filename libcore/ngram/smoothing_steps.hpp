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
    if (rule.method == Smoothing::additive) {
        // It takes a negative amount, from words that do not occur as well.
        context.denominator -= rule.discounts(0) * vocabulary;
        context.left -= rule.discounts(0) * vocabulary;
    }
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

/// The probability of an n-gram of which `taken` is discounted, `lower` that of the one without its
/// first word.
inline double interpolated(const Context& context, std::uint64_t count, double taken,
                           double lower) {
    const double own = static_cast<double>(count) - taken;
    return (own + context.left * lower) / context.denominator;
}
/// The weight of a context that interpolates; 1 for one without n-grams.
inline double interpolated_weight(const Context& context) {
    return context.denominator > 0 ? context.left / context.denominator : 1;
}

/// The probability of an n-gram where lower orders only speak for those that are not there.
inline double backing_off(const Context& context, const LevelRule& rule, std::uint64_t count) {
    return (static_cast<double>(count) - rule.discounts(count)) / context.denominator;
}
/// What the n-grams of a context that are kept have, by themselves and by the lower order.
struct KeptMass {
    double own = 0, lower = 0;
    bool any = false;
    void add(double own_of_one, double lower_of_one) {
        own += own_of_one;
        lower += lower_of_one;
        any = true;
    }
    /// No other word has a share of the lower order, but for rounding. Then those that are there
    /// share all (but not of stupid backoff).
    bool covers_all() const { return 1 - lower < 1e-12; }
    double share(double own_of_one, double lower_of_one) const {
        return own > 0 ? own_of_one / own : lower_of_one;
    }
};
inline constexpr double stupid_weight = 0.4;
inline constexpr float stupid_log10 = -0.39794F;
/// The weight of a context that backs off.
inline double backing_off_weight(const Context& context, const KeptMass& mass, Smoothing method) {
    if (method == Smoothing::stupid_backoff) return stupid_weight;
    if (!mass.any) return 1;
    return mass.covers_all() ? 0 : context.left / context.denominator / (1 - mass.lower);
}

/// Probabilities of all words, which occur raw[word] times, of which counts[word] is used.
base::Array<double> unigram_probabilities(std::span<const std::uint64_t> counts,
                                          std::span<const std::uint64_t> raw, const LevelRule& rule,
                                          const SmoothingRules& rules);

/// In place: linear to log10, at most `most`, log_zero for 0.
void to_log10(std::span<float> values, float most);

}  // namespace pipelab::ngram
