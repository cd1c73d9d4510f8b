#pragma once

#include "optim/step_sequence.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace pipelab::optim {

/// Gradient descent on the mean problem in the plane, J(w) = (1/n) sum |w - x_i|^2 / 2 over a fixed
/// sample x_1..x_n, where each step sees the gradient of a few of them only.
struct MeanProblem {
    using Place = std::array<double, 2>;
    std::vector<Place> sample;
    Place mean{};
    double radius = 0;  ///< the greatest distance of a sample point from the mean

    /// `size` points, uniform in a square of side 20 around the origin, on a grid of 0.01.
    static MeanProblem uniform(std::size_t size, std::uint64_t seed);
};

/// One descent: w_{k+1} = w_k - a_k (w_k - mean of a batch of points drawn with replacement).
struct BatchDescent {
    std::size_t batch = 0;  ///< as many as the sample: the whole of it, nothing drawn
    std::vector<MeanProblem::Place> path;  ///< w_1, w_2, ...
    std::vector<double> distances;         ///< |w_k - mean|
    /// |stochastic - true gradient| / |true gradient| at w_k, one less than the path is long.
    /// nullopt where the true gradient is 0.
    std::vector<std::optional<double>> relative_errors;
    /// What it cannot exceed: radius / |w_k - mean|. So far away all descents do the same, and near
    /// the mean the noise takes over.
    std::vector<std::optional<double>> bounds;
};
BatchDescent descend(const MeanProblem& problem, std::size_t batch, const StepSequence& steps,
                     std::size_t count, MeanProblem::Place start, std::uint64_t seed);

}  // namespace pipelab::optim
