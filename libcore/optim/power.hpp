#pragma once

#include "base/elementary.hpp"

#include <cmath>

namespace pipelab::optim {

/// x^a for x >= 0, the same bits on every machine; error some |a log x| + 1 ulp, none for a = 1,
/// half an ulp for a = 1/2. 0^0 is 1.
inline double power(double x, double a) {
    if (a == 1) return x;
    if (a == 0.5) return std::sqrt(x);
    if (a == 0 || x == 1) return 1;
    return base::exp(a * base::log(x));
}

/// 1 - x^t for 0 <= x < 1 and t > 0, without cancellation: what averages are corrected by.
inline double one_less_power(double x, double t) { return -base::expm1(t * base::log(x)); }

}  // namespace pipelab::optim
