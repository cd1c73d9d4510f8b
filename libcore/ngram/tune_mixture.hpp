#pragma once

#include "base/progress.hpp"
#include "ngram/word_cache.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::ngram {

/// A mixture p = sum of w_i p_i with w_i that sum to one.
struct MixtureWeights {
    std::vector<double> weights;
    double log_p = 0;  ///< natural, of the text
};

/// The weights with which a text is most probable. `probabilities`: for each component those of all
/// tokens. The problem is concave; expectation maximisation (Dempster et al. 1977; SRILM's
/// compute-best-mix) until log p grows by less than a part in 10^9. O(tokens * components) a step.
/// The same bits for any number of threads.
MixtureWeights tune_weights(const std::vector<std::span<const float>>& probabilities,
                            base::Control control);

/// The half-lives, of 50, 100, 200, 500, ..., 100000, and weights of a cache, with which a text is
/// most probable. `words`: its tokens; `probabilities`: what the models say of them. One half-life
/// after the other, until none gets better.
struct TunedCache {
    CacheRules rules;
    double log_p = 0;
};
TunedCache tune_cache(std::span<const std::uint32_t> words, std::span<const float> probabilities,
                      base::Control control);

}  // namespace pipelab::ngram
