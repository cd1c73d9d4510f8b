#include "optim/decay_grid.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "optim/optimiser.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::optim {
namespace {

constexpr std::size_t features = 64, examples = 200, tests = 2000, batch = 8, steps = 300;
constexpr double noise = 5, smallest_scale = 0.1;
constexpr int least_rate = -9, greatest_rate = -3;  // powers of two

/// Powers of two, such that the best ones lie within.
struct DecayRange {
    int least, greatest;
};
DecayRange decays_of(DecayMode mode) {
    return mode == DecayMode::decoupled_paper ? DecayRange{-10, 0} : DecayRange{-6, 6};
}

enum Stream : std::uint64_t { inputs, test_inputs, truth, noises, start, batches };

/// One linear problem, rows of features.
struct DecayProblem {
    std::vector<double> x, y, test_x, test_y, start;
    std::vector<std::uint64_t> drawn;  // examples of all batches
};

std::vector<double> normals(std::uint64_t seed, Stream stream, std::size_t count) {
    std::vector<double> values(count);
    base::Random(seed, stream).normal(0, values);
    return values;
}

std::vector<double> answers(const std::vector<double>& x, const std::vector<double>& w) {
    std::vector<double> y(x.size() / features);
    for (std::size_t i = 0; i < y.size(); ++i)
        for (std::size_t j = 0; j < features; ++j) y[i] += x[i * features + j] * w[j];
    return y;
}

DecayProblem make_problem(std::uint64_t seed) {
    DecayProblem problem;
    problem.x = normals(seed, inputs, examples * features);
    problem.test_x = normals(seed, test_inputs, tests * features);
    for (auto* rows : {&problem.x, &problem.test_x})
        for (std::size_t i = 0; i < rows->size(); ++i)
            (*rows)[i] *= base::exp(base::log(smallest_scale) * static_cast<double>(i % features) /
                                    (features - 1));
    const auto w = normals(seed, truth, features);
    problem.y = answers(problem.x, w);
    problem.test_y = answers(problem.test_x, w);
    const auto errors = normals(seed, noises, examples);
    for (std::size_t i = 0; i < examples; ++i) problem.y[i] += noise * errors[i];
    problem.start = normals(seed, start, features);
    problem.drawn.resize(steps * batch);
    base::Random(seed, batches).integer(0, examples, problem.drawn);
    return problem;
}

double error_after_training(const DecayProblem& problem, const Settings& settings) {
    Optimiser<double> optimiser(settings);
    std::vector<double> w = problem.start, gradient(features);
    for (std::size_t t = 0; t < steps; ++t) {
        std::fill(gradient.begin(), gradient.end(), 0.0);
        for (std::size_t i = 0; i < batch; ++i) {
            const std::size_t row = problem.drawn[t * batch + i];
            const double* x = &problem.x[row * features];
            double miss = -problem.y[row];
            for (std::size_t j = 0; j < features; ++j) miss += x[j] * w[j];
            for (std::size_t j = 0; j < features; ++j) gradient[j] += miss * x[j] / batch;
        }
        const double turn = static_cast<double>(t) / (2 * steps);
        optimiser.set_lr(settings.lr * 0.5 * (1 + base::cos_turns(turn)));
        const Parameter<double> parameter{w, gradient, {}};
        optimiser.step({&parameter, 1});
    }
    const auto y = answers(problem.test_x, w);
    double error = 0;
    for (std::size_t i = 0; i < tests; ++i) {
        const double miss = y[i] - problem.test_y[i];
        error += miss * miss / tests;
    }
    return error;
}

/// Where the logarithm of `errors` is least, in columns.
double lowest_column(const std::vector<double>& errors) {
    const auto at =
        static_cast<std::size_t>(std::min_element(errors.begin(), errors.end()) - errors.begin());
    const auto column = static_cast<double>(at);
    if (at == 0 || at + 1 == errors.size()) return column;
    const double left = base::log(errors[at - 1]), here = base::log(errors[at]),
                 right = base::log(errors[at + 1]);
    const double bend = left - 2 * here + right;
    return bend > 0 ? column + 0.5 * (left - right) / bend : column;
}

double slope(const std::vector<double>& x, const std::vector<double>& y) {
    const auto mean = [](const std::vector<double>& values) {
        double sum = 0;
        for (const double value : values) sum += value;
        return sum / static_cast<double>(values.size());
    };
    const double x_mean = mean(x), y_mean = mean(y);
    double product = 0, square = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        product += (x[i] - x_mean) * (y[i] - y_mean);
        square += (x[i] - x_mean) * (x[i] - x_mean);
    }
    return product / square;
}

Settings settings_of(DecayMode mode, double rate, double decay) {
    Settings settings = defaults(mode == DecayMode::l2 ? Rule::adam : Rule::adamw);
    settings.decay = mode;
    settings.lr = rate;
    settings.weight_decay = decay;
    return settings;
}

}  // namespace

std::optional<DecayGrid> decay_grid(DecayMode mode, std::uint64_t seed, base::Control control) {
    DecayGrid grid;
    grid.mode = mode;
    for (int i = least_rate; i <= greatest_rate; ++i) grid.rates.push_back(std::ldexp(1.0, i));
    const DecayRange range = decays_of(mode);
    for (int i = range.least; i <= range.greatest; ++i) grid.decays.push_back(std::ldexp(1.0, i));
    const std::size_t width = grid.decays.size();
    const std::size_t cells = grid.rates.size() * width;
    grid.errors.assign(grid.rates.size(), std::vector<double>(width));

    const DecayProblem problem = make_problem(seed);
    const base::Phase phase(control.progress, "training", cells, "cells");
    base::parallel_for(cells, [&](std::size_t cell) {
        if (control.cancellation.requested()) return;
        const std::size_t row = cell / width, column = cell % width;
        grid.errors[row][column] =
            error_after_training(problem, settings_of(mode, grid.rates[row], grid.decays[column]));
        control.progress.advance(1);
    });
    if (control.cancellation.requested()) return std::nullopt;

    std::vector<double> rate_logarithms, decay_logarithms;
    for (std::size_t row = 0; row < grid.rates.size(); ++row) {
        const std::vector<double>& errors = grid.errors[row];
        grid.best_places.push_back(lowest_column(errors));
        grid.least_errors.push_back(*std::min_element(errors.begin(), errors.end()));
        const double logarithm = range.least + grid.best_places.back();
        const double whole = std::floor(logarithm);
        grid.best_decays.push_back(
            std::ldexp(base::exp((logarithm - whole) * base::log(2)), static_cast<int>(whole)));
        decay_logarithms.push_back(logarithm);
        rate_logarithms.push_back(least_rate + static_cast<double>(row));
    }
    grid.tilt = slope(rate_logarithms, decay_logarithms);
    return grid;
}

}  // namespace pipelab::optim
