#pragma once

#include "optim/linear_fit.hpp"

#include <string>

namespace pipelab::optim {

/// What a fit came to: one member a line, its name and value tab separated, or one JSON object.
/// What has no value is left out (JSON: null). Losses are those of the loss fitted; "held_out_"
/// stands before the measures of rows held out or, of cross-validation, of all folds, with the
/// mean and the standard deviation of the folds' losses. Confusion: class, predicted class, weight
/// in each line of text; a matrix by class in JSON.
std::string summary_text(const FitResult& result, const LinearModel& model, bool json);

/// The same of the measures of predictions.
std::string metrics_text(const LinearMetrics& metrics, const LinearModel& model, bool json);

}  // namespace pipelab::optim
