#pragma once

#include "base/progress.hpp"
#include "optim/stopping.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace pipelab::optim {

/// A mean of `terms` functions, f = (1 / terms) sum of f_i: gradient(i, x, out) writes that of f_i
/// at x. It is called from several threads at once.
struct FiniteSum {
    std::size_t terms = 0;
    std::function<void(std::size_t i, std::span<const double> x, std::span<double> out)> gradient;
};

/// The mean of all gradients at x; the same bits for any thread count. O(terms).
void mean_gradient(const FiniteSum& sum, std::span<const double> x, std::span<double> out);

struct VarianceReduction {
    double lr = 0.1;
    std::uint64_t epochs = 20;
    /// SVRG: steps between two full gradients; 0: twice the number of terms.
    std::uint64_t inner_steps = 0;
    double gradient_tolerance = 0;  ///< stops where max |full gradient| is at most this
    std::uint64_t seed = 0;         ///< which terms are drawn
};

/// What remains of a run: `gradient` is the mean gradient at x, `value` is not known (0),
/// `evaluations` counts gradients of terms. not_finite keeps the x of the last full gradient.
/// `watch`, if any, sees it after each full gradient, the start included.
using SumWatch = std::function<void(const Minimum&)>;

/// Stochastic variance reduced gradient: x -= lr (g_i(x) - g_i(y) + mean g(y)), y the x of the last
/// full gradient, i drawn uniformly. Johnson, Zhang 2013, the procedure of figure 1 with option I.
/// An epoch is one full gradient and inner_steps steps. UsageError: no terms, lr not above 0.
Minimum svrg(const FiniteSum& sum, std::span<const double> x, const VarianceReduction& options,
             base::Control control = base::Control::none(), const SumWatch& watch = {});

/// SAGA: x -= lr (g_i(x) - a_i + mean of all a), then a_i = g_i(x). Defazio, Bach, Lacoste-Julien
/// 2014, equation 1, without a proximal step; the a_i begin as gradients at the start. An epoch is
/// `terms` steps. O(terms n) memory.
Minimum saga(const FiniteSum& sum, std::span<const double> x, const VarianceReduction& options,
             base::Control control = base::Control::none(), const SumWatch& watch = {});

}  // namespace pipelab::optim
