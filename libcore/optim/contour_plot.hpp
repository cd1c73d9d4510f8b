#pragma once

#include "io/plot.hpp"
#include "optim/functions.hpp"

#include <vector>

namespace pipelab::optim {

/// Paths of descents over the contours of a function of two variables: 12 levels in the box of the
/// paths and a fifth of its size around (at least 1e-6 wide). 96 by 64 evaluations.
io::Plot contour_plot(const FormulaObjective& objective, std::vector<io::Plot::Series> paths);

}  // namespace pipelab::optim
