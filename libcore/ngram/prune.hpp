#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "ngram/model.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::ngram {

/// Removes the n-grams of a level from 1, bigrams, on that are not kept; none of these may have
/// children.
void keep_only(std::vector<ModelLevel>& levels, std::size_t level, const base::Array<char>& kept);

/// How probable the contexts of a model are.
struct ContextWeights {
    /// log of the probability of each n-gram of a level as a history, from unigrams to the order
    /// below the highest.
    std::vector<base::Array<float>> log_probability;
};

/// By how often they occur: counts of `levels` of n-grams among so many tokens. For Kneser-Ney
/// models these are the right ones, whose lower orders are not those of a text (Chelba et al.
/// 2010).
ContextWeights weights_of_counts(const std::vector<base::Array<std::uint64_t>>& levels,
                                 std::uint64_t tokens, std::uint64_t sentences);

/// By the chain rule from the model itself; <s> is as probable as </s>.
ContextWeights weights_of_model(const Model& model);

/// Leaves out n-grams whose loss changes the model's relative entropy to what it was so little that
/// perplexity grows by less than the factor 1 + threshold, each looked at by itself (Stolcke 1998,
/// eq. 6 to 9), from the highest order to bigrams; none that a longer one which stays begins or
/// ends with. Backoff weights are those that make sums one. Returns how many are left out.
std::uint64_t prune_by_entropy(Model& model, const ContextWeights& weights, double threshold,
                               base::Control control);

}  // namespace pipelab::ngram
