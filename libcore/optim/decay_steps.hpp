#pragma once

#include "optim/rule.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace pipelab::optim {

/// One coordinate in one step of Adam.
struct DecayStep {
    double w = 0;         ///< before the step
    double gradient = 0;  ///< what Adam's averages see, with the decay in it where the mode is l2
    double m = 0, v = 0, m_hat = 0, v_hat = 0;
    double update = 0;  ///< lr m_hat / (sqrt(v_hat) + eps)
    /// The share of w that weight decay takes away. Decoupled, it is the same for all coordinates;
    /// in the gradient, its part of the update over w: m_hat is linear, so that part is that of the
    /// average of weight_decay w, and sqrt(v_hat) divides it: where gradients are large it dies.
    double effective_decay = 0;
    double next = 0;  ///< w after the step
};

/// `count` steps of Adam on sum_i curvature_i w_i^2 / 2 from w = 1, 1, ..., one row a step, one
/// element a coordinate. `settings` are those of Rule::adam or adamw; without amsgrad and maximize.
std::vector<std::vector<DecayStep>> decay_steps(const Settings& settings,
                                                const std::vector<double>& curvatures,
                                                std::size_t count);

}  // namespace pipelab::optim
