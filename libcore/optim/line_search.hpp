#pragma once

#include "optim/stopping.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::optim {

/// A point on a line: where, the value, the gradient, and its slope along the line.
struct LinePoint {
    double t = 0, value = 0;
    std::vector<double> gradient;
    double slope = 0;
};

/// The minimum of the cubic with these values and slopes at two points, within [low, high]; the
/// middle where there is none. Nocedal, Wright 2006, equation 3.59.
double cubic_minimum(double t1, double value1, double slope1, double t2, double value2,
                     double slope2, double low, double high);

/// Strong Wolfe conditions f(t) <= f(0) + c1 t f'(0), |f'(t)| <= c2 |f'(0)|: Nocedal, Wright 2006,
/// algorithms 3.5 and 3.6, with the interpolation and safeguards of torch.optim.LBFGS.
struct LineSearch {
    double c1 = 1e-4, c2 = 0.9, change_tolerance = 1e-9;
    std::uint64_t most_evaluations = 25;

    /// From x along `direction`, `start` being t = 0 there, with t = `first` at first. Not finite
    /// values end it. `evaluations` is counted up.
    LinePoint run(const Objective& f, std::span<const double> x, std::span<const double> direction,
                  const LinePoint& start, double first, std::uint64_t& evaluations) const;
};

/// The sum of products, from the left.
double dot(std::span<const double> a, std::span<const double> b);

}  // namespace pipelab::optim
