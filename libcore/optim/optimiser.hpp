#pragma once

#include "optim/parameter.hpp"
#include "optim/rule.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::optim {

/// Steps a group of tensors by one rule. Elementwise rules are one pass over memory (adam on float:
/// 28 bytes an element), vectorised, and parallel from some 10^5 elements on; the bits do not
/// depend on the number of threads. Scalars are computed in double for either type. Memory: what
/// state() says. Copies are independent.
template <class Real>
class Optimiser {
  public:
    /// UsageError as check(settings).
    explicit Optimiser(const Settings& settings);

    /// p -> the next p. All calls must be given tensors of the same lengths and shapes, in the same
    /// order; std::invalid_argument if not. Values that are not finite give values that are not:
    /// nothing is checked here (all_finite, optim/norms.hpp).
    void step(std::span<const Parameter<Real>> group);

    const Settings& settings() const { return settings_; }
    /// The learning rate of the next steps; settings().lr until it is set.
    double lr() const { return lr_; }
    void set_lr(double lr) { lr_ = lr; }
    /// The momentum (sgd, rmsprop, muon) or beta1 (others) of the next steps: for schedules that
    /// cycle it. Before the first step where momentum was 0.
    void set_momentum(double momentum);

    /// The parameters that the rule holds to be its answer so far: for schedule_free x, for asgd
    /// the average, each from the first step on; else those given.
    void result(std::span<const Parameter<Real>> group, std::span<const std::span<Real>> out) const;

    const State<Real>& state() const { return state_; }
    /// Goes on from `state`. The next step throws std::invalid_argument if it does not fit the
    /// settings and tensors.
    void restore(State<Real> state);

    /// Makes the state for these tensors, or looks whether one that was restored fits them; step()
    /// does it at its first call. std::invalid_argument if not.
    void begin(std::span<const Parameter<Real>> group);

  private:
    Settings settings_;
    double lr_;
    State<Real> state_;
    bool checked_ = false;  // whether state_ fits the group
};

extern template class Optimiser<float>;
extern template class Optimiser<double>;

/// Whether Optimiser::result is something else than the parameters themselves.
bool averages(Rule rule);

}  // namespace pipelab::optim
