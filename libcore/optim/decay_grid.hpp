#pragma once

#include "base/progress.hpp"
#include "optim/rule.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace pipelab::optim {

/// How well Adam learns a noisy linear regression, for learning rates by weight decays: the
/// experiment of Loshchilov and Hutter ("Decoupled weight decay regularization", ICLR 2019,
/// figure 2) on a problem of seconds. 64 features whose scales fall from 1 to 0.1, 200 examples
/// with noise of standard deviation 5, batches of 8, 300 steps under a cosine schedule; the error
/// is measured on 2,000 examples without noise.
struct DecayGrid {
    DecayMode mode;
    std::vector<double> rates, decays;        ///< powers of two, ascending
    std::vector<std::vector<double>> errors;  ///< mean squared, of each rate by each decay
    /// The best decay of each rate, between the columns by a parabola through the logarithms of the
    /// errors.
    std::vector<double> best_decays;
    std::vector<double> best_places;   ///< the same in columns, from 0
    std::vector<double> least_errors;  ///< of each rate
    /// The slope of log2 best_decays over log2 rates, by least squares: 0 where the best decay does
    /// not depend on the rate, -1 where only their product matters.
    double tilt = 0;
};

/// Cells run in parallel, the same bits for any number of threads. nullopt if cancelled.
std::optional<DecayGrid> decay_grid(DecayMode mode, std::uint64_t seed, base::Control control);

}  // namespace pipelab::optim
