#pragma once

#include "optim/linear_labels.hpp"

namespace pipelab::optim {

/// A loss of a prediction p, the margin of a linear model, and a label y. y is -1 or +1 for
/// logistic and hinge, a class for softmax (where p is a margin for each class: see
/// softmax_loss), any number else.
struct LinearLoss {
    enum class Kind {
        squared,   ///< (p - y)^2
        logistic,  ///< log(1 + exp(-y p))
        hinge,     ///< max(0, 1 - y p)
        huber,  ///< r^2 / 2 for |r| = |p - y| <= delta, else delta (|r| - delta / 2) (Huber 1964)
        quantile,  ///< q (y - p) above p, (1 - q) (p - y) below (Koenker, Bassett 1978)
        softmax,   ///< -log of exp(p_y) / sum of exp(p_k)
    };
    Kind kind = Kind::squared;
    double delta = 1;       ///< of huber, > 0
    double quantile = 0.5;  ///< in (0, 1)

    Task task() const;
    /// The loss; infinite only if it overflows.
    double value(double p, double y) const;
    /// Its derivative by p; of several (at a kink) one of them.
    double derivative(double p, double y) const;
    /// Its second derivative by p: that of the piece at a kink, 0 for hinge and quantile.
    double curvature(double p, double y) const;
    /// How far p moves when gradient descent with infinitely small steps flows down the loss for
    /// a time of `rate`: the solution of dp/dt = -derivative(p, y) at t = rate, minus p. Never
    /// beyond the minimum; h steps of rate / h give the same (invariant to importance weights).
    /// Closed forms of Karampatziakis and Langford, "Online importance weight aware updates", UAI
    /// 2011, table 1; of logistic, the root of z + e^z = z0 + e^z0 + rate, found by Newton's
    /// method to 1e-12. Not for softmax.
    double flow(double p, double y, double rate) const;
};

/// Whether --loss of this kind predicts probabilities.
inline bool has_probability(LinearLoss::Kind kind) {
    return kind == LinearLoss::Kind::logistic || kind == LinearLoss::Kind::softmax;
}

/// 1 / (1 + e^-p) without overflow.
double logistic(double p);

/// Turns `count` margins in place into the probabilities of softmax; returns the log of the sum
/// that they were divided by, so that the loss of class k is that log minus its margin. O(count).
double softmax(double* margins, std::size_t count);

}  // namespace pipelab::optim
