#pragma once

#include "base/progress.hpp"
#include "ngram/discount_table.hpp"
#include "ngram/grams.hpp"
#include "ngram/model.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pipelab::ngram {

/// How counts become probabilities. Of an n-gram hw (w after the context h), c is its count and a
/// its adjusted count: c for the highest order and for n-grams that begin with <s>, else the number
/// of different words that precede it. V is the number of words with <unk> and </s>, without <s>;
/// n_r the number of n-grams of an order with count (adjusted count) r.
enum class Smoothing {
    /// Modified Kneser-Ney (Chen and Goodman 1998, eq. 26): alpha = (a - D(a)) / sum of a(h.),
    /// three
    /// discounts an order from n_1 to n_4: Y = n1 / (n1 + 2 n2), D_r = r - (r + 1) Y n_{r+1} / n_r.
    kneser_ney,
    /// The same with one discount, D = n1 / (n1 + 2 n2).
    kneser_ney_single,
    /// One discount on counts: alpha = (c - D) / c(h), D = n1 / (n1 + 2 n2) (Ney et al. 1994).
    absolute,
    /// alpha = c / (c(h) + T(h)), T(h) the number of different words after h (Witten and Bell
    /// 1991).
    witten_bell,
    /// Good-Turing (Katz 1987, k = 5): alpha = d c / c(h) with d_r in (0, 1] and 6 n_6 < n_1; where
    /// the n_r do not allow that, d from a line through log n_r (Gale and Sampson 1995), else the
    /// order is Witten-Bell's. A context whose n-grams are all too frequent to be discounted has
    /// c(h) + 1 instead of c(h), so that others have a share.
    katz,
    /// alpha = (c + K) / (c(h) + K V).
    additive,
    /// alpha = c / c(h); nothing else is possible.
    maximum_likelihood,
    /// alpha = c / c(h), and all backoff weights 0.4 (Brants et al. 2007): scores, not
    /// probabilities. A word that does not occur has 0.4 / tokens.
    stupid_backoff,
};

/// Whether p(w | h) = alpha + gamma(h) p(w | h') with one word less of context, or alpha alone for
/// n-grams that are there: then the weight of the others makes all sum to one.
bool can_interpolate(Smoothing method);
bool can_back_off(Smoothing method);

inline constexpr std::size_t most_discounts = 6;

struct SmoothingRules {
    Smoothing method = Smoothing::kneser_ney;
    bool interpolate = true;
    /// What is left of unigrams goes to all words alike, by 1 / V. Else, and where not
    /// interpolated, to words that do not occur, among them <unk> as a rule; if all do, in
    /// proportion to all.
    bool interpolate_unigrams = true;
    double added = 1;  ///< K of additive
    /// Of each order, the discounts of counts 1, 2, ..., the last also of higher ones, instead of
    /// what the counts of counts say: at most most_discounts; none: as these say. With one discount
    /// the first.
    std::vector<std::vector<double>> discounts;
    /// Of each order, discounts by kinds of n-grams instead, where interpolated.
    std::vector<DiscountTable> tables;
    /// Of each order, n-grams with no higher count are left out, which does not change the
    /// discounts; what they had goes to the lower order. Not decreasing; missing ones as the last.
    /// Unigrams that are pruned stay, as words that do not occur.
    std::vector<std::uint64_t> prune;
    /// Words by first appearance: repeats lmplz' miscount of the n-gram that comes last in that
    /// order (see Discounts).
    const std::vector<WordId>* first_seen = nullptr;
    bool keep_counts = false;  ///< fill Estimate::counts
};

/// What was found out of one order.
struct OrderReport {
    std::uint64_t grams = 0;  ///< all
    std::uint64_t kept = 0;
    std::array<std::uint64_t, 4> counts_of_counts{};  ///< n_1 to n_4
    std::vector<double> discounts;                    ///< of Kneser-Ney and absolute
    std::string fallback;  ///< in words, if the method could not be used as it is
};

struct Estimate {
    std::vector<ModelLevel> levels;
    std::vector<OrderReport> orders;
    /// How often the n-grams of all orders but the highest occur.
    std::vector<base::Array<std::uint64_t>> counts;
    std::uint64_t temporary = 0;  ///< bytes that have been written to temporary files
};

/// Estimates a model. `grams` are used up. O(n-grams) time; memory beyond the counts: 16 bytes for
/// each n-gram of two orders. The same bytes for any number of threads.
/// Unigrams that do not occur have the uniform share, or share what is left. <s> has log10 p 0.
Estimate estimate(Grams grams, const SmoothingRules& rules, base::Control control);

}  // namespace pipelab::ngram
