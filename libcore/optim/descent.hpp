#pragma once

#include "base/progress.hpp"
#include "optim/rule.hpp"
#include "optim/schedule.hpp"
#include "optim/stopping.hpp"
#include "optim/transform.hpp"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::optim {

/// An update rule and what is around it.
struct DescentOptions {
    Settings settings;
    std::optional<Schedule> schedule;  ///< of the learning rate; none: settings.lr at each step
    Transforms transforms;             ///< of the gradients
    /// x is put back into the box after each step. Empty: no bounds; infinite: none on that side.
    std::vector<double> low, high;
    StoppingRules stopping{
        .gradient_tolerance = 0, .step_tolerance = -1, .change_tolerance = -1, .iterations = 1000};
};

/// What is seen of an iterate: after `iterations` steps, value and gradient at x, and the learning
/// rate of the step that led there (0 at the start).
using WatchDescent = std::function<void(const Minimum& now, double lr)>;

/// Minimises f from `start`. With settings.maximize it climbs, and target is a lower bound. Rules
/// that average (optim::averages) are judged by their average, at one more evaluation a step. A
/// value or gradient that is not finite stops it: the result is the last good point. Cancelled, it
/// returns what it has with Stop::running. UsageError as check(settings); std::invalid_argument if
/// the bounds are not as long as x. O(n) memory.
Minimum descend(const Objective& f, std::span<const double> start, const DescentOptions& options,
                base::Control control = base::Control::none(), const WatchDescent& watch = {});

}  // namespace pipelab::optim
