#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "ngram/model.hpp"

#include <vector>

namespace pipelab::ngram {

inline constexpr int least_quantize_bits = 2, most_quantize_bits = 16;

/// The values that the n-grams of one order have after quantize(), each a code by its place.
struct Codebooks {
    base::Array<float> probabilities;  ///< 2^bits, ascending
    /// The same of weights, but -0 (no_context_weight) and 0 come first; none of the highest order.
    base::Array<float> backoffs;
};

/// Rounds the probabilities and backoff weights of n-grams from bigrams on to 2^bits values of each
/// order, and says which; weights of 0 stay. Where there are no more different values than that,
/// nothing changes. They are chosen for the least squared error of log10 (Lloyd's algorithm, from
/// bins of equal population). O(n-grams) time, 8 bytes for each n-gram of two orders. The same for
/// any number of threads.
std::vector<Codebooks> quantize(Model& model, int bits, base::Control control);

}  // namespace pipelab::ngram
