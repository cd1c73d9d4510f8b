#pragma once

#include "optim/optimiser.hpp"
#include "optim/schedule.hpp"
#include "optim/transform.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::optim {

/// What turns gradients into parameters.
struct StepperOptions {
    Settings settings;
    Transforms transforms;
    std::string schedule;  ///< as Schedule reads it; empty: a constant rate
    Shape shape;           ///< empty: a vector
};

/// A shape as users type it: "3x4". UsageError for anything else; "" is a vector.
Shape parse_shape(std::string_view text);

/// A rule with its schedule and transforms on one tensor of doubles, one gradient after the other.
/// Keeps the last state that was finite.
class Stepper {
  public:
    enum class Outcome {
        waiting,  ///< the gradient is kept for the mean of several
        stepped,
        not_finite,  ///< the step led to what is not finite: everything is as it was before
    };

    /// UsageError: settings out of range, no schedule, a shape of another size, or a schedule that
    /// needs a loss.
    Stepper(const StepperOptions& options, std::vector<double> start);

    /// `gradient` is as long as the parameters.
    Outcome push(std::span<const double> gradient);

    const std::vector<double>& parameters() const { return parameters_; }
    /// What the rule holds to be its answer: Optimiser::result.
    std::vector<double> result() const;
    std::uint64_t steps() const { return optimiser_.state().steps; }
    const StepperOptions& options() const { return options_; }

    /// All that changes, for a Stepper of the same options to go on from.
    struct Memory {
        std::vector<double> parameters;
        State<double> optimiser, gradients;
        std::vector<double> schedule;
    };
    Memory memory() const;
    /// std::invalid_argument if it does not fit.
    void restore(Memory memory);

  private:
    void set_rates();

    StepperOptions options_;
    std::vector<double> parameters_, before_;
    Optimiser<double> optimiser_, optimiser_before_;
    GradientTransform<double> transform_, transform_before_;
    Schedule schedule_;
};

}  // namespace pipelab::optim
