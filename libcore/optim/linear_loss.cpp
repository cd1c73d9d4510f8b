#include "optim/linear_loss.hpp"

#include "base/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::optim {
namespace {

/// The z >= z0 with z + e^z = z0 + e^z0 + rate, minus z0. Convex and increasing, so that Newton's
/// method comes down from the right: Euler's step goes too far, and so does e^z = e^z0 + rate.
double logistic_flow(double z0, double rate) {
    const double e0 = base::exp(z0);
    if (!(e0 < 1e15)) return rate / (1 + e0);  // the slope does not change
    double step = rate / (1 + e0);
    if (step > 1) {
        step = std::min(step, base::log(e0 + rate) - z0);
    } else {
        step -= e0 / (1 + e0) * step * step / 2;  // Taylor's second term
    }
    for (int i = 0; i < 50; ++i) {
        // e^(z0 + step) - e^z0 + step - rate, without cancellation
        const double grown = e0 * base::expm1(step);
        const double change = (grown + step - rate) / (1 + e0 + grown);
        step -= change;
        // Half of the square of what changed, at most, is still to come.
        if (!(std::abs(change) > 1e-7 * step)) break;
    }
    return step;
}

double huber_flow(double error, double delta, double rate) {
    const double size = std::abs(error);
    double moved = 0;
    if (size > delta) {
        const double to_middle = (size - delta) / delta;
        if (rate <= to_middle) return std::copysign(delta * rate, error);
        moved = size - delta;
        rate -= to_middle;
    }
    moved += -std::min(size, delta) * base::expm1(-rate);
    return std::copysign(moved, error);
}

}  // namespace

Task LinearLoss::task() const {
    if (kind == Kind::softmax) return Task::multiclass;
    return kind == Kind::logistic || kind == Kind::hinge ? Task::binary : Task::regression;
}

double LinearLoss::value(double p, double y) const {
    const double error = y - p;
    switch (kind) {
        case Kind::squared:
            return error * error;
        case Kind::logistic: {
            const double z = -y * p;
            return std::max(z, 0.0) + base::log1p(base::exp(-std::abs(z)));
        }
        case Kind::hinge:
            return std::max(0.0, 1 - y * p);
        case Kind::huber:
            return std::abs(error) <= delta ? error * error / 2
                                            : delta * (std::abs(error) - delta / 2);
        case Kind::quantile:
            return error >= 0 ? quantile * error : (quantile - 1) * error;
        case Kind::softmax:
            break;
    }
    return 0;
}

double LinearLoss::derivative(double p, double y) const {
    const double error = y - p;
    switch (kind) {
        case Kind::squared:
            return -2 * error;
        case Kind::logistic:
            return -y * logistic(-y * p);
        case Kind::hinge:
            return y * p < 1 ? -y : 0;
        case Kind::huber:
            return -std::clamp(error, -delta, delta);
        case Kind::quantile:
            return error > 0 ? -quantile : error < 0 ? 1 - quantile : 0;
        case Kind::softmax:
            break;
    }
    return 0;
}

double LinearLoss::curvature(double p, double y) const {
    switch (kind) {
        case Kind::squared:
            return 2;
        case Kind::logistic: {
            const double q = logistic(p);
            return q * logistic(-p);
        }
        case Kind::huber:
            return std::abs(y - p) <= delta ? 1 : 0;
        case Kind::hinge:
        case Kind::quantile:
        case Kind::softmax:
            break;
    }
    return 0;
}

double LinearLoss::flow(double p, double y, double rate) const {
    const double error = y - p;
    switch (kind) {
        case Kind::squared:
            return -error * base::expm1(-2 * rate);
        case Kind::logistic:
            return y * logistic_flow(y * p, rate);
        case Kind::hinge:
            return y * std::clamp(1 - y * p, 0.0, rate);
        case Kind::huber:
            return huber_flow(error, delta, rate);
        case Kind::quantile:
            return error >= 0 ? std::min(quantile * rate, error)
                              : std::max((quantile - 1) * rate, error);
        case Kind::softmax:
            break;
    }
    return 0;
}

double logistic(double p) {
    const double e = base::exp(-std::abs(p));
    return (p >= 0 ? 1.0 : e) / (1 + e);
}

double softmax(double* margins, std::size_t count) {
    if (count == 0) return 0;
    const double greatest = *std::max_element(margins, margins + count);
    double sum = 0;
    for (std::size_t k = 0; k < count; ++k) {
        margins[k] = base::exp(margins[k] - greatest);
        sum += margins[k];
    }
    for (std::size_t k = 0; k < count; ++k) margins[k] /= sum;
    return greatest + base::log(sum);
}

}  // namespace pipelab::optim
