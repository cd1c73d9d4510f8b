#pragma once

#include "optim/step_sequence.hpp"

#include <cstdint>
#include <optional>

namespace pipelab::optim {

/// The incremental mean w_k = w_{k-1} - a_k (w_{k-1} - x_k) in doubles, one value at a time, in the
/// order of the calls. With a_k = 1/k it is the sample mean but for rounding, whatever the start.
/// O(1) a value.
class RunningMean {
  public:
    /// What it has come to, as plain data.
    struct State {
        std::uint64_t steps = 0;
        double mean = 0;
        double weight = 0;     ///< of all values together: 1 - product of (1 - a_i)
        double corrected = 0;  ///< see corrected(); the start while weight is 0
        bool operator==(const State&) const = default;
    };

    RunningMean(StepSequence steps, double start) : steps_(std::move(steps)), start_(start) {
        state_.mean = state_.corrected = start;
    }
    RunningMean(StepSequence steps, double start, const State& state)
        : steps_(std::move(steps)), start_(start), state_(state) {}

    /// Takes x_k; false, without effect, behind the end of a list of steps.
    bool push(double x);
    const State& state() const { return state_; }
    double start() const { return start_; }
    const StepSequence& step_sequence() const { return steps_; }
    /// a_k of the last value; 0 before the first.
    double last_step() const { return last_step_; }

    /// The mean with the weight of the start taken out: (w_k - (1 - W) w_0) / W, W = weight, kept
    /// as c_k = c_{k-1} + a_k / W_k (x_k - c_{k-1}), which does not cancel. With const:A from 0
    /// that is the exponentially weighted mean with the bias correction of Kingma and Ba (2015),
    /// algorithm 1. nullopt while W is 0.
    std::optional<double> corrected() const;

  private:
    StepSequence steps_;
    double start_;
    State state_;
    double last_step_ = 0;
};

}  // namespace pipelab::optim
