#pragma once

#include "base/elementary.hpp"

namespace pipelab::optim {

/// 1 - x^t for 0 <= x < 1 and t > 0, without cancellation: what averages are corrected by.
inline double one_less_power(double x, double t) { return -base::expm1(t * base::log(x)); }

}  // namespace pipelab::optim
