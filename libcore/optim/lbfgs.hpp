#pragma once

#include "optim/stopping.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::optim {

/// The options of torch.optim.LBFGS, with its defaults.
struct LbfgsOptions {
    double lr = 1;  ///< the step along each direction, or the first that is tried
    std::size_t history_size = 100;
    bool strong_wolfe = false;  ///< search along the direction for the strong Wolfe conditions
    StoppingRules stopping;     ///< torch: tolerance_grad 1e-7, tolerance_change 1e-9 (step and
                                ///< change), max_iter 20, max_eval max_iter * 5 / 4
};

/// Limited-memory BFGS (Nocedal, Wright, Numerical Optimization 2006, algorithm 7.4) with the first
/// step min(1, 1 / |g|_1) lr and the updates of torch: a pair enters if y's > 1e-10. The line
/// search is torch's, after Schmidt's minFunc: cubic interpolation, c1 = 1e-4, c2 = 0.9, 25
/// evaluations. Remembers curvature from one run to the next, as the optimiser of torch does from
/// step to step. O(history_size n) time an iteration and memory.
class Lbfgs {
  public:
    /// UsageError: lr not above 0, history_size 0.
    explicit Lbfgs(const LbfgsOptions& options);

    /// From `x` until a stopping rule holds: one step() of torch. `watch`, if any, sees each
    /// iterate with value and gradient, the start included. x is never left at a point that is not
    /// finite. Without a line search the function is not evaluated at the last point of the last
    /// iteration, as in torch: `value` and `gradient` are those of the point before, `evaluated` is
    /// false.
    struct Result : Minimum {
        bool evaluated = true;
    };
    using Watch = std::function<void(const Minimum&)>;
    Result run(const Objective& f, std::span<const double> x, const Watch& watch = {});

    /// Evaluations since the beginning, over all runs.
    std::uint64_t evaluations() const { return evaluations_; }

  private:
    void remember(std::span<const double> gradient);
    void turn(std::span<const double> gradient);
    bool advance(const Objective& f, Result& result, double slope, bool last);

    LbfgsOptions options_;
    std::uint64_t iterations_ = 0, evaluations_ = 0;
    std::vector<double> direction_, previous_gradient_;
    double step_ = 0, scale_ = 1;
    struct Pair {
        std::vector<double> y, s;
        double inverse_curvature;
    };
    std::deque<Pair> pairs_;
};

}  // namespace pipelab::optim
