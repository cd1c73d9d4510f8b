#include "optim/linear_newton.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::optim {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

/// Roughly solves (penalty + X' D X) d = -gradient.
Vector newton_direction(LinearProblem& problem, const Vector& gradient, double forcing,
                        ExactFit& fit, const base::Cancellation& cancellation) {
    const std::size_t size = gradient.size();
    Vector diagonal = problem.diagonal();
    for (std::size_t i = 0; i < size; ++i) {
        diagonal[i] += problem.penalty(i);
        if (!(diagonal[i] > 0)) diagonal[i] = 1;
    }
    Vector direction(size), residual(size), scaled(size);
    for (std::size_t i = 0; i < size; ++i) {
        residual[i] = -gradient[i];
        scaled[i] = residual[i] / diagonal[i];
    }
    Vector search = scaled;
    double energy = dot(residual, scaled);
    const double enough = forcing * forcing * energy;
    for (std::size_t k = 0; k < size + 10 && energy > enough; ++k) {
        base::stop_if_requested(cancellation);
        Vector product = problem.product(search);
        for (std::size_t i = 0; i < size; ++i) product[i] += problem.penalty(i) * search[i];
        ++fit.products;
        const double curvature = dot(search, product);
        if (!(curvature > 0)) break;
        const double step = energy / curvature;
        for (std::size_t i = 0; i < size; ++i) {
            direction[i] += step * search[i];
            residual[i] -= step * product[i];
            scaled[i] = residual[i] / diagonal[i];
        }
        const double next = dot(residual, scaled);
        const double turn = next / energy;
        for (std::size_t i = 0; i < size; ++i) search[i] = scaled[i] + turn * search[i];
        energy = next;
    }
    return direction;
}

}  // namespace

ExactFit fit_exact(const RowStore& rows, std::span<const double> row_weights, std::size_t outputs,
                   const ExactProblem& statement, base::Control control) {
    LinearProblem problem(rows, row_weights, outputs, statement);
    ExactFit fit;
    Vector& w = fit.weights;
    w.assign(problem.size(), 0.0);
    fit.objective = problem.loss(0, {});
    double first = 0;
    const bool huber = statement.loss.kind == LinearLoss::Kind::huber;
    problem.reweighted = huber;
    const base::Phase phase(control.progress, "solving", 0, "steps");
    while (true) {
        problem.differentiate();
        Vector gradient = problem.slope_sums();
        for (std::size_t i = 0; i < w.size(); ++i) gradient[i] += problem.penalty(i) * w[i];
        const double norm = std::sqrt(dot(gradient, gradient));
        if (fit.iterations == 0) first = norm;
        fit.gradient = first > 0 ? norm / first : 0;
        fit.converged = fit.gradient <= statement.tolerance;
        if (fit.converged || fit.iterations == statement.most_iterations) break;
        const double forcing = std::min(0.1, std::sqrt(fit.gradient));
        const Vector direction =
            newton_direction(problem, gradient, forcing, fit, control.cancellation);
        const Vector along = problem.margins_of(direction);
        const double slope = dot(gradient, direction);
        // Differences of sums of many losses are not better than this.
        const double noise = 1e-14 * std::abs(fit.objective);
        double step = 1, next = 0;
        if (!(slope < 0)) step = 0;
        for (; step > 1e-12; step /= 2) {
            next = problem.penalties(w, step, direction) + problem.loss(step, along);
            if (next <= fit.objective + 1e-4 * step * slope + noise) break;
        }
        if (!(step > 1e-12)) {
            if (!huber || problem.reweighted) break;
            problem.reweighted = true;
            continue;
        }
        problem.reweighted = huber && step < 1;
        for (std::size_t i = 0; i < w.size(); ++i) w[i] += step * direction[i];
        problem.move(step, along);
        fit.objective = next;
        ++fit.iterations;
        control.progress.advance(1);
    }
    return fit;
}

}  // namespace pipelab::optim
