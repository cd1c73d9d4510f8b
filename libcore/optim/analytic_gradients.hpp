#pragma once

#include "optim/stopping.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace pipelab::optim {

/// A function whose gradient is written down in this library, and where it is of interest.
struct AnalyticGradient {
    std::string name;
    Objective function;
    std::vector<double> low, high;
};

/// All of them, for a gradient check: the functions by name and those of BBOB (instance 1) in d
/// variables, 2..40, or as many as they have, but for 23, whose corners are 2^-32 apart; the losses
/// that linear models are fitted by, for each kind of label, as functions of the margin, and the
/// slopes of those with a curvature.
std::vector<AnalyticGradient> analytic_gradients(std::size_t d);

}  // namespace pipelab::optim
