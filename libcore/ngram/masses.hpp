#pragma once

#include "base/array.hpp"
#include "ngram/contexts.hpp"
#include "ngram/model.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::ngram {

/// 10^x; 0 for log_zero and less.
double linear(float log10);
float log10_of(double probability);

/// Of the n-grams of a level from 1, bigrams, on, the index of w2 ... wn in the level below.
std::vector<std::uint32_t> parents_of(const Model& model, std::size_t level);

/// What the followers of a context have together, by their n-grams and by the lower order.
struct Mass {
    double own = 0, lower = 0;
};

/// Of each n-gram of the level below that of `contexts`. With `kept`, of followers that are kept.
/// Summed in the order of last words: the same bits for any number of threads.
std::vector<Mass> masses_of(const Model& model, const Contexts& contexts,
                            const std::vector<std::uint32_t>& parents,
                            const base::Array<char>* kept = nullptr);

/// The log10 weight with which a context must back off for its probabilities to sum to one.
float backoff_for(const Mass& mass);

}  // namespace pipelab::ngram
