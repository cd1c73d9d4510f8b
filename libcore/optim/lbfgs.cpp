#include "optim/lbfgs.hpp"

#include "base/error.hpp"
#include "optim/line_search.hpp"
#include "optim/norms.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::optim {
namespace {

bool finite(double value, const std::vector<double>& gradient) {
    return std::isfinite(value) && all_finite(std::span<const double>(gradient));
}

double sum_of_magnitudes(std::span<const double> values) {
    double sum = 0;
    for (const double each : values) sum += std::abs(each);
    return sum;
}

/// The rules in torch's order, then the target.
Stop stop_after(const StoppingRules& rules, const Minimum& now, double before, double move,
                std::uint64_t evaluations, bool evaluated) {
    if (evaluated && now.value <= rules.target) return Stop::target;
    if (now.iterations >= rules.iterations) return Stop::iterations;
    if (evaluations >= rules.evaluations) return Stop::evaluations;
    if (largest_magnitude(now.gradient) <= rules.gradient_tolerance) return Stop::gradient;
    if (move <= rules.step_tolerance) return Stop::step;
    if (std::abs(now.value - before) < rules.change_tolerance) return Stop::change;
    return Stop::running;
}

}  // namespace

Lbfgs::Lbfgs(const LbfgsOptions& options) : options_(options) {
    if (!(options.lr > 0 && std::isfinite(options.lr)))
        throw base::UsageError("lr: expected a number above 0");
    if (options.history_size == 0) throw base::UsageError("history_size: expected at least 1");
}

/// The pair of the last step, if it has curvature.
void Lbfgs::remember(std::span<const double> gradient) {
    const std::size_t n = gradient.size();
    Pair pair{std::vector<double>(n), std::vector<double>(n), 0};
    for (std::size_t i = 0; i < n; ++i) {
        pair.y[i] = gradient[i] - previous_gradient_[i];
        pair.s[i] = direction_[i] * step_;
    }
    const double curvature = dot(pair.y, pair.s);
    if (!(curvature > 1e-10)) return;
    pair.inverse_curvature = 1 / curvature;
    scale_ = curvature / dot(pair.y, pair.y);
    if (pairs_.size() == options_.history_size) pairs_.pop_front();
    pairs_.push_back(std::move(pair));
}

/// The two loops: the direction is minus the inverse Hessian times the gradient.
void Lbfgs::turn(std::span<const double> gradient) {
    direction_.resize(gradient.size());
    for (std::size_t i = 0; i < gradient.size(); ++i) direction_[i] = -gradient[i];
    const auto add = [&](double factor, const std::vector<double>& v) {
        for (std::size_t i = 0; i < v.size(); ++i) direction_[i] += factor * v[i];
    };
    std::vector<double> shares(pairs_.size());
    for (std::size_t k = pairs_.size(); k-- > 0;) {
        shares[k] = dot(pairs_[k].s, direction_) * pairs_[k].inverse_curvature;
        add(-shares[k], pairs_[k].y);
    }
    for (double& each : direction_) each *= scale_;
    for (std::size_t k = 0; k < pairs_.size(); ++k) {
        const double share = dot(pairs_[k].y, direction_) * pairs_[k].inverse_curvature;
        add(shares[k] - share, pairs_[k].s);
    }
}

/// A step along the direction; false if what lies there is not finite.
bool Lbfgs::advance(const Objective& f, Result& now, double slope, bool last) {
    const std::uint64_t before = evaluations_;
    if (options_.strong_wolfe) {
        const LineSearch search{.change_tolerance = options_.stopping.step_tolerance};
        LinePoint found = search.run(f, now.x, direction_, {0, now.value, now.gradient, slope},
                                     step_, evaluations_);
        step_ = found.t;
        for (std::size_t i = 0; i < now.x.size(); ++i) now.x[i] += step_ * direction_[i];
        now.value = found.value;
        now.gradient = std::move(found.gradient);
    } else {
        std::vector<double> x = now.x, gradient(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) x[i] += step_ * direction_[i];
        if (!all_finite(std::span<const double>(x))) return false;
        if (!last) {
            const double value = f(x, gradient);
            ++evaluations_;
            if (!finite(value, gradient)) return false;
            now.value = value;
            now.gradient = std::move(gradient);
        }
        now.x = std::move(x);
        now.evaluated = !last;
    }
    now.evaluations += evaluations_ - before;
    return true;
}

Lbfgs::Result Lbfgs::run(const Objective& f, std::span<const double> x, const Watch& watch) {
    Result now;
    now.x.assign(x.begin(), x.end());
    now.gradient.resize(x.size());
    now.value = f(now.x, now.gradient);
    now.evaluations = 1;
    ++evaluations_;
    if (!finite(now.value, now.gradient))
        now.stop = Stop::not_finite;
    else if (now.value <= options_.stopping.target)
        now.stop = Stop::target;
    else if (largest_magnitude(now.gradient) <= options_.stopping.gradient_tolerance)
        now.stop = Stop::gradient;
    else if (options_.stopping.iterations == 0)
        now.stop = Stop::iterations;
    if (watch) watch(now);
    while (now.stop == Stop::running) {
        ++now.iterations;
        if (++iterations_ > 1) remember(now.gradient);
        turn(now.gradient);
        previous_gradient_ = now.gradient;
        step_ = options_.lr *
                (iterations_ == 1 ? std::min(1.0, 1 / sum_of_magnitudes(now.gradient)) : 1);
        const double slope = dot(now.gradient, direction_);
        if (!(slope <= -options_.stopping.change_tolerance)) {
            now.stop = Stop::slope;
            break;
        }
        const double before = now.value;
        const bool last = now.iterations == options_.stopping.iterations;
        if (!advance(f, now, slope, last)) {
            now.stop = Stop::not_finite;
            break;
        }
        now.stop = stop_after(options_.stopping, now, before,
                              largest_magnitude(direction_) * std::abs(step_), now.evaluations,
                              now.evaluated);
        if (watch) watch(now);
    }
    return now;
}

}  // namespace pipelab::optim
