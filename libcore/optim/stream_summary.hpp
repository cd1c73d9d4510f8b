#pragma once

#include "io/number_reader.hpp"
#include "optim/power_sums.hpp"
#include "optim/quantile_descent.hpp"
#include "optim/quantile_sketch.hpp"
#include "optim/running_mean.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pipelab::optim {

/// What is known of a column of a stream after one pass.
struct StreamSummary {
    std::string name;  ///< "" where the stream is not divided into columns
    std::uint64_t skipped = 0;
    PowerSums sums;
    /// What was asked for: these go value by value, in the order of the input.
    std::optional<RunningMean> running_mean;
    std::optional<QuantileSketch> sketch;
    std::vector<QuantileDescent> descents;
    std::optional<std::vector<double>> values;  ///< all of them

    /// Adds what `other` has seen. DataError, without effect, if either has a running mean, which
    /// depends on the order of all values, if only one has a sketch, or if their names differ; its
    /// message names `file`. Quantiles by descent are dropped.
    void join(const StreamSummary& other, const std::string& file);
};

/// What a pass is asked for beyond the sums of powers.
struct SummaryRequest {
    std::optional<StepSequence> steps;  ///< of a running mean
    double start = 0;
    std::vector<double> quantiles;  ///< each in [0, 1]
    bool keep_values = false;       ///< for exact quantiles, instead of a sketch

    bool by_value() const { return steps.has_value() || !quantiles.empty(); }
    /// A summary of nothing yet.
    StreamSummary summary(std::string name) const;
};

/// Joins summaries of the same columns, column by column. Errors as StreamSummary::join, also if
/// their numbers differ.
void join_summaries(std::vector<StreamSummary>& all, const std::vector<StreamSummary>& more,
                    const std::string& file);

/// `summaries`, read from `file`, ready to go on with for `request`. DataError if they were made
/// for another request.
std::vector<StreamSummary> resumed(std::vector<StreamSummary> summaries,
                                   const SummaryRequest& request, const std::string& file);

/// Sees each value of a running mean: the number of the column, x_k, and the mean after it.
using SeeStep = std::function<void(std::size_t column, double x, const RunningMean& mean)>;

/// Reads all numbers of the inputs as one stream, or `columns` of their rows each as its own. The
/// sums of powers are computed by all threads, the rest in input order. `before` are summaries to
/// go on from, none or as many as there are columns, of the same names. Constant memory but for
/// keep_values. Errors as io::read_numbers and read_columns; DataError for a stream longer than a
/// list of steps, for summaries of other columns, and if the running mean becomes infinite. `see`
/// may be empty. input.keep_numbers is taken for set.
std::vector<StreamSummary> summarise(io::NumberInput input,
                                     const std::optional<io::Columns>& columns,
                                     const SummaryRequest& request,
                                     std::vector<StreamSummary> before, const SeeStep& see,
                                     base::Control control);

}  // namespace pipelab::optim
