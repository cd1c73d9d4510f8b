#pragma once

#include "base/progress.hpp"
#include "optim/linear_loss.hpp"
#include "optim/linear_rows.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace pipelab::optim {

/// The problem whose minimum is wanted:
///     f(w) = |w|^2 / 2 + cost * sum over rows of weight * loss,
/// LIBLINEAR's, with an intercept that is not penalised unless asked for (LIBLINEAR -B 1 does).
struct ExactProblem {
    LinearLoss loss;  ///< squared, logistic, softmax or huber
    double cost = 1;  ///< > 0
    bool penalize_intercept = false;
    double tolerance = 1e-8;    ///< stop when |gradient| <= tolerance * |gradient at w = 0|
    int most_iterations = 200;  ///< Newton steps
};

struct ExactFit {
    std::vector<double> weights;  ///< feature * outputs + output
    double objective = 0;
    double gradient = 0;     ///< its norm, relative to that at w = 0
    int iterations = 0;      ///< Newton steps
    int products = 0;        ///< products with the Hessian
    bool converged = false;  ///< within the tolerance; else no step led further down
};

/// The minimum of a convex problem by truncated Newton steps: conjugate gradients with a diagonal
/// preconditioner (Hsia, Chiang, Lin, ACML 2018) to a forcing term of min(1/10, sqrt |g|)
/// (Eisenstat, Walker 1996), then a line search that halves (Armijo). Quadratic near the minimum,
/// so that the objective is right to about 14 digits at the default tolerance. `row_weights` (in
/// the order of the rows) multiply the importance of the rows; empty: all 1. The same bits for any
/// thread count. O(features of all rows) a product; memory: 24 bytes a row and output, 8 for each
/// weight in up to 16 copies. Without rows all weights are 0. Stopped: base::Stopped.
ExactFit fit_exact(const RowStore& rows, std::span<const double> row_weights, std::size_t outputs,
                   const ExactProblem& problem, base::Control control);

}  // namespace pipelab::optim
