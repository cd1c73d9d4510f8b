#include "optim/mean_is_sgd.hpp"

#include "base/random.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::optim {

std::vector<double> drawn_values(std::uint64_t seed, std::size_t count) {
    std::vector<double> values(count);
    base::Random(seed).normal(0, values);
    for (double& value : values) value = std::round((5 + 2 * value) * 100) / 100;
    return values;
}

MeanIsSgd::MeanIsSgd(StepSequence steps, double start)
    : mean_(steps, start),
      descent_(defaults(Rule::sgd)),
      steps_(std::move(steps)),
      descended_(start) {
    last_.robbins_monro = start;
}

const MeanIsSgd::Iterates& MeanIsSgd::push(double x) {
    Iterates& now = last_;
    now.x = x;
    now.step = steps_.at(++now.k);

    mean_.push(x);
    now.incremental_mean = mean_.state().mean;

    const double observation = now.robbins_monro - x;  // g(w) and noise
    now.robbins_monro -= now.step * observation;

    const double gradient = descended_ - x;
    const Parameter<double> parameter{{&descended_, 1}, {&gradient, 1}, {}};
    descent_.set_lr(now.step);
    descent_.step({&parameter, 1});
    now.sgd = descended_;

    sum_.add(x);
    square_sum_.add(x * x);
    step_sum_ += now.step;
    step_square_sum_ += now.step * now.step;
    now.sample_mean = sum_.value() / static_cast<double>(now.k);
    return now;
}

MeanIsSgd::Terms MeanIsSgd::terms(double expectation) const {
    const auto n = static_cast<double>(last_.k);
    const double mean = sum_.value() / n;
    const double spread = std::max(0.0, square_sum_.value() / n - mean * mean);
    Terms terms;
    terms.step_sum = step_sum_;
    terms.step_square_sum = step_square_sum_;
    terms.noise_mean = mean - expectation;
    terms.noise_mean_error = std::sqrt(spread / (n - 1));
    terms.noise_square = spread + terms.noise_mean * terms.noise_mean;
    return terms;
}

}  // namespace pipelab::optim
