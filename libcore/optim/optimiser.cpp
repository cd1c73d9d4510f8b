#include "optim/optimiser.hpp"

#include "optim/rule_step.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace pipelab::optim {
namespace {

template <class Real>
const StateArrays<Real>* result_arrays(const State<Real>& state, Rule rule) {
    if (!averages(rule)) return nullptr;
    const std::string_view name = rule == Rule::asgd ? "ax" : "x";
    for (const auto& each : state.arrays)
        if (each.name == name) return &each;
    return nullptr;
}

/// Whether a restored state has what a state of these settings and parameters has.
template <class Real>
bool fits(const State<Real>& state, const State<Real>& fresh) {
    const auto same_name = [](const auto& a, const auto& b) { return a.name == b.name; };
    const auto same_sizes = [](const StateArrays<Real>& a, const StateArrays<Real>& b) {
        return a.name == b.name &&
               std::equal(a.tensors.begin(), a.tensors.end(), b.tensors.begin(), b.tensors.end(),
                          [](const auto& x, const auto& y) { return x.size() == y.size(); });
    };
    return std::equal(state.scalars.begin(), state.scalars.end(), fresh.scalars.begin(),
                      fresh.scalars.end(), same_name) &&
           std::equal(state.arrays.begin(), state.arrays.end(), fresh.arrays.begin(),
                      fresh.arrays.end(), same_sizes);
}

template <class Real>
void check_group(std::span<const Parameter<Real>> group) {
    for (const Parameter<Real>& each : group) {
        std::size_t product = 1;
        for (const std::size_t length : each.shape) product *= length;
        const bool shaped = each.shape.empty() || product == each.value.size();
        if (each.value.size() != each.gradient.size() || !shaped)
            throw std::invalid_argument("optimiser: a gradient or shape does not fit its tensor");
    }
}

}  // namespace

bool averages(Rule rule) { return rule == Rule::asgd || rule == Rule::schedule_free; }

template <class Real>
Optimiser<Real>::Optimiser(const Settings& settings) : settings_(settings), lr_(settings.lr) {
    check(settings);
}

template <class Real>
void Optimiser<Real>::set_momentum(double momentum) {
    const bool by_momentum = settings_.rule == Rule::sgd || settings_.rule == Rule::rmsprop ||
                             settings_.rule == Rule::muon;
    (by_momentum ? settings_.momentum : settings_.beta1) = momentum;
}

template <class Real>
void Optimiser<Real>::begin(std::span<const Parameter<Real>> group) {
    check_group(group);
    if (checked_) return;
    State<Real> fresh = detail::initial_state(settings_, lr_, group);
    if (state_.steps == 0)
        state_ = std::move(fresh);
    else if (!fits(state_, fresh))
        throw std::invalid_argument(std::string(name_of(settings_.rule)) +
                                    ": the state belongs to other settings or parameters");
    checked_ = true;
}

template <class Real>
void Optimiser<Real>::step(std::span<const Parameter<Real>> group) {
    begin(group);
    ++state_.steps;
    const detail::Step<Real> now{settings_, lr_, state_, group};
    switch (settings_.rule) {
        case Rule::lamb:
            return detail::step_lamb(now);
        case Rule::adafactor:
            return detail::step_adafactor(now);
        case Rule::muon:
            return detail::step_muon(now);
        default:
            return detail::step_elements(now);
    }
}

template <class Real>
void Optimiser<Real>::result(std::span<const Parameter<Real>> group,
                             std::span<const std::span<Real>> out) const {
    const StateArrays<Real>* arrays = result_arrays(state_, settings_.rule);
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (arrays != nullptr)
            std::copy(arrays->tensors[i].begin(), arrays->tensors[i].end(), out[i].begin());
        else
            std::copy(group[i].value.begin(), group[i].value.end(), out[i].begin());
    }
}

template <class Real>
void Optimiser<Real>::restore(State<Real> state) {
    state_ = std::move(state);
    checked_ = false;
}

template class Optimiser<float>;
template class Optimiser<double>;

}  // namespace pipelab::optim
