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
constexpr float stupid_log10 = -0.39794F;

/// What is known of a context.
struct Context {
    double denominator = 0;  ///< of alpha
    double left = 0;         ///< times the denominator, what alpha leaves to others
};

/// What the n-grams of a context that are kept have, by themselves and by the lower order.
struct Mass {
    double own = 0, lower = 0;
    bool any = false;
    /// No other word has a share of the lower order, but for rounding.
    bool covers_all() const { return 1 - lower < 1e-12; }
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
    template <class Occurs>
    void share_left(const LevelRule& rule, double left, const Occurs& occurs,
                    std::vector<double>& p) const;
    double weight(const Context& context, const Mass& mass) const;

    Grams& grams_;
    const SmoothingRules& rules_;
    base::Control control_;
    Estimate estimate_;
    /// Probabilities of the level that was estimated last, where longer n-grams may back off.
    base::Array<double> exact_;
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

void Estimation::unigrams() {
    const LevelRule rule = rule_of(0);
    const CountsUsed counts(grams_, 0, rules_.method);
    const std::size_t size = grams_.levels[0].size();
    const auto occurs = [&](std::size_t word) {
        return counts[word] > 0 && grams_.levels[0].count[word] > threshold(0);
    };
    Context all;
    for (std::size_t word = 0; word < size; ++word)
        if (word != sentence_begin && counts[word] > 0) add(all, rule, counts[word], occurs(word));
    close(all, rule, vocabulary());
    std::vector<double> p(size, 0);
    if (all.denominator <= 0) {
        std::fill(p.begin(), p.end(), 1 / vocabulary());
    } else {
        for (std::size_t word = 0; word < size; ++word)
            if (word != sentence_begin && occurs(word))
                p[word] = (static_cast<double>(counts[word]) - rule.discounts(counts[word])) /
                          all.denominator;
        share_left(rule, all.left / all.denominator, occurs, p);
    }
    p[sentence_begin] = 1;
    ModelLevel& level = estimate_.levels[0];
    level.probability.resize(size);
    std::transform(p.begin(), p.end(), level.probability.begin(),
                   [](double each) { return static_cast<float>(each); });
    level.backoff.assign(size, rules_.method == Smoothing::stupid_backoff ? stupid_log10 : 0);
    exact_.assign(p.begin(), p.end());
}

/// Gives what is left of unigrams to words, by what the rules say.
template <class Occurs>
void Estimation::share_left(const LevelRule& rule, double left, const Occurs& occurs,
                            std::vector<double>& p) const {
    const bool uniform = interpolates(rule.method) && rules_.interpolate_unigrams;
    double own = 0, tokens = 0;
    std::size_t others = 0;
    for (std::size_t word = 0; word < p.size(); ++word) {
        if (word == sentence_begin) continue;
        own += p[word];
        tokens += static_cast<double>(grams_.levels[0].count[word]);
        others += !occurs(word);
    }
    for (std::size_t word = 0; word < p.size(); ++word) {
        if (word == sentence_begin) continue;
        if (uniform) {
            p[word] += left / vocabulary();
        } else if (rules_.method == Smoothing::stupid_backoff) {
            if (!occurs(word)) p[word] = stupid_weight / tokens;
        } else if (others > 0) {
            if (!occurs(word)) p[word] += left / static_cast<double>(others);
        } else {
            p[word] = own > 0 ? p[word] / own : 1 / vocabulary();
        }
    }
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
    // Other orders may back off: they want to know what is left without cancellation.
    const bool keeps = !interpolates(rules_.method);
    base::Array<double> exact(keeps ? to.probability.size() : 0);
    const auto& links = contexts.links();
    base::parallel_blocks(
        below.size(), block, [&](std::size_t, std::size_t begin, std::size_t end) {
            const std::uint32_t last = below.child[end];
            for (std::size_t parent = begin; parent < end; ++parent) {
                const double p = keeps ? exact_[parent] : lower.probability[parent];
                for (std::uint32_t x = below.child[parent]; x < below.child[parent + 1]; ++x) {
                    if (x + 16 < last) __builtin_prefetch(&sums[links[x + 16]]);
                    const Context& context = sums[links[x]];
                    const std::uint64_t count = counts[x];
                    const double own = static_cast<double>(count) - rule.discounts(count);
                    const double here = (own + context.left * p) / context.denominator;
                    to.probability[x] = static_cast<float>(here);
                    if (keeps) exact[x] = here;
                }
            }
        });
    to_log10(lower.backoff, -log_zero);
    exact_ = std::move(exact);
}

void Estimation::backing_off(const Contexts& contexts, const LevelRule& rule,
                             const base::Array<Context>& sums) {
    const std::size_t level = contexts.level();
    const GramLevel& below = grams_.levels[level - 1];
    const CountsUsed counts(grams_, level, rules_.method);
    const auto& raw = grams_.levels[level].count;
    const std::uint64_t least = threshold(level);
    const auto& links = contexts.links();
    base::Array<double> own(raw.size()), lower(raw.size());
    base::parallel_blocks(
        below.size(), block, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t parent = begin; parent < end; ++parent) {
                for (std::uint32_t x = below.child[parent]; x < below.child[parent + 1]; ++x) {
                    lower[x] = exact_[parent];
                    own[x] = (static_cast<double>(counts[x]) - rule.discounts(counts[x])) /
                             sums[links[x]].denominator;
                }
            }
        });
    std::vector<Mass> masses(below.size());
    const auto for_each_kept = [&](const auto& see) {
        base::parallel_for(contexts.parts(), [&](std::size_t part) {
            contexts.for_each_run(part, [&](std::uint32_t begin, std::uint32_t end) {
                for (std::uint32_t x = begin; x < end; ++x)
                    if (raw[x] > least) see(x, masses[links[x]]);
            });
        });
    };
    for_each_kept([&](std::uint32_t x, Mass& mass) {
        mass.own += own[x];
        mass.lower += lower[x];
        mass.any = true;
    });
    auto& backoff = estimate_.levels[level - 1].backoff;
    backoff.resize(below.size());
    base::parallel_blocks(below.size(), block,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t c = begin; c < end; ++c)
                                  backoff[c] = static_cast<float>(weight(sums[c], masses[c]));
                          });
    // Where no other word is possible, those that are there share all.
    if (rules_.method != Smoothing::stupid_backoff) {
        for_each_kept([&](std::uint32_t x, Mass& mass) {
            if (mass.covers_all()) own[x] = mass.own > 0 ? own[x] / mass.own : lower[x];
        });
    }
    to_log10(backoff, -log_zero);
    std::transform(own.begin(), own.end(), estimate_.levels[level].probability.begin(),
                   [](double each) { return static_cast<float>(each); });
    exact_ = std::move(own);
}

/// With which a context backs off.
double Estimation::weight(const Context& context, const Mass& mass) const {
    if (rules_.method == Smoothing::stupid_backoff) return stupid_weight;
    if (!mass.any) return 1;
    return mass.covers_all() ? 0 : context.left / context.denominator / (1 - mass.lower);
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
