#pragma once

#include "base/progress.hpp"
#include "optim/linear_problem.hpp"

#include <cstddef>
#include <span>

namespace pipelab::optim {

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
