#pragma once

#include <cstdint>
#include <optional>

namespace pipelab::optim {

/// A quantile by stochastic approximation, in four numbers of memory: Robbins and Monro's method
/// for the root of P(X <= q) = p, q_k = q_{k-1} + a_k (p - [x_k <= q_{k-1}]), with the mean of the
/// iterates (Polyak and Juditsky 1992) as the estimate, which needs no density. The steps are
/// a_k = s k^(-3/4), where s is the mean distance of the values so far from their mean, so that
/// the unit of the values does not matter. The order of the values does. No bound of the error; for
/// independent values with density f its standard error tends to sqrt(p (1 - p) / n) / f(q).
class QuantileDescent {
  public:
    struct State {
        std::uint64_t count = 0;
        double iterate = 0, average = 0, mean = 0, spread = 0;
        bool operator==(const State&) const = default;
    };

    explicit QuantileDescent(double p) : p_(p) {}
    QuantileDescent(double p, const State& state) : p_(p), state_(state) {}

    void push(double x);
    double p() const { return p_; }
    const State& state() const { return state_; }
    std::optional<double> estimate() const {
        if (state_.count == 0) return std::nullopt;
        return state_.average;
    }

  private:
    double p_;
    State state_;
};

}  // namespace pipelab::optim
