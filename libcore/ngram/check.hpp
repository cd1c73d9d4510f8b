#pragma once

#include "base/progress.hpp"
#include "ngram/model.hpp"

#include <cstdint>
#include <string>

namespace pipelab::ngram {

/// How well the probabilities of each context sum to one.
struct Sums {
    std::uint64_t contexts = 0;  ///< that were looked at: the empty one and all that have followers
    double worst = 0;            ///< the largest |1 - sum|
    double worst_sum = 1;
    std::string worst_context;  ///< its words, separated by blanks
    double all = 0;             ///< the sum of |1 - sum|
    double mean_error() const { return contexts > 0 ? all / static_cast<double>(contexts) : 0; }
};

/// Adds up the probabilities of all words but <s> after each context of the model, with backing
/// off. O(n-grams) time, 16 bytes for each n-gram of two orders.
Sums check_sums(const Model& model, base::Control control);

}  // namespace pipelab::ngram
