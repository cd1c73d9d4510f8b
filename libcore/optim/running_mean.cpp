#include "optim/running_mean.hpp"

namespace pipelab::optim {

bool RunningMean::push(double x) {
    if (const auto size = steps_.size(); size && state_.steps >= *size) return false;
    last_step_ = steps_.at(++state_.steps);
    state_.mean -= last_step_ * (state_.mean - x);
    state_.start_weight *= 1 - last_step_;
    return true;
}

std::optional<double> RunningMean::corrected() const {
    if (state_.start_weight == 1) return std::nullopt;
    return (state_.mean - state_.start_weight * start_) / (1 - state_.start_weight);
}

}  // namespace pipelab::optim
