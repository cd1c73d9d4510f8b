#pragma once

#include "base/progress.hpp"
#include "optim/linear_problem.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace pipelab::optim {

/// How the minimum of an ExactProblem is approached by steps along the gradients of single rows
/// whose variance vanishes. F = f / sum of the rows' costs is a mean of terms, one a row, and a
/// penalty; g_i is the gradient of term i, drawn uniformly.
struct VarianceReduction {
    enum class Method {
        /// w -= lr (g_i(w) - g_i(v) + mean g(v) + penalty), v the w after each 2 n steps of n rows.
        /// Johnson, Zhang, "Accelerating stochastic gradient descent using predictive variance
        /// reduction", NIPS 2013, figure 1, option I.
        svrg,
        /// w -= lr (g_i(w) - a_i + mean of all a + penalty), then a_i = g_i(w); the a_i begin as
        /// the gradients at 0. Defazio, Bach, Lacoste-Julien, "SAGA", NIPS 2014, equation 1, the
        /// penalty's gradient taken as it is.
        saga,
    };
    Method method = Method::saga;
    /// Of F. None: 1 / (3 L) for saga (Defazio et al. 2014, section 2) and 1 / (6 L) for svrg,
    /// which Johnson and Zhang's theorem 1 wants below 1 / (4 L); L: see smoothness().
    std::optional<double> lr;
    std::uint64_t epochs = 100;  ///< of saga n steps, of svrg 2 n
    std::uint64_t seed = 0;      ///< which rows are drawn
};

/// The largest Lipschitz constant of the gradient of a term and its penalty: that of the loss'
/// slope (2 for squared, 1/4 for logistic, 1 for huber, 1/2 for softmax: Böhning 1992) times
/// the square of the row's length times its share n cost_i / sum of costs, plus the penalty's.
/// 0 without rows. O(features of all rows).
double smoothness(const RowStore& rows, std::span<const double> row_weights,
                  const ExactProblem& problem);

/// The weights after the last epoch, or after the first whose gradient is within the tolerance;
/// `iterations` are epochs. O(features of the row) a step, as a coordinate makes up for the steps
/// that did not touch it when it is looked at (Schmidt, Le Roux, Bach, "Minimizing finite sums with
/// the stochastic average gradient", 2017, section 4.1); the gradient of a linear term is kept as
/// one number for each output. One thread steps, all take the gradients between epochs; the same
/// bits for any number of them. Memory: 64 bytes a row, 32 more for each output, 24 a weight.
/// UsageError: a loss without curvature. Diverged; base::Stopped.
ExactFit fit_reduced(const RowStore& rows, std::span<const double> row_weights, std::size_t outputs,
                     const ExactProblem& problem, const VarianceReduction& reduction,
                     base::Control control);

}  // namespace pipelab::optim
