#pragma once

#include "base/progress.hpp"
#include "io/output.hpp"
#include "optim/gradient_rows.hpp"
#include "optim/stepper.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pipelab::optim {

/// How step_rows writes.
struct StepOutput {
    bool json = false;      ///< an array a line; else fields separated by blanks
    bool averages = false;  ///< Stepper::result instead of the parameters
};

/// A stepper as a filter: for each row of `rows` pushes it and writes the parameters as they are
/// then, one line a row, handed to the system at once. Without a stepper yet, make(width) makes one
/// for the first row. Ends with the input, or early when `control` asks for it. DataError at a row
/// whose step leads to what is not finite; whatever is thrown, `stepper` keeps its last good state.
void step_rows(GradientRows& rows, std::optional<Stepper>& stepper,
               const std::function<Stepper(std::size_t width)>& make, io::Output& out,
               const StepOutput& how, base::Control control);

}  // namespace pipelab::optim
