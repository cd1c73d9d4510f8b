#include "optim/running_mean.hpp"

namespace pipelab::optim {

bool RunningMean::push(double x) {
    if (const auto size = steps_.size(); size && state_.steps >= *size) return false;
    last_step_ = steps_.at(++state_.steps);
    const double a = last_step_, before = state_.weight;
    state_.mean -= a * (state_.mean - x);
    state_.weight += a * (1 - before);
    if (a <= 1 && before >= 0 && before <= 1) {
        state_.corrected += a * (x - state_.corrected) / state_.weight;
    } else if (state_.weight != 0) {
        state_.corrected = (state_.mean - (1 - state_.weight) * start_) / state_.weight;
    }
    return true;
}

std::optional<double> RunningMean::corrected() const {
    if (state_.weight == 0) return std::nullopt;
    return state_.corrected;
}

}  // namespace pipelab::optim
