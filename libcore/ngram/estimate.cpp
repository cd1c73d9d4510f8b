#include "base/parallel.hpp"
#include "ngram/block.hpp"
#include "ngram/contexts.hpp"
#include "ngram/discounts.hpp"
#include "ngram/prune.hpp"
#include "ngram/smoothing.hpp"
#include "ngram/smoothing_steps.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace pipelab::ngram {
namespace {

/// In place: linear to log10, at most `most`.
void all_to_log10(base::Array<float>& values, float most) {
    base::parallel_blocks(values.size(), block_of_grams,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              to_log10(std::span(values).subspan(begin, end - begin), most);
                          });
}

class Estimation {
  public:
    Estimation(Grams& grams, const SmoothingRules& rules, base::Control control)
        : grams_(grams), rules_(rules), control_(control) {}

    Estimate run() {
        estimate_.levels.resize(grams_.order());
        estimate_.orders.resize(grams_.order());
        std::uint64_t all = 0;
        for (const auto& level : grams_.levels) all += level.size();
        control_.progress.begin("estimating", all, "n-grams");
        unigrams();
        Contexts contexts = Contexts::of(grams_);
        for (std::size_t level = 1; level < grams_.order(); ++level) {
            base::stop_if_requested(control_.cancellation);
            longer(contexts);
            if (level + 1 < grams_.order()) contexts.advance();
            all_to_log10(estimate_.levels[level - 1].probability, 0);
            control_.progress.advance(grams_.levels[level].size());
        }
        all_to_log10(estimate_.levels.back().probability, 0);
        control_.progress.end();
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
        LevelRule rule =
            level_rule(counts_of_counts(grams_, level, rules_.method, rules_.first_seen), level,
                       rules_, report);
        if (level >= rules_.tables.size() || !interpolates(rule.method, rules_)) return rule;
        rule.table = &rules_.tables[level];
        for (std::size_t count = 1; level == 0 && count <= Discounts::highest; ++count)
            rule.discounts.taken[count] = (*rule.table)(0, DiscountTable::gram_kind(count, 0));
        return rule;
    }
    std::uint64_t threshold(std::size_t level) const { return ngram::threshold(rules_, level); }
    /// The words that can come next: all but <s>.
    double vocabulary() const { return static_cast<double>(grams_.levels[0].size()) - 1; }

    void leave_out(std::size_t level);
    void unigrams();
    void longer(const Contexts& contexts);
    base::Array<Context> sums(const Contexts& contexts, const LevelRule& rule) const;
    base::Array<Context> sums_by_table(const Contexts& contexts, const LevelRule& rule);
    void interpolated(const Contexts& contexts, const LevelRule& rule,
                      const base::Array<Context>& sums);
    template <class Taken>
    void interpolate(const Contexts& contexts, const base::Array<Context>& sums,
                     const Taken& taken);
    void backing_off(const Contexts& contexts, const LevelRule& rule,
                     const base::Array<Context>& sums);

    Grams& grams_;
    const SmoothingRules& rules_;
    base::Control control_;
    Estimate estimate_;
    /// Probabilities of the level that was estimated last, where longer n-grams may back off.
    base::Array<double> exact_;
    /// For a table of discounts, the kinds of this level's n-grams, and of the contexts below.
    base::Array<std::uint8_t> gram_kinds_, context_kinds_;
};

void Estimation::unigrams() {
    const LevelRule rule = rule_of(0);
    const CountsUsed used(grams_, 0, rules_.method);
    base::Array<std::uint64_t> counts(grams_.levels[0].size());
    for (std::size_t word = 0; word < counts.size(); ++word) counts[word] = used[word];
    exact_ = unigram_probabilities(counts, grams_.levels[0].count, rule, rules_);
    ModelLevel& level = estimate_.levels[0];
    level.probability.resize(counts.size());
    std::transform(exact_.begin(), exact_.end(), level.probability.begin(),
                   [](double each) { return static_cast<float>(each); });
    level.backoff.assign(counts.size(),
                         rules_.method == Smoothing::stupid_backoff ? stupid_log10 : 0);
}

/// Denominators and what is left, of the contexts in the level below.
base::Array<Context> Estimation::sums(const Contexts& contexts, const LevelRule& rule) const {
    const std::size_t level = contexts.level();
    const CountsUsed counts(grams_, level, rules_.method);
    const auto& raw = grams_.levels[level].count;
    const std::uint64_t least = threshold(level);
    base::Array<Context> sums(grams_.levels[level - 1].size());
    base::parallel_blocks(sums.size(), block_of_grams,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
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
    base::parallel_blocks(sums.size(), block_of_grams,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t c = begin; c < end; ++c)
                                  if (sums[c].denominator > 0) close(sums[c], rule, vocabulary());
                          });
    return sums;
}

/// The same where discounts depend on what a context is, which is known when it has been added up.
base::Array<Context> Estimation::sums_by_table(const Contexts& contexts, const LevelRule& rule) {
    const std::size_t level = contexts.level();
    const CountsUsed counts(grams_, level, rules_.method);
    const auto& raw = grams_.levels[level].count;
    const std::uint64_t least = threshold(level);
    const auto for_each = [&](const auto& see) {
        base::parallel_for(contexts.parts(), [&](std::size_t part) {
            contexts.for_each_run(part, [&](std::uint32_t begin, std::uint32_t end) {
                for (std::uint32_t x = begin; x < end; ++x) see(x, contexts.links()[x]);
            });
        });
    };
    const std::size_t size = grams_.levels[level - 1].size();
    std::vector<Followers> followers(size);
    for_each([&](std::uint32_t x, std::uint32_t context) { followers[context].add(counts[x]); });
    gram_kinds_ = kinds_of_grams(grams_, level, rules_.method);
    context_kinds_.resize(size);
    base::Array<Context> sums(size);
    for (std::size_t c = 0; c < size; ++c) {
        sums[c] = {static_cast<double>(followers[c].sum), 0};
        context_kinds_[c] = DiscountTable::context_kind(followers[c]);
    }
    for_each([&](std::uint32_t x, std::uint32_t context) {
        sums[context].left += raw[x] > least
                                  ? (*rule.table)(context_kinds_[context], gram_kinds_[x])
                                  : static_cast<double>(counts[x]);
    });
    return sums;
}

void Estimation::longer(const Contexts& contexts) {
    const std::size_t level = contexts.level();
    const LevelRule rule = rule_of(level);
    const base::Array<Context> sums =
        rule.table != nullptr ? sums_by_table(contexts, rule) : this->sums(contexts, rule);
    ModelLevel& to = estimate_.levels[level];
    to.probability.resize(grams_.levels[level].size());
    to.backoff.resize(level + 1 < grams_.order() ? grams_.levels[level].size() : 0);
    if (interpolates(rule.method, rules_)) {
        interpolated(contexts, rule, sums);
    } else {
        backing_off(contexts, rule, sums);
    }
}

void Estimation::interpolated(const Contexts& contexts, const LevelRule& rule,
                              const base::Array<Context>& sums) {
    if (rule.table == nullptr) {
        const CountsUsed counts(grams_, contexts.level(), rules_.method);
        return interpolate(contexts, sums,
                           [&](std::uint32_t x) { return rule.discounts(counts[x]); });
    }
    interpolate(contexts, sums, [&](std::uint32_t x) {
        return (*rule.table)(context_kinds_[contexts.links()[x]], gram_kinds_[x]);
    });
}

/// taken(x): what is discounted of an n-gram.
template <class Taken>
void Estimation::interpolate(const Contexts& contexts, const base::Array<Context>& sums,
                             const Taken& taken) {
    const std::size_t level = contexts.level();
    const GramLevel& below = grams_.levels[level - 1];
    const CountsUsed counts(grams_, level, rules_.method);
    ModelLevel &lower = estimate_.levels[level - 1], &to = estimate_.levels[level];
    lower.backoff.resize(below.size());
    base::parallel_blocks(
        below.size(), block_of_grams, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t c = begin; c < end; ++c)
                lower.backoff[c] = static_cast<float>(interpolated_weight(sums[c]));
        });
    // Other orders may back off: they want to know what is left without cancellation.
    const bool keeps = !interpolates(rules_.method, rules_);
    base::Array<double> exact(keeps ? to.probability.size() : 0);
    const auto& links = contexts.links();
    base::parallel_blocks(
        below.size(), block_of_grams, [&](std::size_t, std::size_t begin, std::size_t end) {
            const std::uint32_t last = below.child[end];
            for (std::size_t parent = begin; parent < end; ++parent) {
                const double p = keeps ? exact_[parent] : lower.probability[parent];
                for (std::uint32_t x = below.child[parent]; x < below.child[parent + 1]; ++x) {
                    if (x + 16 < last) __builtin_prefetch(&sums[links[x + 16]]);
                    const double here = ngram::interpolated(sums[links[x]], counts[x], taken(x), p);
                    to.probability[x] = static_cast<float>(here);
                    if (keeps) exact[x] = here;
                }
            }
        });
    all_to_log10(lower.backoff, -log_zero);
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
        below.size(), block_of_grams, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t parent = begin; parent < end; ++parent) {
                for (std::uint32_t x = below.child[parent]; x < below.child[parent + 1]; ++x) {
                    lower[x] = exact_[parent];
                    own[x] = ngram::backing_off(sums[links[x]], rule, counts[x]);
                }
            }
        });
    std::vector<KeptMass> masses(below.size());
    const auto for_each_kept = [&](const auto& see) {
        base::parallel_for(contexts.parts(), [&](std::size_t part) {
            contexts.for_each_run(part, [&](std::uint32_t begin, std::uint32_t end) {
                for (std::uint32_t x = begin; x < end; ++x)
                    if (raw[x] > least) see(x, masses[links[x]]);
            });
        });
    };
    for_each_kept([&](std::uint32_t x, KeptMass& mass) { mass.add(own[x], lower[x]); });
    auto& backoff = estimate_.levels[level - 1].backoff;
    backoff.resize(below.size());
    base::parallel_blocks(
        below.size(), block_of_grams, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t c = begin; c < end; ++c)
                backoff[c] =
                    static_cast<float>(backing_off_weight(sums[c], masses[c], rules_.method));
        });
    // Where no other word is possible, those that are there share all.
    if (rules_.method != Smoothing::stupid_backoff) {
        for_each_kept([&](std::uint32_t x, KeptMass& mass) {
            if (mass.covers_all()) own[x] = mass.share(own[x], lower[x]);
        });
    }
    all_to_log10(backoff, -log_zero);
    std::transform(own.begin(), own.end(), estimate_.levels[level].probability.begin(),
                   [](double each) { return static_cast<float>(each); });
    exact_ = std::move(own);
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
