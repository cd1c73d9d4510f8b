#pragma once

#include "base/progress.hpp"
#include "io/output.hpp"
#include "optim/linear_metrics.hpp"
#include "optim/linear_model.hpp"
#include "optim/row_source.hpp"

namespace pipelab::optim {

/// What is written of a row.
enum class PredictionKind {
    prediction,   ///< the number, or the name of the class
    probability,  ///< of the positive class, or of each class in their order
    margin,       ///< w'x, or that of each class
    all,          ///< class, then probabilities (where the loss has them), then margins
};

/// The names of the fields of such a record: of several classes "probability:CLASS".
/// UsageError if the loss has no such thing.
std::vector<std::string> prediction_fields(const LinearModel& model, PredictionKind kind);

/// Reads rows for a model and writes a line (JSON: an object) for each, in their order; `header`:
/// names of the fields first. The measures are of the rows that have labels. Memory: constant.
LinearMetrics predict_rows(const RowSource& source, LinearModel model, PredictionKind kind,
                           bool json, bool header, io::Output& out, base::Control control);

}  // namespace pipelab::optim
