#pragma once

#include "base/exact_sum.hpp"
#include "optim/optimiser.hpp"
#include "optim/running_mean.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::optim {

/// `count` draws from the normal distribution of mean 5 and standard deviation 2, to two decimals.
std::vector<double> drawn_values(std::uint64_t seed, std::size_t count);

/// One algorithm under three names, each run by its own code on the same values: the incremental
/// mean, Robbins and Monro's method for the root of g(w) = w - E[X], of which w - x_k is a noisy
/// value, and stochastic gradient descent on J(w) = E[(w - X)^2] / 2, whose gradient that is.
class MeanIsSgd {
  public:
    MeanIsSgd(StepSequence steps, double start);

    struct Iterates {
        std::uint64_t k = 0;
        double x = 0, step = 0;
        double incremental_mean = 0, robbins_monro = 0, sgd = 0;
        double sample_mean = 0;  ///< exactly rounded, of x_1 to x_k
    };
    /// Takes x_k. Not behind the end of a list of steps.
    const Iterates& push(double x);
    const Iterates& last() const { return last_; }

    /// What Dvoretzky (1956) asks for, so that D_k = w_k - E[X] goes to 0 with probability 1 in
    /// D_{k+1} = (1 - a_k) D_k + a_k e_k, e_k = x_k - E[X]: that sum a_k diverges and sum a_k^2
    /// converges, E[e_k] = 0 and E[e_k^2] is bounded, whatever happened before.
    struct Terms {
        double step_sum = 0, step_square_sum = 0;
        double noise_mean = 0, noise_mean_error = 0;  ///< with its standard error
        double noise_square = 0;                      ///< the mean of e_k^2
    };
    /// Of the values so far, at least two, where E[X] is `expectation`. O(1).
    Terms terms(double expectation) const;

  private:
    RunningMean mean_;
    Optimiser<double> descent_;
    StepSequence steps_;
    double descended_;
    Iterates last_;
    base::ExactSum sum_, square_sum_;
    double step_sum_ = 0, step_square_sum_ = 0;
};

}  // namespace pipelab::optim
