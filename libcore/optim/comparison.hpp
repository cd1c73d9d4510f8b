#pragma once

#include "base/progress.hpp"
#include "io/plot.hpp"
#include "optim/descent.hpp"
#include "optim/lbfgs.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace pipelab::optim {

/// A method under a name.
struct Contender {
    std::string name;
    std::variant<DescentOptions, LbfgsOptions> method;
};

/// What all contenders have to do.
struct Contest {
    /// Makes the function anew for each run, since runs are parallel.
    std::function<Objective()> objective;
    std::vector<double> start;
    double start_spread = 0;  ///< runs start at `start` plus normal deviates of this size...
    std::uint64_t runs = 1;   ///< ...drawn for run i from (seed, i), the same for all contenders
    std::uint64_t seed = 0;
    std::uint64_t iterations = 1000;
    std::optional<double> target;  ///< a run that has reached it goes on, for its final value
};

/// One run of one contender. Where value or gradient at the start is not finite there are no
/// values.
struct Run {
    std::optional<double> start_value, final_value, best_value;
    std::optional<std::uint64_t> steps_to_target, evaluations_to_target;
    std::uint64_t evaluations = 0;
    bool diverged = false;  ///< not finite: final_value is the last finite one
    /// Values at the steps of Comparison::steps, or none; the last one goes on where a run stops
    /// early.
    std::vector<double> values;
};

/// The runs of a contender and what they say.
struct Performance {
    std::string name;
    double lr = 0;  ///< of the rule
    std::vector<Run> runs;
    std::uint64_t diverged = 0, reached = 0;
    /// Final values of the runs that have one: median and quartiles (exact_quantile).
    std::optional<double> median, lower_quartile, upper_quartile;
    std::optional<double> median_steps;  ///< to the target, of the runs that reached it
    /// Evaluations of all runs over the number of those that reached the target: the expected
    /// running time of Hansen et al. (COCO). nullopt if none did.
    std::optional<double> expected_evaluations;
};

struct Comparison {
    std::vector<std::uint64_t> steps;  ///< at most 200 from 0 to iterations, for curves
    std::vector<Performance> contenders;
};

/// Runs all contenders on the same starts and noise: noise of gradients in run i has seed
/// Transforms::seed + i. Iterations and target of the contest hold for all. All runs in parallel,
/// the same bits for any number of threads; nullopt if cancelled.
std::optional<Comparison> compare(const Contest& contest, const std::vector<Contender>& contenders,
                                  base::Control control);

/// `count` learning rates from `low` to `high` in a geometric sequence, those between rounded to
/// six digits, so that they can be typed.
struct RateSweep {
    double low = 0, high = 0;
    std::size_t count = 0;
};
/// Of LOW, HIGH, N as numbers. UsageError unless 0 < LOW <= HIGH and N is whole, from 1 to 10000.
RateSweep parse_sweep(const std::vector<double>& numbers);

/// For each contender by a rule, copies with these learning rates, named as before with " lr=0.01"
/// behind; others as they are.
std::vector<Contender> with_rates(const std::vector<Contender>& contenders, const RateSweep& sweep);

/// The medians of values by steps, a line for each contender, over scale_values() of `minimum`, the
/// function's if it is known.
io::Plot value_plot(const Comparison& comparison, std::optional<double> minimum = std::nullopt);
/// The medians of final values by learning rate, a line for each contender of with_rates, over
/// scale_values() of `minimum`; what lies more than a decade above all starts is cut off.
io::Plot rate_plot(const Comparison& comparison, std::optional<double> minimum = std::nullopt);

}  // namespace pipelab::optim
