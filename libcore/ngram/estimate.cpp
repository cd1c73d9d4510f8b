#include "base/elementary.hpp"
#include "base/parallel.hpp"
#include "ngram/contexts.hpp"
#include "ngram/discounts.hpp"
#include "ngram/prune.hpp"
#include "ngram/smoothing.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::ngram {
namespace {

constexpr std::size_t block = std::size_t{1} << 15;
constexpr double stupid_weight = 0.4;

/// What is known of a context.
struct Context {
    double denominator = 0;  ///< of alpha
    double left = 0;         ///< times the denominator, what alpha leaves to others
};

/// What the n-grams of a context have, by themselves and by the lower order.
struct Mass {
    double own = 0, lower = 0;
};

/// In place: linear to log10, at most `most`.
void to_log10(base::Array<float>& values, float most) {
    base::parallel_blocks(
        values.size(), block, [&](std::size_t, std::size_t begin, std::size_t end) {
            constexpr double per_decade = 0.43429448190325182765;  // 1 / ln 10
            std::vector<double> logs(values.begin() + static_cast<std::ptrdiff_t>(begin),
                                     values.begin() + static_cast<std::ptrdiff_t>(end));
            base::log(logs, logs);
            for (std::size_t i = 0; i < logs.size(); ++i) {
                float& value = values[begin + i];
                value =
                    value > 0 ? std::min(static_cast<float>(logs[i] * per_decade), most) : log_zero;
            }
        });
}

class Estimation {
  public:
    Estimation(Grams& grams, const SmoothingRules& rules, base::Control control)
        : grams_(grams), rules_(rules), control_(control) {}

    Estimate run() {
        estimate_.levels.resize(grams_.order());
        estimate_.orders.resize(grams_.order());
        unigrams();
        Contexts contexts = Contexts::of(grams_);
        for (std::size_t level = 1; level < grams_.order(); ++level) {
            base::stop_if_requested(control_.cancellation);
            longer(contexts);
            if (level + 1 < grams_.order()) contexts.advance();
            to_log10(estimate_.levels[level - 1].probability, 0);
        }
        to_log10(estimate_.levels.back().probability, 0);
        for (std::size_t level = 0; level < grams_.order(); ++level) {
            estimate_.levels[level].word = std::move(grams_.levels[level].word);
            estimate_.levels[level].child = std::move(grams_.levels[level].child);
        }
        for (std::size_t level = 0; rules_.keep_counts && level + 1 < grams_.order(); ++level)
            estimate_.counts.push_back(grams_.levels[level].count);
        for (std::size_t level = grams_.order(); level-- > 1;)
            if (threshold(level) > 0) leave_out(level);
        return std::move(estimate_);
    }

  private:
    LevelRule rule_of(std::size_t level) {
        OrderReport& report = estimate_.orders[level];
        report.grams = report.kept = grams_.levels[level].size();
        return level_rule(counts_of_counts(grams_, level, rules_.method, rules_.first_seen), level,
                          rules_, report);
    }
    std::uint64_t threshold(std::size_t level) const {
        if (rules_.prune.empty()) return 0;
        return rules_.prune[std::min(level, rules_.prune.size() - 1)];
    }
    bool interpolates(Smoothing method) const {
        return can_interpolate(method) && (rules_.interpolate || !can_back_off(method));
    }
    /// The words that can come next: all but <s>.
    double vocabulary() const { return static_cast<double>(grams_.levels[0].size()) - 1; }

    void leave_out(std::size_t level);
    void unigrams();
    void longer(const Contexts& contexts);
    base::Array<Context> sums(const Contexts& contexts, const LevelRule& rule) const;
    void interpolated(const Contexts& contexts, const LevelRule& rule,
                      const base::Array<Context>& sums);
    void backing_off(const Contexts& contexts, const LevelRule& rule,
                     const base::Array<Context>& sums);

    Grams& grams_;
    const SmoothingRules& rules_;
    base::Control control_;
    Estimate estimate_;
};

/// What an n-gram adds to its context.
void add(Context& context, const LevelRule& rule, std::uint64_t count, bool kept) {
    const double c = static_cast<double>(count);
    context.denominator += c;
    if (rule.method == Smoothing::witten_bell) {
        context.denominator += 1;
        context.left += kept ? 1 : c + 1;
    } else {
        context.left += kept ? rule.discounts(count) : c;
    }
}

/// When all of a context has been added.
void close(Context& context, const LevelRule& rule, double vocabulary) {
    if (rule.method == Smoothing::additive)
        context.denominator -= rule.discounts(0) * vocabulary;  // it takes a negative amount
    // So that other words have something, as SRILM does.
    if (rule.method == Smoothing::katz && context.left <= 0) {
        context.denominator += 1;
        context.left = 1;
    }
}

void Estimation::unigrams() {
    const LevelRule rule = rule_of(0);
    const CountsUsed counts(grams_, 0, rules_.method);
    const std::size_t size = grams_.levels[0].size();
    Context all;
    std::size_t without = 0;
    for (std::size_t word = 0; word < size; ++word) {
        if (word == sentence_begin) continue;
        if (counts[word] > 0) add(all, rule, counts[word], true);
        without += counts[word] == 0;
    }
    close(all, rule, vocabulary());
    ModelLevel& level = estimate_.levels[0];
    level.probability.resize(size);
    level.backoff.assign(size, 0);
    const bool uniform = interpolates(rule.method) && rules_.interpolate_unigrams;
    std::vector<double> p(size);
    double sum = 0;
    for (std::size_t word = 0; word < size; ++word) {
        const std::uint64_t count = counts[word];
        if (word == sentence_begin || all.denominator <= 0) continue;
        if (count > 0 || rule.method == Smoothing::additive)
            p[word] = (static_cast<double>(count) - rule.discounts(count)) / all.denominator;
        if (uniform) p[word] += all.left / all.denominator / vocabulary();
        sum += p[word];
    }
    if (all.denominator <= 0) {
        std::fill(p.begin(), p.end(), 1 / vocabulary());
    } else if (rules_.method == Smoothing::stupid_backoff) {
        p[unknown] = std::max(p[unknown], stupid_weight / all.denominator);
    } else if (!uniform && rules_.method != Smoothing::maximum_likelihood) {
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
    std::copy(p.begin(), p.end(), level.probability.begin());
}

/// Denominators and what is left, of the contexts in the level below.
base::Array<Context> Estimation::sums(const Contexts& contexts, const LevelRule& rule) const {
    const std::size_t level = contexts.level();
    const CountsUsed counts(grams_, level, rules_.method);
    const auto& raw = grams_.levels[level].count;
    const std::uint64_t least = threshold(level);
    base::Array<Context> sums(grams_.levels[level - 1].size());
    base::parallel_blocks(sums.size(), block, [&](std::size_t, std::size_t begin, std::size_t end) {
        std::fill(sums.begin() + static_cast<std::ptrdiff_t>(begin),
                  sums.begin() + static_cast<std::ptrdiff_t>(end), Context{});
    });
    const std::size_t last = contexts.links().size();
    base::parallel_for(contexts.parts(), [&](std::size_t part) {
        contexts.for_each_run(part, [&](std::uint32_t begin, std::uint32_t end) {
            for (std::uint32_t x = begin; x < end; ++x) {
                if (x + 16 < last) __builtin_prefetch(&sums[contexts.links()[x + 16]], 1);
                add(sums[contexts.links()[x]], rule, counts[x], raw[x] > least);
            }
        });
    });
    base::parallel_blocks(sums.size(), block, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t c = begin; c < end; ++c)
            if (sums[c].denominator > 0) close(sums[c], rule, vocabulary());
    });
    return sums;
}

void Estimation::longer(const Contexts& contexts) {
    const std::size_t level = contexts.level();
    const LevelRule rule = rule_of(level);
    const base::Array<Context> sums = this->sums(contexts, rule);
    ModelLevel& to = estimate_.levels[level];
    to.probability.resize(grams_.levels[level].size());
    to.backoff.resize(level + 1 < grams_.order() ? grams_.levels[level].size() : 0);
    if (interpolates(rule.method)) {
        interpolated(contexts, rule, sums);
    } else {
        backing_off(contexts, rule, sums);
    }
}

void Estimation::interpolated(const Contexts& contexts, const LevelRule& rule,
                              const base::Array<Context>& sums) {
    const std::size_t level = contexts.level();
    const GramLevel& below = grams_.levels[level - 1];
    const CountsUsed counts(grams_, level, rules_.method);
    ModelLevel &lower = estimate_.levels[level - 1], &to = estimate_.levels[level];
    lower.backoff.resize(below.size());
    base::parallel_blocks(
        below.size(), block, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t c = begin; c < end; ++c) {
                const Context& context = sums[c];
                lower.backoff[c] = static_cast<float>(
                    context.denominator > 0 ? context.left / context.denominator : 1);
            }
        });
    const auto& links = contexts.links();
    base::parallel_blocks(
        below.size(), block, [&](std::size_t, std::size_t begin, std::size_t end) {
            const std::uint32_t last = below.child[end];
            for (std::size_t parent = begin; parent < end; ++parent) {
                const double p = lower.probability[parent];
                for (std::uint32_t x = below.child[parent]; x < below.child[parent + 1]; ++x) {
                    if (x + 16 < last) __builtin_prefetch(&sums[links[x + 16]]);
                    const Context& context = sums[links[x]];
                    const std::uint64_t count = counts[x];
                    const double own = static_cast<double>(count) - rule.discounts(count);
                    to.probability[x] =
                        static_cast<float>((own + context.left * p) / context.denominator);
                }
            }
        });
    to_log10(lower.backoff, -log_zero);
}

void Estimation::backing_off(const Contexts& contexts, const LevelRule& rule,
                             const base::Array<Context>& sums) {
    const std::size_t level = contexts.level();
    const GramLevel& below = grams_.levels[level - 1];
    const CountsUsed counts(grams_, level, rules_.method);
    const auto& raw = grams_.levels[level].count;
    const std::uint64_t least = threshold(level);
    ModelLevel &lower = estimate_.levels[level - 1], &to = estimate_.levels[level];
    const auto& links = contexts.links();
    base::parallel_blocks(
        to.probability.size(), block, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t x = begin; x < end; ++x) {
                const std::uint64_t count = counts[x];
                to.probability[x] =
                    static_cast<float>((static_cast<double>(count) - rule.discounts(count)) /
                                       sums[links[x]].denominator);
            }
        });
    // The lower order's share of an n-gram is that of its parent.
    base::Array<float> shared(to.probability.size());
    base::parallel_blocks(
        below.size(), block, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t parent = begin; parent < end; ++parent)
                std::fill(shared.begin() + below.child[parent],
                          shared.begin() + below.child[parent + 1], lower.probability[parent]);
        });
    base::Array<Mass> masses(below.size());
    base::parallel_blocks(masses.size(), block,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              std::fill(masses.begin() + static_cast<std::ptrdiff_t>(begin),
                                        masses.begin() + static_cast<std::ptrdiff_t>(end), Mass{});
                          });
    base::parallel_for(contexts.parts(), [&](std::size_t part) {
        contexts.for_each_run(part, [&](std::uint32_t begin, std::uint32_t end) {
            for (std::uint32_t x = begin; x < end; ++x) {
                if (raw[x] <= least) continue;
                masses[links[x]].own += to.probability[x];
                masses[links[x]].lower += shared[x];
            }
        });
    });
    lower.backoff.resize(below.size());
    base::parallel_blocks(
        below.size(), block, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t c = begin; c < end; ++c) {
                const Mass& mass = masses[c];
                double weight = 1;
                if (mass.own > 0 && rules_.method == Smoothing::stupid_backoff) {
                    weight = stupid_weight;
                } else if (mass.own > 0) {
                    const bool none = rules_.method == Smoothing::maximum_likelihood;
                    const double left = none ? 0 : std::max(0.0, 1 - mass.own);
                    weight = 1 - mass.lower > 1e-7 ? left / (1 - mass.lower) : 0;
                }
                lower.backoff[c] = static_cast<float>(weight);
            }
        });
    to_log10(lower.backoff, -log_zero);
}

/// Removes the n-grams of a level that are pruned; those of higher levels that had them have been.
void Estimation::leave_out(std::size_t level) {
    const auto& raw = grams_.levels[level].count;
    base::Array<char> kept(raw.size());
    for (std::size_t x = 0; x < raw.size(); ++x) kept[x] = raw[x] > threshold(level);
    keep_only(estimate_.levels, level, kept);
    if (level < estimate_.counts.size()) {
        auto& counts = estimate_.counts[level];
        std::size_t to = 0;
        for (std::size_t x = 0; x < raw.size(); ++x)
            if (kept[x] != 0) counts[to++] = raw[x];
        counts.resize(to);
    }
    estimate_.orders[level].kept = estimate_.levels[level].size();
}

}  // namespace

bool can_interpolate(Smoothing method) {
    return method == Smoothing::kneser_ney || method == Smoothing::kneser_ney_single ||
           method == Smoothing::absolute || method == Smoothing::witten_bell;
}

bool can_back_off(Smoothing) { return true; }

Estimate estimate(Grams grams, const SmoothingRules& rules, base::Control control) {
    return Estimation(grams, rules, control).run();
}

}  // namespace pipelab::ngram
