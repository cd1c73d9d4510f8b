#include "base/elementary.hpp"
#include "optim/power.hpp"
#include "optim/rule_step.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace pipelab::optim::detail {
namespace {

template <class Real>
element::Arrays<Real> arrays_of(State<Real>& state, std::size_t tensor) {
    const auto array = [&](std::size_t k) {
        return k < state.arrays.size() ? state.arrays[k].tensors[tensor].data() : nullptr;
    };
    return {array(0), array(1), array(2)};
}

template <class Rule, class Real>
void sweep_part(const Rule& rule, const Step<Real>& step, std::size_t i, std::size_t begin,
                std::size_t end) {
    const Parameter<Real>& tensor = step.group[i];
    element::sweep(rule, tensor.value.data() + begin, tensor.gradient.data() + begin,
                   arrays_of(step.state, i).from(begin), end - begin);
}

/// The rule on all tensors. Blocks of all of them are one parallel loop: networks have many small
/// ones.
template <class Rule, class Real>
void sweep_group(const Rule& rule, const Step<Real>& step) {
    std::size_t total = 0;
    for (const Parameter<Real>& each : step.group) total += each.value.size();
    if (total < least_parallel) {
        for (std::size_t i = 0; i < step.group.size(); ++i)
            sweep_part(rule, step, i, 0, step.group[i].value.size());
        return;
    }
    struct Part {
        std::size_t tensor, begin, end;
    };
    std::vector<Part> parts;
    for (std::size_t i = 0; i < step.group.size(); ++i) {
        const std::size_t size = step.group[i].value.size();
        for (std::size_t begin = 0; begin < size; begin += parallel_block)
            parts.push_back({i, begin, std::min(begin + parallel_block, size)});
    }
    base::parallel_for(parts.size(), [&](std::size_t k) {
        sweep_part(rule, step, parts[k].tensor, parts[k].begin, parts[k].end);
    });
}

template <class Real>
void step_sgd(const Step<Real>& step) {
    const Settings& s = step.settings;
    if (step.state.arrays.empty())
        return sweep_group(element::Descent<Real>{step.decay(), real<Real>(step.lr)}, step);
    const bool first = step.state.steps == 1;
    const auto run = [&](auto rule) {
        rule.decay = step.decay();
        rule.lr = real<Real>(step.lr);
        rule.momentum = real<Real>(first ? 0 : s.momentum);
        rule.share = real<Real>(first ? 1 : 1 - s.dampening);
        rule.ahead = real<Real>(s.momentum);
        sweep_group(rule, step);
    };
    if (s.nesterov)
        run(element::Momentum<Real, true>{});
    else
        run(element::Momentum<Real, false>{});
}

template <class Real>
void step_asgd(const Step<Real>& step) {
    const Settings& s = step.settings;
    double& eta = step.scalar("eta");
    double& mu = step.scalar("mu");
    sweep_group(element::Asgd<Real>{step.decay(eta), real<Real>(eta), real<Real>(1 - s.lambd * eta),
                                    real<Real>(mu), mu == 1},
                step);
    eta = step.lr / base::pow(1 + s.lambd * step.lr * step.t(), s.alpha);
    mu = 1 / std::max(1.0, step.t() - s.t0);
}

template <class Real>
void step_adagrad(const Step<Real>& step) {
    const Settings& s = step.settings;
    const double lr = step.lr / (1 + (step.t() - 1) * s.lr_decay);
    sweep_group(element::Adagrad<Real>{step.decay(), real<Real>(lr), real<Real>(s.eps)}, step);
}

template <class Real>
void step_rmsprop(const Step<Real>& step) {
    const Settings& s = step.settings;
    const auto run = [&](auto rule) {
        rule.decay = step.decay();
        rule.lr = real<Real>(step.lr);
        rule.alpha = real<Real>(s.alpha);
        rule.share = real<Real>(1 - s.alpha);
        rule.eps = real<Real>(s.eps);
        rule.momentum = real<Real>(s.momentum);
        sweep_group(rule, step);
    };
    const bool with_momentum = step.state.arrays.size() == (s.centered ? 3 : 2);
    if (s.centered && with_momentum)
        run(element::Rmsprop<Real, true, true>{});
    else if (s.centered)
        run(element::Rmsprop<Real, true, false>{});
    else if (with_momentum)
        run(element::Rmsprop<Real, false, true>{});
    else
        run(element::Rmsprop<Real, false, false>{});
}

template <class Real>
void step_adadelta(const Step<Real>& step) {
    const Settings& s = step.settings;
    sweep_group(element::Adadelta<Real>{step.decay(), real<Real>(step.lr), real<Real>(s.rho),
                                        real<Real>(1 - s.rho), real<Real>(s.eps)},
                step);
}

/// What the rules like adam have in common.
template <class Real, class Rule>
void fill_moments(Rule& rule, const Step<Real>& step) {
    const Settings& s = step.settings;
    rule.decay = step.decay();
    rule.beta1 = real<Real>(s.beta1);
    rule.share1 = real<Real>(1 - s.beta1);
    if constexpr (requires { rule.beta2; }) rule.beta2 = real<Real>(s.beta2);
    if constexpr (requires { rule.share2; }) rule.share2 = real<Real>(1 - s.beta2);
    if constexpr (requires { rule.eps; }) rule.eps = real<Real>(s.eps);
    if constexpr (requires { rule.lr; }) rule.lr = real<Real>(step.lr);
    if constexpr (requires { rule.rescale; })
        rule.rescale = real<Real>(1 / std::sqrt(one_less_power(s.beta2, step.t())));
    if constexpr (requires { rule.step; })
        rule.step = real<Real>(step.lr / one_less_power(s.beta1, step.t()));
}

template <class Rule, class Real>
void step_moments(const Step<Real>& step) {
    Rule rule;
    fill_moments(rule, step);
    sweep_group(rule, step);
}

template <class Real>
void step_nadam(const Step<Real>& step) {
    const Settings& s = step.settings;
    const auto momentum = [&](double t) {
        return s.beta1 * (1 - 0.5 * base::pow(0.96, t * s.momentum_decay));
    };
    const double mu = momentum(step.t()), next = momentum(step.t() + 1);
    double& product = step.scalar("mu_product");
    product *= mu;
    const double product_next = product * (s.exact_product ? 1 : mu) * next;
    element::Nadam<Real> rule;
    fill_moments(rule, step);
    rule.gradient_step = real<Real>(step.lr * (1 - mu) / (1 - product));
    rule.mean_step = real<Real>(step.lr * next / (1 - product_next));
    sweep_group(rule, step);
}

template <class Real>
void step_radam(const Step<Real>& step) {
    const double beta2 = step.settings.beta2;
    const double correction = one_less_power(beta2, step.t());
    const double longest = 2 / (1 - beta2) - 1;
    const double length = longest - 2 * step.t() * (1 - correction) / correction;
    if (!(length > 5)) return step_moments<element::Radam<Real, false>>(step);
    const double rectification =
        std::sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
    element::Radam<Real, true> rule;
    fill_moments(rule, step);
    rule.step = real<Real>(step.lr / one_less_power(step.settings.beta1, step.t()) *
                           std::sqrt(correction) * rectification);
    sweep_group(rule, step);
}

template <class Real>
void step_schedule_free(const Step<Real>& step) {
    const Settings& s = step.settings;
    const double warm = s.warmup_steps > 0 ? std::min(1.0, step.t() / s.warmup_steps) : 1;
    const double rate = step.lr * std::sqrt(one_less_power(s.beta2, step.t())) * warm;
    double& sum = step.scalar("weight_sum");
    sum += rate * rate;
    element::ScheduleFree<Real> rule;
    fill_moments(rule, step);
    rule.decay = step.penalty();
    rule.step = real<Real>(rate);
    rule.decay_step = real<Real>(step.decay_share(rate));
    rule.share = real<Real>(sum > 0 ? rate * rate / sum : 0);
    sweep_group(rule, step);
}

template <class Real>
void step_rprop(const Step<Real>& step) {
    const Settings& s = step.settings;
    sweep_group(
        element::Rprop<Real>{step.direction(), real<Real>(s.etaminus), real<Real>(s.etaplus),
                             real<Real>(s.step_min), real<Real>(s.step_max)},
        step);
}

template <class Real>
void step_ftrl(const Step<Real>& step) {
    const Settings& s = step.settings;
    if (step.lr == 0) return;  // infinitely stiff: everything stays
    sweep_group(element::Ftrl<Real>{step.direction(), real<Real>(1 / step.lr), real<Real>(s.beta),
                                    real<Real>(s.l1), real<Real>(s.l2)},
                step);
}

}  // namespace

template <class Real>
void step_elements(const Step<Real>& step) {
    switch (step.settings.rule) {
        case Rule::sgd:
            return step_sgd(step);
        case Rule::asgd:
            return step_asgd(step);
        case Rule::adagrad:
            return step_adagrad(step);
        case Rule::rmsprop:
            return step_rmsprop(step);
        case Rule::adadelta:
            return step_adadelta(step);
        case Rule::adam:
        case Rule::adamw:
        case Rule::amsgrad:
            return step.settings.amsgrad ? step_moments<element::Adam<Real, true>>(step)
                                         : step_moments<element::Adam<Real, false>>(step);
        case Rule::adamax:
            return step_moments<element::Adamax<Real>>(step);
        case Rule::nadam:
            return step_nadam(step);
        case Rule::radam:
            return step_radam(step);
        case Rule::rprop:
            return step_rprop(step);
        case Rule::lion:
            return step_moments<element::Lion<Real>>(step);
        case Rule::adabelief:
            return step_moments<element::Adabelief<Real>>(step);
        case Rule::yogi:
            return step_moments<element::Yogi<Real>>(step);
        case Rule::schedule_free:
            return step_schedule_free(step);
        case Rule::ftrl:
            return step_ftrl(step);
        case Rule::lamb:
        case Rule::adafactor:
        case Rule::muon:
            return;  // whole tensors
    }
}

template void step_elements(const Step<float>&);
template void step_elements(const Step<double>&);

}  // namespace pipelab::optim::detail
