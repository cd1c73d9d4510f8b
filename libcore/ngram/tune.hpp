#pragma once

#include "base/progress.hpp"
#include "ngram/grams.hpp"
#include "ngram/smoothing.hpp"

#include <vector>

namespace pipelab::ngram {

/// Discounts of each order: by counts alone (SmoothingRules::discounts), and by kinds of n-grams
/// and contexts (SmoothingRules::tables).
struct TunedDiscounts {
    std::vector<std::vector<double>> by_count;
    std::vector<DiscountTable> tables;
    double log10_p = 0;  ///< of the text, by the tables
    std::uint64_t tokens = 0;
};

/// The discounts with which an interpolated Kneser-Ney (or absolute) model of `grams` gives the
/// sentences in `blocks`, numbered by the vocabulary of the grams, the highest probability (unknown
/// words left out); 0.01 <= D(count) <= count. First by count alone, for 1 to most_discounts and
/// more; then by kinds, which keep near to these unless the text speaks against it (a normal prior
/// with standard deviation 0.2). For each order by itself that is a convex problem, as all
/// probabilities are linear in its discounts: Newton's method, one order after the other, until
/// nothing gets better. O(n-grams) once, then O(tokens * order) a step. The same bits for any
/// number of threads.
TunedDiscounts tune_discounts(const Grams& grams, const SmoothingRules& rules,
                              const std::vector<base::Array<WordId>>& blocks,
                              base::Control control);

}  // namespace pipelab::ngram
