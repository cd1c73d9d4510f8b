#pragma once

#include "base/elementary_kernel.hpp"

#include <cmath>

/// The elementwise rules (optim/rule.hpp has their equations) as they act on one parameter p with
/// its gradient g and what is remembered of it. The members are the scalars of a step, in double
/// until they meet the arrays. `arrays` says how many arrays each has, in the order of the
/// arguments.
namespace pipelab::optim::element {

/// What all rules begin with: the sign of maximize, the penalty, the decoupled decay. Where there
/// is none of these the operations change no bit.
template <class Real>
struct Decay {
    Real sign = 1, l2 = 0, keep = 1;
    PIPELAB_INLINE Real gradient(Real& p, Real g) const {
        const Real all = sign * g + l2 * p;
        p *= keep;
        return all;
    }
};

template <class Real>
PIPELAB_INLINE Real larger(Real a, Real b) {
    return a < b ? b : a;
}
template <class Real>
PIPELAB_INLINE Real magnitude(Real a) {
    return a < 0 ? -a : a;
}
template <class Real>
PIPELAB_INLINE Real sign(Real a) {
    const Real up = a > 0 ? Real(1) : a;
    return a < 0 ? Real(-1) : up;
}

template <class Real>
struct Descent {
    static constexpr int arrays = 0;
    Decay<Real> decay;
    Real lr;
    PIPELAB_INLINE void operator()(Real& p, Real g) const { p -= lr * decay.gradient(p, g); }
};

/// The first time momentum is 0 and share 1.
template <class Real, bool nesterov>
struct Momentum {
    static constexpr int arrays = 1;
    Decay<Real> decay;
    Real lr, momentum, share, ahead;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& buffer) const {
        g = decay.gradient(p, g);
        buffer = momentum * buffer + share * g;
        p -= lr * (nesterov ? g + ahead * buffer : buffer);
    }
};

template <class Real>
struct Asgd {
    static constexpr int arrays = 1;
    Decay<Real> decay;
    Real eta, shrink, mu;
    bool copy;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& average) const {
        g = decay.gradient(p, g);
        p = p * shrink - eta * g;
        const Real moved = average + (p - average) * mu;
        average = copy ? p : moved;
    }
};

template <class Real>
struct Adagrad {
    static constexpr int arrays = 1;
    Decay<Real> decay;
    Real lr, eps;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& sum) const {
        g = decay.gradient(p, g);
        sum += g * g;
        p -= lr * (g / (std::sqrt(sum) + eps));
    }
};

/// centered adds the mean of gradients, with_momentum the buffer: square, [buffer], [mean].
template <class Real, bool centered, bool with_momentum>
struct Rmsprop {
    static constexpr int arrays = 1 + centered + with_momentum;
    Decay<Real> decay;
    Real lr, alpha, share, eps, momentum;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& square, Real& a, Real& b) const {
        g = decay.gradient(p, g);
        square = alpha * square + share * g * g;
        Real spread = square;
        if constexpr (centered) {
            Real& mean = with_momentum ? b : a;
            mean = alpha * mean + share * g;
            spread = square - mean * mean;
        }
        const Real scaled = g / (std::sqrt(spread) + eps);
        if constexpr (with_momentum) {
            a = momentum * a + scaled;
            p -= lr * a;
        } else {
            p -= lr * scaled;
        }
    }
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& square, Real& a) const {
        Real none = 0;
        (*this)(p, g, square, a, none);
    }
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& square) const {
        Real none = 0;
        (*this)(p, g, square, none, none);
    }
};

template <class Real>
struct Adadelta {
    static constexpr int arrays = 2;
    Decay<Real> decay;
    Real lr, rho, share, eps;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& square, Real& moves) const {
        g = decay.gradient(p, g);
        square = rho * square + share * g * g;
        const Real move = std::sqrt(moves + eps) / std::sqrt(square + eps) * g;
        moves = rho * moves + share * move * move;
        p -= lr * move;
    }
};

/// rescale is 1 / sqrt(1 - beta2^t), step lr / (1 - beta1^t).
template <class Real, bool with_largest>
struct Adam {
    static constexpr int arrays = with_largest ? 3 : 2;
    Decay<Real> decay;
    Real beta1, share1, beta2, share2, eps, rescale, step;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& mean, Real& square) const {
        g = decay.gradient(p, g);
        mean = beta1 * mean + share1 * g;
        square = beta2 * square + share2 * (g * g);
        p -= step * (mean / (std::sqrt(square) * rescale + eps));
    }
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& mean, Real& square, Real& largest) const {
        g = decay.gradient(p, g);
        mean = beta1 * mean + share1 * g;
        square = beta2 * square + share2 * (g * g);
        largest = larger(largest, square);
        p -= step * (mean / (std::sqrt(largest) * rescale + eps));
    }
};

template <class Real>
struct Adamax {
    static constexpr int arrays = 2;
    Decay<Real> decay;
    Real beta1, share1, beta2, eps, step;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& mean, Real& bound) const {
        g = decay.gradient(p, g);
        mean = beta1 * mean + share1 * g;
        bound = larger(beta2 * bound, magnitude(g) + eps);
        p -= step * (mean / bound);
    }
};

template <class Real>
struct Nadam {
    static constexpr int arrays = 2;
    Decay<Real> decay;
    Real beta1, share1, beta2, share2, eps, rescale, gradient_step, mean_step;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& mean, Real& square) const {
        g = decay.gradient(p, g);
        mean = beta1 * mean + share1 * g;
        square = beta2 * square + share2 * (g * g);
        const Real scale = std::sqrt(square) * rescale + eps;
        p -= (gradient_step * g + mean_step * mean) / scale;
    }
};

/// step is lr / (1 - beta1^t), times sqrt(1 - beta2^t) r_t where rectified.
template <class Real, bool rectified>
struct Radam {
    static constexpr int arrays = 2;
    Decay<Real> decay;
    Real beta1, share1, beta2, share2, eps, step;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& mean, Real& square) const {
        g = decay.gradient(p, g);
        mean = beta1 * mean + share1 * g;
        square = beta2 * square + share2 * (g * g);
        p -= step * (rectified ? mean / (std::sqrt(square) + eps) : mean);
    }
};

template <class Real>
struct Rprop {
    static constexpr int arrays = 2;
    Decay<Real> decay;
    Real etaminus, etaplus, least, most;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& before, Real& size) const {
        g = decay.gradient(p, g);
        // Signs, since a product of small gradients would underflow to "no change".
        const Real agreement = sign(g) * sign(before);
        // One choice at a time, since nested ones do not become vectors.
        const Real growth = agreement > 0 ? etaplus : Real(1);
        Real next = size * (agreement < 0 ? etaminus : growth);
        next = next < least ? least : next;
        size = next > most ? most : next;
        g = agreement < 0 ? Real(0) : g;
        p -= sign(g) * size;
        before = g;
    }
};

template <class Real>
struct Lion {
    static constexpr int arrays = 1;
    Decay<Real> decay;
    Real lr, beta1, share1, beta2, share2;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& mean) const {
        g = decay.gradient(p, g);
        p -= lr * sign(beta1 * mean + share1 * g);
        mean = beta2 * mean + share2 * g;
    }
};

template <class Real>
struct Adabelief {
    static constexpr int arrays = 2;
    Decay<Real> decay;
    Real beta1, share1, beta2, share2, eps, rescale, step;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& mean, Real& spread) const {
        g = decay.gradient(p, g);
        mean = beta1 * mean + share1 * g;
        const Real surprise = g - mean;
        spread = beta2 * spread + share2 * (surprise * surprise) + eps;
        p -= step * (mean / (std::sqrt(spread) * rescale + eps));
    }
};

template <class Real>
struct Yogi {
    static constexpr int arrays = 2;
    Decay<Real> decay;
    Real lr, beta1, share1, share2, eps;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& mean, Real& square) const {
        g = decay.gradient(p, g);
        mean = beta1 * mean + share1 * g;
        const Real now = g * g;
        square -= share2 * sign(square - now) * now;
        p -= lr * (mean / (std::sqrt(square) + eps));
    }
};

/// Arrays: square, z, x. decay_step is a weight_decay where that is decoupled, share the c of the
/// average.
template <class Real>
struct ScheduleFree {
    static constexpr int arrays = 3;
    Decay<Real> decay;
    Real step, decay_step, beta1, share1, beta2, share2, eps, share;
    PIPELAB_INLINE void operator()(Real& y, Real g, Real& square, Real& z, Real& x) const {
        g = decay.gradient(y, g);
        square = beta2 * square + share2 * (g * g);
        z -= step * (g / (std::sqrt(square) + eps)) + decay_step * y;
        x += share * (z - x);
        y = share1 * z + beta1 * x;
    }
};

/// Arrays: n, z.
template <class Real>
struct Ftrl {
    static constexpr int arrays = 2;
    Decay<Real> decay;
    Real per_lr, beta, l1, l2;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& n, Real& z) const {
        g = decay.gradient(p, g);
        const Real before = std::sqrt(n);
        n += g * g;
        const Real root = std::sqrt(n);
        z += g - (root - before) * per_lr * p;
        const Real least = magnitude(z) - l1;
        p = least > 0 ? -sign(z) * least / ((beta + root) * per_lr + l2) : Real(0);
    }
};

/// The first of two passes of lamb: the means, and in `update` what r is.
template <class Real>
struct Lamb {
    static constexpr int arrays = 3;
    Decay<Real> decay;
    Real beta1, share1, beta2, share2, eps, unbias, rescale, pull;
    PIPELAB_INLINE void operator()(Real& p, Real g, Real& mean, Real& square, Real& update) const {
        g = decay.gradient(p, g);
        mean = beta1 * mean + share1 * g;
        square = beta2 * square + share2 * (g * g);
        update = mean * unbias / (std::sqrt(square) * rescale + eps) + pull * p;
    }
};

}  // namespace pipelab::optim::element
