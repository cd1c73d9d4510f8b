#pragma once

#include "io/plot.hpp"

#include <optional>

namespace pipelab::optim {

/// Makes the y axis of `plot`, whose series are values of a function on the way to its minimum, one
/// on which the way can be seen to its end. Of a known minimum they become the distances above it.
/// Where none is below 0 and one above, the axis is logarithmic; what is 0 or, by rounding, below a
/// known minimum lies at its lower border, a decade below the least. Else it is linear, with values
/// as they are. The label of the axis says which. O(points).
void scale_values(io::Plot& plot, std::optional<double> minimum);

}  // namespace pipelab::optim
