#pragma once

#include "optim/parameter.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::optim {

/// What is done to gradients before a rule sees them, in this order: the mean of `accumulate`
/// gradients, centralization, clipping by value, clipping by norm, noise.
struct Transforms {
    /// A step is taken each so many gradients, with their mean.
    std::uint64_t accumulate = 1;
    /// From tensors of two axes or more: minus the mean over all axes but the first. Yong et al.
    /// 2020, equation 1.
    bool centralize = false;
    /// Elements are cut to [-clip_value, clip_value]; torch's clip_grad_value_.
    std::optional<double> clip_value;
    /// All gradients times min(1, clip_norm / (norm + 1e-6)), norm the Euclidean norm of all
    /// tensors together; torch's clip_grad_norm_.
    std::optional<double> clip_norm;
    /// Normal noise of variance noise / (1 + t)^noise_decay, t = 0, 1, ... the number of the step.
    /// Neelakantan et al. 2015, equation 1, where noise_decay is 0.55.
    double noise = 0;
    double noise_decay = 0.55;
    std::uint64_t seed = 0;
};

/// Applies Transforms to the gradients of a group, step by step. The same bits for any thread
/// count; element i of step t always gets the same noise.
template <class Real>
class GradientTransform {
  public:
    /// UsageError: accumulate 0, a bound that is not > 0, a negative or infinite noise.
    explicit GradientTransform(const Transforms& transforms);

    /// Takes the gradients of `group`, whose lengths never change. True if it is time for a step:
    /// then gradients() are what to step by.
    bool push(std::span<const Parameter<Real>> group);
    /// `group` with the gradients of the last push that said true, valid until the next push.
    std::vector<Parameter<Real>> gradients(std::span<const Parameter<Real>> group) const;

    /// The Euclidean norm of the last step's gradients before clipping by norm; 0 before.
    double norm() const { return norm_; }

    /// What goes on: the step count and the sums of gradients not yet stepped by.
    const State<Real>& state() const { return state_; }
    void restore(State<Real> state) { state_ = std::move(state); }

  private:
    void add(std::span<const Parameter<Real>> group);
    void change(std::span<const Parameter<Real>> group);

    Transforms transforms_;
    State<Real> state_;  // steps, "pending" as a scalar, "sum" as an array
    std::vector<base::Array<Real>> ready_;
    double norm_ = 0;
};

extern template class GradientTransform<float>;
extern template class GradientTransform<double>;

}  // namespace pipelab::optim
