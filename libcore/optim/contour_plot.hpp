#pragma once

#include "io/plot.hpp"
#include "optim/functions.hpp"

#include <span>
#include <vector>

namespace pipelab::optim {

/// Paths of descents over the contours of a function of two variables: 12 levels in the box of the
/// paths and a fifth of its size around (at least 1e-6 wide). Where a path goes further than its
/// own size beyond the box from `low` to `high`, joined with the starts, that is where the picture
/// ends; none: wherever it goes. 384 by 256 evaluations.
io::Plot contour_plot(const FormulaObjective& objective, std::vector<io::Plot::Series> paths,
                      std::span<const double> low = {}, std::span<const double> high = {});

}  // namespace pipelab::optim
