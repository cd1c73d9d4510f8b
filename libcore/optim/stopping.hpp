#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace pipelab::optim {

/// A function to be minimised: its value at x, with the gradient written to `gradient`, as long as
/// x. It may return what is not finite.
using Objective = std::function<double(std::span<const double> x, std::span<double> gradient)>;

/// Why a minimiser stopped.
enum class Stop {
    running,      ///< it has not
    gradient,     ///< max |gradient| <= gradient_tolerance
    step,         ///< max |move| <= step_tolerance
    change,       ///< |f - f before| < change_tolerance
    slope,        ///< the direction found does not descend by more than the tolerance
    target,       ///< f <= target
    evaluations,  ///< as many evaluations as allowed
    iterations,   ///< as many iterations as allowed
    not_finite,   ///< a value or gradient that is not finite: x is the last good point
};

/// "the gradient is as small as asked for"
std::string_view reason(Stop stop);

/// When to stop. Tolerances that are negative never stop.
struct StoppingRules {
    double gradient_tolerance = 1e-7;
    double step_tolerance = 1e-9;
    double change_tolerance = 1e-9;
    double target = -std::numeric_limits<double>::infinity();
    std::uint64_t iterations = 20;
    std::uint64_t evaluations = std::numeric_limits<std::uint64_t>::max();
};

/// What a minimiser has found.
struct Minimum {
    std::vector<double> x;
    double value = 0;
    std::vector<double> gradient;
    std::uint64_t iterations = 0, evaluations = 0;
    Stop stop = Stop::running;
};

/// The largest |x|; NaN if there is one in it. 0 of nothing.
double largest_magnitude(std::span<const double> values);

}  // namespace pipelab::optim
