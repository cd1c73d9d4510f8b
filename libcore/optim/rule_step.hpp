#pragma once

#include "base/parallel.hpp"
#include "optim/element_kernels.hpp"
#include "optim/parameter.hpp"
#include "optim/rule.hpp"

#include <span>
#include <string_view>

/// What Optimiser is made of: one step of each kind of rule.
namespace pipelab::optim::detail {

template <class Real>
struct Step {
    const Settings& settings;
    double lr;
    State<Real>& state;  ///< its steps count this one
    std::span<const Parameter<Real>> group;

    double t() const { return static_cast<double>(state.steps); }
    /// The sign, penalty and decay that the settings ask for at this learning rate.
    element::Decay<Real> decay() const { return decay(lr); }
    /// The same where the decay is multiplied by another rate.
    element::Decay<Real> decay(double rate) const;
    /// What a decoupled decay takes away: a share of p. 0 where it is in the gradient.
    double decay_share(double rate) const;
    /// The sign alone: for rules without weight decay.
    element::Decay<Real> direction() const {
        return {static_cast<Real>(settings.maximize ? -1 : 1), Real(0), Real(1)};
    }
    /// The decay of rules that mix it into their update: l2 only.
    element::Decay<Real> penalty() const;
    double& scalar(std::string_view name) const;
};

/// The arrays and scalars that the rule begins with, for these parameters.
template <class Real>
State<Real> initial_state(const Settings& settings, double lr,
                          std::span<const Parameter<Real>> group);

/// The elementwise rules.
template <class Real>
void step_elements(const Step<Real>& step);

/// Those that look at a whole tensor.
template <class Real>
void step_lamb(const Step<Real>& step);
template <class Real>
void step_adafactor(const Step<Real>& step);
template <class Real>
void step_muon(const Step<Real>& step);

/// Whether muon takes the tensor for a matrix: two axes or more.
template <class Real>
bool is_matrix(const Parameter<Real>& tensor) {
    return tensor.shape.size() >= 2;
}

/// From so many elements on work is cut into blocks for all threads.
inline constexpr std::size_t least_parallel = 100'000;
inline constexpr std::size_t parallel_block = std::size_t{1} << 16;

/// `rule` on one tensor.
template <class Rule, class Real>
void sweep_tensor(const Rule& rule, const Parameter<Real>& tensor,
                  const element::Arrays<Real>& arrays) {
    const auto part = [&](std::size_t, std::size_t begin, std::size_t end) {
        element::sweep(rule, tensor.value.data() + begin, tensor.gradient.data() + begin,
                       arrays.from(begin), end - begin);
    };
    if (tensor.value.size() < least_parallel) return part(0, 0, tensor.value.size());
    base::parallel_blocks(tensor.value.size(), parallel_block, part);
}

/// A scalar of the step as the arrays take it.
template <class Real>
Real real(double value) {
    return static_cast<Real>(value);
}

}  // namespace pipelab::optim::detail
