#pragma once

#include "optim/stepper.hpp"

#include <string>
#include <string_view>

/// The file of a Stepper, for a later run to go on from: one JSON object on one line,
///
///     {"format":"pipelab optim-demo step","version":1,"rule":"adam","settings":{"lr":0.001,...},
///      "decay":"l2","schedule":"","shape":[],"transforms":{...},"parameters":[0.5,...],
///      "optimiser":{"steps":3,"scalars":{},"arrays":{"exp_avg":[...],...}},
///      "gradients":{...},"rates":[...]}
///
/// Doubles have the digits that read back to the same value, -0 included. Equal steppers give equal
/// bytes.
namespace pipelab::optim {

/// The text of the file, with its newline.
std::string stepper_text(const Stepper& stepper);

/// What stepper_text wrote; `name` is what errors call it. DataError for anything else.
Stepper parse_stepper(std::string_view text, const std::string& name);

/// The stepper in a file ("-" is standard input). IoError, DataError.
Stepper read_stepper(const std::string& path);

}  // namespace pipelab::optim
