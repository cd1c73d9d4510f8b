#pragma once

#include "base/progress.hpp"
#include "ngram/grams.hpp"
#include "ngram/smoothing.hpp"

#include <vector>

namespace pipelab::ngram {

/// The discounts of each order, for counts 1 to most_discounts and more, with which an interpolated
/// Kneser-Ney (or absolute) model of `grams` gives the sentences in `blocks`, numbered by the
/// vocabulary of the grams, the highest probability (unknown words left out); 0 <= D_i <= i.
/// For each order by itself that is a convex problem, as all probabilities are linear in its
/// discounts: Newton's method, one order after the other, until nothing gets better.
/// O(n-grams) once, then O(tokens * order) a step.
std::vector<std::vector<double>> tune_discounts(const Grams& grams, const SmoothingRules& rules,
                                                const std::vector<base::Array<WordId>>& blocks,
                                                base::Control control);

}  // namespace pipelab::ngram
