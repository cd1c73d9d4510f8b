#pragma once

#include "optim/stopping.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace pipelab::optim {

/// One partial derivative, analytic and numeric.
struct PartialCheck {
    double analytic = 0, numeric = 0;
    double numeric_error = 0;  ///< an estimate of how far `numeric` is from the derivative
    double step = 0;           ///< the h at which it was best
    /// |analytic - numeric| <= tolerance max(1, |analytic|, |numeric|) + 4 numeric_error.
    bool agrees = false;
};

/// Compares the gradient that `f` gives at x with central differences (f(x + h) - f(x - h)) / 2h
/// for h = H, H/2, H/4, ... extrapolated to h = 0 (Ridders 1982; the error is that of the
/// extrapolation where it was least). H is a hundredth of max(1, |x_i|). O(n) evaluations, 20 for
/// each coordinate. Where f is not finite nearby, numeric_error is infinite and nothing agrees.
std::vector<PartialCheck> check_gradient(const Objective& f, std::span<const double> x,
                                         double tolerance = 1e-6);

}  // namespace pipelab::optim
