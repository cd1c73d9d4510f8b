#pragma once

#include "base/array.hpp"
#include "ngram/discount_table.hpp"
#include "ngram/grams.hpp"
#include "ngram/smoothing.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::ngram {

/// The count of an n-gram that a smoothing works with.
class CountsUsed {
  public:
    CountsUsed(const Grams& grams, std::size_t level, Smoothing method)
        : level_(grams.levels[level]),
          adjusted_((method == Smoothing::kneser_ney || method == Smoothing::kneser_ney_single) &&
                    level + 1 < grams.order()) {}
    std::uint64_t operator[](std::size_t gram) const {
        return adjusted_ && level_.word[gram] != sentence_begin
                   ? level_.child[gram + 1] - level_.child[gram]
                   : level_.count[gram];
    }

  private:
    const GramLevel& level_;
    bool adjusted_;
};

/// What a method takes from counts: alpha = (count - taken(count)) / denominator.
struct Discounts {
    static constexpr std::size_t highest = 6;  ///< from here on all counts lose as much
    std::array<double, highest + 1> taken{};
    double operator()(std::uint64_t count) const {
        return taken[count < highest ? static_cast<std::size_t>(count) : highest];
    }
};

/// n_1 to n_6 of a level. `first_seen`: as lmplz counts (KenLM 4cb443e, adjust_counts.cc), where
/// the n-gram that comes last, its words numbered by first appearance, the last word most
/// significant, enters each order but the highest by its count instead of its adjusted count.
std::array<std::uint64_t, 6> counts_of_counts(const Grams& grams, std::size_t level,
                                              Smoothing method,
                                              const std::vector<WordId>* first_seen);

/// How a level is smoothed.
struct LevelRule {
    Smoothing method;
    Discounts discounts;
    const DiscountTable* table =
        nullptr;  ///< instead of them for longer n-grams than unigrams, if not null
};

/// The kinds of the n-grams of a level from 1, bigrams, on.
base::Array<std::uint8_t> kinds_of_grams(const Grams& grams, std::size_t level, Smoothing method);

/// That of `rules` for counts of counts n_1 to n_6, written to `report`. Where these do not allow
/// it, and the report says so: Kneser-Ney takes 0.5, 1, 1.5, with one discount 0.5; katz a line
/// through log n_r, or becomes Witten-Bell.
LevelRule level_rule(const std::array<std::uint64_t, 6>& counts, std::size_t level,
                     const SmoothingRules& rules, OrderReport& report);

}  // namespace pipelab::ngram
