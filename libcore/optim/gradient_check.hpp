#pragma once

#include "optim/stopping.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::optim {

/// A derivative found from values alone.
struct NumericDerivative {
    double value = 0;
    double error = 0;  ///< an estimate of how far it is from the derivative
};

/// The partial derivative of `f` by coordinate i at x: central differences (f(x + h) - f(x - h)) /
/// 2h for h = H, H/2, H/4, ... extrapolated to h = 0, of which the one is taken that differs least
/// from its neighbours (Ridders 1982), unless one nearer to x refutes it. Its error includes what
/// rounding does to values, as it is seen next to x. H is a tenth of max(1, |x_i|). 81 evaluations.
/// nullopt where values are not finite near x.
std::optional<NumericDerivative> numeric_derivative(const Objective& f, std::span<const double> x,
                                                    std::size_t i);

/// How a partial derivative compares at the worst of the points looked at: where |analytic -
/// numeric| is largest beside what is allowed. Where the numeric one says nothing, as at a jump,
/// nothing agrees.
struct PartialCheck {
    std::size_t point = 0;
    double analytic = 0;  ///< perhaps not finite, which never agrees
    NumericDerivative numeric;
    bool agrees = true;          ///< at all points
    std::uint64_t compared = 0;  ///< points at which the function is finite nearby
    bool differs = false;        ///< at some point; else it is unclear there
};

struct GradientCheck {
    std::vector<PartialCheck> partials;  ///< one a variable
    std::uint64_t skipped = 0;           ///< points and variables where values are not finite
    /// All agree, each at one point at least.
    bool agrees() const;
};

/// Compares the gradient that `f` gives at each of the points with numeric derivatives. They agree
/// where |analytic - numeric| <= tolerance max(1, |numeric|) + 10 numeric.error; a numeric
/// derivative says nothing if its error is above a thousandth of max(1, |numeric|). O(points n)
/// evaluations for points of n coordinates.
GradientCheck check_gradient(const Objective& f, std::span<const std::vector<double>> points,
                             double tolerance = 1e-7);

/// `count` points, uniform in the box [low, high].
std::vector<std::vector<double>> random_points(std::span<const double> low,
                                               std::span<const double> high, std::size_t count,
                                               std::uint64_t seed);

}  // namespace pipelab::optim
