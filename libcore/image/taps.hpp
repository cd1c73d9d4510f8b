#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::image {

/// A linear map from the samples of one axis to those of another: a sparse matrix in rows.
/// Output o is the sum of weight[t] * input[index[t]] over t in [start[o], start[o + 1]).
///
/// Indices of an output ascend and do not repeat: what an edge mode makes of samples beyond the
/// border is already added to the weights of those within. An output without taps is 0.
struct Taps {
    std::size_t in = 0;                ///< samples of the input
    std::vector<std::size_t> start;    ///< one more than there are outputs
    std::vector<std::uint32_t> index;  ///< below `in`
    std::vector<double> weight;

    std::size_t out() const { return start.empty() ? 0 : start.size() - 1; }
};

}  // namespace pipelab::image
