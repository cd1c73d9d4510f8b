#pragma once

#include "ngram/smoothing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

/// n-gram models by their definitions, in maps and without haste.
namespace pipelab::testing {

using Gram = std::vector<ngram::WordId>;
using Counts = std::map<Gram, std::uint64_t>;

/// Of each order, the n-grams of sentences (words, without <s> and </s>) and how often they occur.
/// Unigrams are all words of the vocabulary.
inline std::vector<Counts> direct_counts(const std::vector<Gram>& sentences, std::size_t vocabulary,
                                         std::size_t order) {
    std::vector<Counts> counts(order);
    for (ngram::WordId word = 0; word < vocabulary; ++word) counts[0][{word}] = 0;
    for (Gram words : sentences) {
        words.insert(words.begin(), ngram::sentence_begin);
        words.push_back(ngram::sentence_end);
        for (auto last = words.begin() + 1; last != words.end(); ++last)
            for (std::size_t n = 1; n <= order; ++n)
                if (last - words.begin() + 1 >= static_cast<std::ptrdiff_t>(n))
                    ++counts[n - 1][Gram(last + 1 - static_cast<std::ptrdiff_t>(n), last + 1)];
    }
    return counts;
}

/// A smoothed model of sentences.
class DirectModel {
  public:
    struct Level {
        std::map<Gram, double> probability;          ///< of n-grams that are kept
        std::map<Gram, double> backoff;              ///< of those that are contexts
        std::array<std::uint64_t, 7> n{};            ///< n_1 to n_6
        std::optional<std::array<double, 3>> taken;  ///< by Kneser-Ney and absolute
        bool fallback = false;
    };

    DirectModel(const std::vector<Gram>& sentences, std::size_t vocabulary, std::size_t order,
                const ngram::SmoothingRules& rules)
        : rules_(rules), vocabulary_(vocabulary) {
        counts_ = direct_counts(sentences, vocabulary, order);
        adjust();
        for (std::size_t n = 1; n <= order; ++n) {
            levels_.emplace_back();
            count_counts(sentences, n);
            estimate(n);
        }
    }

    const std::vector<Level>& levels() const { return levels_; }
    const std::vector<Counts>& counts() const { return counts_; }

    /// p(word | context), backing off.
    double after(Gram context, ngram::WordId word) const {
        Gram gram = context;
        gram.push_back(word);
        if (gram.size() <= levels_.size()) {
            const auto& there = levels_[gram.size() - 1].probability;
            if (const auto found = there.find(gram); found != there.end()) return found->second;
        }
        const Gram shorter(context.begin() + 1, context.end());
        double weight = 1;
        if (context.size() <= levels_.size()) {
            const auto& backoff = levels_[context.size() - 1].backoff;
            if (const auto found = backoff.find(context); found != backoff.end())
                weight = found->second;
        }
        return weight * after(shorter, word);
    }

  private:
    using Smoothing = ngram::Smoothing;

    /// What a method takes from a count, and what it adds to all counts of a context.
    struct Rule {
        Smoothing method;
        std::array<double, 3> taken{};   // absolute and Kneser-Ney
        std::array<double, 6> factor{};  // katz, d_1 to d_5
    };

    bool kneser_ney() const {
        return rules_.method == Smoothing::kneser_ney ||
               rules_.method == Smoothing::kneser_ney_single;
    }
    /// Katz does where it has become Witten-Bell.
    bool interpolates(Smoothing method) const {
        return rules_.interpolate &&
               (kneser_ney() || method == Smoothing::absolute || method == Smoothing::witten_bell);
    }
    bool predicted(ngram::WordId word) const { return word != ngram::sentence_begin; }

    void adjust() {
        used_ = counts_;
        if (!kneser_ney()) return;
        for (std::size_t n = 1; n < counts_.size(); ++n) {
            std::map<Gram, std::set<ngram::WordId>> before;
            for (const auto& [gram, count] : counts_[n])
                before[Gram(gram.begin() + 1, gram.end())].insert(gram[0]);
            for (auto& [gram, count] : used_[n - 1])
                if (gram[0] != ngram::sentence_begin) count = before[gram].size();
        }
    }

    /// n_1 to n_6, of Kneser-Ney with one n-gram in the wrong place if rules ask for it.
    void count_counts(const std::vector<Gram>& sentences, std::size_t n) {
        auto& bins = levels_[n - 1].n;
        const auto add = [&](std::uint64_t count, std::uint64_t step) {
            if (count > 0 && count < bins.size()) bins[count] += step;
        };
        for (const auto& [gram, count] : used_[n - 1]) add(count, 1);
        if (rules_.first_seen == nullptr || n == counts_.size()) return;
        const Gram last = last_in_lmplz(sentences);
        if (last.empty()) return;
        const Gram end(last.end() - static_cast<std::ptrdiff_t>(n), last.end());
        if (n > 1 && std::find(end.begin() + 1, end.end(), ngram::sentence_begin) != end.end())
            return;
        add(used_[n - 1][end], ~std::uint64_t{0});
        add(counts_[n - 1][end], 1);
    }

    /// Of the n-grams of the highest order, sentences padded with many <s>, the one that comes last
    /// when words are numbered by appearance and the last word counts most.
    Gram last_in_lmplz(const std::vector<Gram>& sentences) const {
        std::map<ngram::WordId, std::size_t> number = {{0, 0}, {1, 1}, {2, 2}};
        for (const ngram::WordId word : *rules_.first_seen) number.emplace(word, number.size());
        const std::size_t order = counts_.size();
        std::vector<std::size_t> largest;
        Gram found;
        for (const Gram& words : sentences) {
            Gram padded(order - 1, ngram::sentence_begin);
            padded.insert(padded.end(), words.begin(), words.end());
            padded.push_back(ngram::sentence_end);
            for (std::size_t end = order; end <= padded.size(); ++end) {
                const Gram gram(padded.begin() + static_cast<std::ptrdiff_t>(end - order),
                                padded.begin() + static_cast<std::ptrdiff_t>(end));
                std::vector<std::size_t> reversed;
                for (auto w = gram.rbegin(); w != gram.rend(); ++w)
                    reversed.push_back(number.at(*w));
                if (reversed > largest) largest = reversed, found = gram;
            }
        }
        return found;
    }

    Rule rule(std::size_t n) {
        Level& level = levels_[n - 1];
        Rule rule{rules_.method, {}, {}};
        switch (rules_.method) {
            case Smoothing::kneser_ney:
            case Smoothing::kneser_ney_single:
            case Smoothing::absolute:
                rule.taken = discounts(n);
                level.taken = rule.taken;
                break;
            case Smoothing::katz:
                katz(rule, level);
                break;
            default:
                break;
        }
        return rule;
    }

    std::array<double, 3> discounts(std::size_t n) {
        const bool single = rules_.method != Smoothing::kneser_ney;
        if (n <= rules_.discounts.size() && !rules_.discounts[n - 1].empty()) {
            const auto& fixed = rules_.discounts[n - 1];
            if (single) return {fixed[0], fixed[0], fixed[0]};
            return {fixed[0], fixed[1], fixed[2]};
        }
        Level& level = levels_[n - 1];
        const auto count = [&](std::size_t r) { return static_cast<double>(level.n[r]); };
        if (single) {
            level.fallback = level.n[1] == 0 || level.n[2] == 0;
            const double d = level.fallback ? 0.5 : count(1) / (count(1) + 2 * count(2));
            return {d, d, d};
        }
        std::array<double, 3> d{};
        level.fallback = level.n[1] == 0 || level.n[2] == 0 || level.n[3] == 0;
        for (std::size_t r = 1; r <= 3 && !level.fallback; ++r) {
            const auto real = static_cast<double>(r);
            // Both sides of Y (r + 1) n_{r+1} / n_r <= r in whole numbers.
            const std::uint64_t cut = level.n[1] * (r + 1) * level.n[r + 1];
            if (cut > r * level.n[r] * (level.n[1] + 2 * level.n[2])) level.fallback = true;
            const double y = count(1) / (count(1) + 2 * count(2));
            d[r - 1] = std::max(0.0, real - (real + 1) * y * count(r + 1) / count(r));
        }
        if (level.fallback) return {0.5, 1, 1.5};
        return d;
    }

    /// Katz 1987 with k = 5; else n_r of a line through log n_r over log r; else Witten-Bell.
    void katz(Rule& rule, Level& level) {
        constexpr std::size_t k = 5;
        constexpr double rounding = 1e-9;
        const auto factors = [&](const std::array<double, 7>& n) {
            const double cut = (k + 1) * n[k + 1] / n[1];
            bool good = n[1] > 0 && cut < 1 - rounding;
            for (std::size_t r = 1; r <= k; ++r) {
                const auto real = static_cast<double>(r);
                good = good && n[r] > 0 && n[r + 1] > 0;
                rule.factor[r] = ((real + 1) * n[r + 1] / n[r] / real - cut) / (1 - cut);
                good = good && rule.factor[r] > rounding && rule.factor[r] <= 1 + rounding;
                rule.factor[r] = std::min(rule.factor[r], 1.0);
            }
            return good;
        };
        std::array<double, 7> n{};
        for (std::size_t r = 1; r < 7; ++r) n[r] = static_cast<double>(level.n[r]);
        if (factors(n)) return;
        level.fallback = true;
        double points = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (std::size_t r = 1; r < 7; ++r) {
            if (level.n[r] == 0) continue;
            const double log_r = std::log(static_cast<double>(r)), log_n = std::log(n[r]);
            points += 1, x += log_r, y += log_n, xx += log_r * log_r, xy += log_r * log_n;
        }
        if (points >= 2) {
            const double slope = (points * xy - x * y) / (points * xx - x * x);
            for (std::size_t r = 1; r < 7; ++r) n[r] = std::pow(static_cast<double>(r), slope);
            if (factors(n)) return;
        }
        rule.method = Smoothing::witten_bell;
    }

    double kept_of(const Rule& rule, std::uint64_t count) const {
        const auto c = static_cast<double>(count);
        switch (rule.method) {
            case Smoothing::kneser_ney:
            case Smoothing::kneser_ney_single:
            case Smoothing::absolute:
                return c - rule.taken[std::min<std::uint64_t>(count, 3) - 1];
            case Smoothing::katz:
                return count <= 5 ? rule.factor[count] * c : c;
            case Smoothing::additive:
                return c + rules_.added;
            default:
                return c;
        }
    }

    bool pruned(std::size_t n, std::uint64_t count) const {
        if (rules_.prune.empty()) return false;
        return count <= rules_.prune[std::min(n, rules_.prune.size()) - 1];
    }

    void estimate(std::size_t n) {
        const Rule of_level = rule(n);
        std::map<Gram, std::vector<Gram>> followers;
        for (const auto& [gram, count] : counts_[n - 1])
            if (count > 0) followers[Gram(gram.begin(), gram.end() - 1)].push_back(gram);
        if (n == 1) followers[{}];
        for (const auto& [context, grams] : followers) estimate(n, of_level, context, grams);
    }

    void estimate(std::size_t n, const Rule& of_level, const Gram& context,
                  const std::vector<Gram>& grams) {
        const auto words = static_cast<double>(vocabulary_ - 1);  // without <s>
        double denominator = 0, left = 0;
        std::map<Gram, double> kept;
        for (const Gram& gram : grams) {
            const std::uint64_t count = used_[n - 1][gram];
            const auto c = static_cast<double>(count);
            denominator += c;
            if (pruned(n, counts_[n - 1][gram])) {
                left += c;
            } else {
                kept[gram] = kept_of(of_level, count);
                if (of_level.method != Smoothing::additive) left += c - kept[gram];
            }
        }
        if (of_level.method == Smoothing::witten_bell) {
            denominator += static_cast<double>(grams.size());
            left += static_cast<double>(grams.size());
        }
        // Where Katz takes nothing from any count, one more word has been seen that was none.
        if (of_level.method == Smoothing::katz && left == 0 && denominator > 0)
            denominator += 1, left += 1;
        if (of_level.method == Smoothing::additive) {
            denominator += rules_.added * words;
            left += rules_.added * (words - static_cast<double>(kept.size()));
        }
        const bool nothing = denominator == 0;
        if (nothing) denominator = left = 1;
        for (auto& [gram, p] : kept) p /= denominator;
        left /= denominator;
        const bool interpolated = interpolates(of_level.method);
        if (n == 1) {
            // A word that never occurs is as if backed off to from one that occurs once.
            const bool each = rules_.method == Smoothing::stupid_backoff && !nothing;
            if (each) left = 0.4 / denominator;
            unigrams(kept, left, each, interpolated && rules_.interpolate_unigrams);
        } else {
            longer(n, context, kept, left, interpolated);
        }
    }

    void unigrams(const std::map<Gram, double>& kept, double left, bool each, bool uniform) {
        auto& probability = levels_[0].probability;
        std::vector<Gram> heirs;
        for (ngram::WordId word = 0; word < vocabulary_; ++word) {
            const auto found = kept.find({word});
            probability[{word}] = found == kept.end() ? 0 : found->second;
            if (predicted(word) && (uniform || found == kept.end())) heirs.push_back({word});
        }
        for (const Gram& heir : heirs)
            probability[heir] += left / (each ? 1 : static_cast<double>(heirs.size()));
        // Where all words occur, they share what is left as they share the rest.
        if (heirs.empty() && !each)
            for (auto& [gram, p] : probability)
                p = left < 1 ? p / (1 - left) : 1 / static_cast<double>(vocabulary_ - 1);
        probability[{ngram::sentence_begin}] = 1;
        give_backoff(1);
    }

    /// Stupid backoff's weights are all the same.
    void give_backoff(std::size_t n) {
        if (rules_.method != Smoothing::stupid_backoff) return;
        for (const auto& [gram, p] : levels_[n - 1].probability) levels_[n - 1].backoff[gram] = 0.4;
    }

    void longer(std::size_t n, const Gram& context, std::map<Gram, double>& kept, double left,
                bool interpolated) {
        const Gram shorter(context.begin() + 1, context.end());
        double weight = left;
        if (interpolated) {
            for (auto& [gram, p] : kept) p += left * after(shorter, gram.back());
        } else if (rules_.method != Smoothing::stupid_backoff) {
            double others = 0;
            Gram gram = context;
            gram.push_back(0);
            for (gram.back() = 0; gram.back() < vocabulary_; ++gram.back())
                if (predicted(gram.back()) && !kept.contains(gram))
                    others += after(shorter, gram.back());
            weight = others > 0 ? left / others : 0;
            if (others == 0 && left > 0) share(shorter, kept, left);
        }
        for (const auto& [gram, p] : kept) levels_[n - 1].probability[gram] = p;
        give_backoff(n);
        auto& backoff = levels_[n - 2].backoff;
        if (rules_.method != Smoothing::stupid_backoff &&
            levels_[n - 2].probability.contains(context))
            backoff[context] = weight;
    }

    /// Gives what is left, where nobody else may have it, to those that are there: as they share
    /// the rest, or as with less context.
    void share(const Gram& shorter, std::map<Gram, double>& kept, double left) const {
        double all = 0;
        for (const auto& [gram, p] : kept) all += after(shorter, gram.back());
        for (auto& [gram, p] : kept)
            p = left < 1 ? p / (1 - left) : after(shorter, gram.back()) / all;
    }

    ngram::SmoothingRules rules_;
    std::size_t vocabulary_;
    std::vector<Counts> counts_, used_;  // and those that the method uses
    std::vector<Level> levels_;
};

}  // namespace pipelab::testing
