#include "ngram/discounts.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"
#include "base/wide.hpp"

#include <algorithm>
#include <span>

namespace pipelab::ngram {
namespace {

using Counts = std::array<std::uint64_t, 6>;

void count(Counts& counts, std::uint64_t value, std::uint64_t times) {
    if (value >= 1 && value <= counts.size()) counts[static_cast<std::size_t>(value) - 1] += times;
}

/// The n-gram of `level` that lmplz sees last; nullopt if that of the highest order is shorter.
std::optional<std::size_t> last_gram(const Grams& grams, std::size_t level,
                                     const std::vector<WordId>& first_seen) {
    if (first_seen.empty()) return std::nullopt;
    std::vector<std::uint32_t> rank(grams.levels[0].size(), 0);
    for (std::uint32_t i = 0; i < first_seen.size(); ++i) rank[first_seen[i]] = i + 1;
    std::size_t gram = first_seen.back();
    for (std::size_t n = 0; n < level; ++n) {
        const std::uint32_t begin = grams.levels[n].child[gram];
        const std::uint32_t end = grams.levels[n].child[gram + 1];
        if (begin == end) return std::nullopt;
        const auto& word = grams.levels[n + 1].word;
        gram = begin;
        for (std::uint32_t x = begin; x < end; ++x)
            if (rank[word[x]] > rank[word[gram]]) gram = x;
    }
    return gram;
}

std::optional<double> one_discount(const Counts& n) {
    if (n[0] == 0 || n[1] == 0) return std::nullopt;
    const double n1 = static_cast<double>(n[0]), n2 = static_cast<double>(n[1]);
    return n1 / (n1 + 2 * n2);
}

std::optional<std::array<double, 3>> three_discounts(const Counts& n) {
    if (n[0] == 0 || n[1] == 0 || n[2] == 0) return std::nullopt;
    const double y = *one_discount(n);
    std::array<double, 3> discounts{};
    for (std::size_t i = 0; i < 3; ++i) {
        // Whether it is below 0 is a question of whole numbers.
        const base::Wide all = base::Wide{i + 1} * n[i] * (n[0] + 2 * n[1]);
        if (base::Wide{i + 2} * n[i + 1] * n[0] > all) return std::nullopt;
        const double r = static_cast<double>(i) + 1;
        const double cut = (r + 1) * y * static_cast<double>(n[i + 1]) / static_cast<double>(n[i]);
        discounts[i] = std::max(0.0, r - cut);
    }
    return discounts;
}

constexpr std::size_t katz_limit = 5;

/// d_1 to d_5 from n_1 to n_6; nullopt unless all lie in (0, 1], but for rounding.
std::optional<std::array<double, katz_limit>> good_turing(std::span<const double> n) {
    if (n[0] <= 0) return std::nullopt;
    const double common = (katz_limit + 1) * n[katz_limit] / n[0];
    constexpr double rounding = 1e-9;
    if (common >= 1 - rounding) return std::nullopt;
    std::array<double, katz_limit> d{};
    for (std::size_t i = 0; i < katz_limit; ++i) {
        if (n[i] <= 0) return std::nullopt;
        const double r = static_cast<double>(i) + 1;
        const double better = (r + 1) * n[i + 1] / n[i];
        d[i] = (better / r - common) / (1 - common);
        if (!(d[i] > rounding && d[i] <= 1 + rounding)) return std::nullopt;
        d[i] = std::min(d[i], 1.0);
    }
    return d;
}

/// n_1 to n_6 on a line log n = a + b log r through those that are not 0; nullopt for fewer than 2.
std::optional<std::array<double, 6>> on_a_line(const Counts& counts) {
    double points = 0, x_sum = 0, y_sum = 0, xx_sum = 0, xy_sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        const double x = base::log(static_cast<double>(i) + 1);
        const double y = base::log(static_cast<double>(counts[i]));
        points += 1, x_sum += x, y_sum += y, xx_sum += x * x, xy_sum += x * y;
    }
    const double spread = points * xx_sum - x_sum * x_sum;
    if (points < 2 || spread <= 0) return std::nullopt;
    const double slope = (points * xy_sum - x_sum * y_sum) / spread;
    const double start = (y_sum - slope * x_sum) / points;
    std::array<double, 6> n{};
    for (std::size_t i = 0; i < n.size(); ++i)
        n[i] = base::exp(start + slope * base::log(static_cast<double>(i) + 1));
    return n;
}

Discounts by_count(const std::vector<double>& d) {
    Discounts discounts;
    for (std::size_t count = 1; count <= Discounts::highest; ++count)
        discounts.taken[count] = d[std::min(count, d.size()) - 1];
    return discounts;
}

LevelRule kneser_ney(const Counts& counts, const std::vector<double>& fixed,
                     const SmoothingRules& rules, OrderReport& report) {
    const bool several = rules.method == Smoothing::kneser_ney;
    std::vector<double> d = fixed;
    if (!several && d.size() > 1) d.erase(d.begin() + 1, d.end());
    if (d.empty() && several) {
        if (const auto three = three_discounts(counts)) d.assign(three->begin(), three->end());
    } else if (d.empty()) {
        if (const auto one = one_discount(counts)) d.assign(1, *one);
    }
    if (d.empty()) {
        d.assign(1, 0.5);
        if (several) d = {0.5, 1.0, 1.5};
        report.fallback = several ? "discounts 0.5, 1 and 1.5" : "a discount of 0.5";
    }
    report.discounts = d;
    return {rules.method, by_count(d)};
}

LevelRule katz(const Counts& counts, OrderReport& report) {
    std::array<double, 6> n{};
    for (std::size_t i = 0; i < n.size(); ++i) n[i] = static_cast<double>(counts[i]);
    auto d = good_turing(n);
    if (!d) {
        if (const auto line = on_a_line(counts)) d = good_turing(*line);
        report.fallback = d ? "Good-Turing with counts of counts on a line" : "Witten-Bell";
    }
    if (!d) return {Smoothing::witten_bell, {}};
    LevelRule rule{Smoothing::katz, {}};
    for (std::size_t i = 0; i < katz_limit; ++i)
        rule.discounts.taken[i + 1] = (static_cast<double>(i) + 1) * (1 - (*d)[i]);
    return rule;
}

}  // namespace

std::array<std::uint64_t, 6> counts_of_counts(const Grams& grams, std::size_t level,
                                              Smoothing method,
                                              const std::vector<WordId>* first_seen) {
    const CountsUsed used(grams, level, method);
    Counts counts = base::fold_blocks<Counts>(
        grams.levels[level].size(), 1 << 16, {},
        [&](std::size_t begin, std::size_t end) {
            Counts part{};
            for (std::size_t x = begin; x < end; ++x) count(part, used[x], 1);
            return part;
        },
        [](Counts a, const Counts& b) {
            for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
            return a;
        });
    if (first_seen == nullptr || level + 1 == grams.order()) return counts;
    if (const auto last = last_gram(grams, level, *first_seen)) {
        count(counts, used[*last], ~std::uint64_t{0});  // one less
        count(counts, grams.levels[level].count[*last], 1);
    }
    return counts;
}

base::Array<std::uint8_t> kinds_of_grams(const Grams& grams, std::size_t level, Smoothing method) {
    const CountsUsed used(grams, level, method), lower(grams, level - 1, method);
    const auto& child = grams.levels[level - 1].child;
    base::Array<std::uint8_t> kinds(grams.levels[level].size());
    base::parallel_blocks(grams.levels[level - 1].size(), std::size_t{1} << 15,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t parent = begin; parent < end; ++parent)
                                  for (auto x = child[parent]; x < child[parent + 1]; ++x)
                                      kinds[x] = DiscountTable::gram_kind(used[x], lower[parent]);
                          });
    return kinds;
}

LevelRule level_rule(const Counts& counts, std::size_t level, const SmoothingRules& rules,
                     OrderReport& report) {
    std::copy_n(counts.begin(), 4, report.counts_of_counts.begin());
    const std::vector<double> fixed =
        level < rules.discounts.size() ? rules.discounts[level] : std::vector<double>();
    LevelRule rule{rules.method, {}};
    switch (rules.method) {
        case Smoothing::kneser_ney:
        case Smoothing::kneser_ney_single:
        case Smoothing::absolute:
            return kneser_ney(counts, fixed, rules, report);
        case Smoothing::katz:
            return katz(counts, report);
        case Smoothing::additive:
            rule.discounts.taken.fill(-rules.added);
            return rule;
        default:
            return rule;
    }
}

}  // namespace pipelab::ngram
