#include "optim/batch_descents.hpp"

#include "base/random.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::optim {
namespace {

using Place = MeanProblem::Place;

constexpr std::uint64_t sample_stream = 0, first_batch_stream = 1;

double distance(const Place& a, const Place& b) {
    const double x = a[0] - b[0], y = a[1] - b[1];
    return std::sqrt(x * x + y * y);
}

Place mean_of(const std::vector<Place>& places) {
    Place mean{};
    for (const Place& place : places)
        for (std::size_t axis = 0; axis < 2; ++axis) mean[axis] += place[axis];
    for (double& coordinate : mean) coordinate /= static_cast<double>(places.size());
    return mean;
}

}  // namespace

MeanProblem MeanProblem::uniform(std::size_t size, std::uint64_t seed) {
    const base::Random random(seed, sample_stream);
    MeanProblem problem;
    for (std::size_t i = 0; i < size; ++i) {
        const auto coordinate = [&](std::size_t axis) {
            return std::round((20 * random.uniform(2 * i + axis) - 10) * 100) / 100;
        };
        problem.sample.push_back({coordinate(0), coordinate(1)});
    }
    problem.mean = mean_of(problem.sample);
    for (const Place& place : problem.sample)
        problem.radius = std::max(problem.radius, distance(place, problem.mean));
    return problem;
}

BatchDescent descend(const MeanProblem& problem, std::size_t batch, const StepSequence& steps,
                     std::size_t count, Place start, std::uint64_t seed) {
    const base::Random random(seed, first_batch_stream + batch);
    const bool whole = batch >= problem.sample.size();
    BatchDescent descent;
    descent.batch = batch;
    Place w = start;
    for (std::size_t k = 0;; ++k) {
        const double away = distance(w, problem.mean);
        descent.path.push_back(w);
        descent.distances.push_back(away);
        if (k == count) return descent;

        std::vector<Place> drawn;
        for (std::size_t i = 0; i < batch && !whole; ++i)
            drawn.push_back(problem.sample[random.integer(k * batch + i, problem.sample.size())]);
        const Place seen = whole ? problem.mean : mean_of(drawn);
        if (away > 0) {
            descent.relative_errors.push_back(distance(seen, problem.mean) / away);
            descent.bounds.push_back(problem.radius / away);
        } else {
            descent.relative_errors.push_back(std::nullopt);
            descent.bounds.push_back(std::nullopt);
        }
        const double step = steps.at(k + 1);
        for (std::size_t axis = 0; axis < 2; ++axis) w[axis] -= step * (w[axis] - seen[axis]);
    }
}

}  // namespace pipelab::optim
