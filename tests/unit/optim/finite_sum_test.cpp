#include "optim/finite_sum.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "catch.hpp"
#include "optim/linear_newton.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace finite_sum_test {

using namespace pipelab;
using namespace pipelab::optim;
using Method = VarianceReduction::Method;
using Loss = LinearLoss::Kind;

namespace {

/// Sparse rows with an intercept and importance weights, a feature twice in some of them.
RowStore store(std::size_t count, std::size_t width, Loss loss) {
    LinearRows rows;
    const base::Random random(21);
    std::uint64_t draw = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        double score = 0.3;
        rows.index.push_back(0);
        rows.value.push_back(1);
        for (std::uint32_t f = 1; f < width; ++f) {
            if (random.uniform(draw++) < 0.6) continue;
            const double x = random.normal(1000000 + draw++);
            score += (f % 2 == 0 ? 1 : -0.5) * x;
            rows.index.push_back(f);
            rows.value.push_back(x);
        }
        if (i % 5 == 0) {
            rows.index.push_back(1);
            rows.value.push_back(0.5);
        }
        score += random.normal(2000000 + i);
        rows.labels.push_back(loss == Loss::logistic  ? (score > 0 ? 1.0 : -1.0)
                              : loss == Loss::softmax ? (score > 1   ? 2.0
                                                         : score > 0 ? 1.0
                                                                     : 0.0)
                                                      : score);
        rows.weights.push_back(0.5 + random.uniform(3000000 + i));
        rows.ends.push_back(rows.index.size());
    }
    RowStore kept;
    kept.append(rows, 0, rows.size());
    return kept;
}

ExactProblem problem_of(Loss loss, double l2, std::size_t rows) {
    ExactProblem problem;
    problem.loss.kind = loss;
    problem.cost = l2 > 0 ? 1 / (l2 * static_cast<double>(rows)) : 1;
    problem.penalty = l2 > 0 ? 1 : 0;
    problem.tolerance = 1e-12;
    return problem;
}

/// Steps in all coordinates, as the papers write them: for rows without penalty of feature 0.
std::vector<double> dense(const RowStore& rows, const ExactProblem& problem, Method method,
                          double lr, std::uint64_t epochs, std::uint64_t seed) {
    const LinearRows& block = rows.blocks()[0];
    const std::size_t n = rows.size(), width = rows.width();
    double total = 0;
    for (std::size_t i = 0; i < n; ++i) total += problem.cost * block.weight(i);
    const auto slope = [&](std::size_t i, const std::vector<double>& w) {
        double margin = 0;
        const Features row = block.features(i);
        for (std::size_t k = 0; k < row.size(); ++k) margin += w[row.index[k]] * row.value[k];
        return static_cast<double>(n) * problem.cost * block.weight(i) / total *
               problem.loss.derivative(margin, block.labels[i]);
    };
    std::vector<double> w(width), known(n);
    const auto look = [&] {
        for (std::size_t i = 0; i < n; ++i) known[i] = slope(i, w);
    };
    look();
    const base::Random random(seed);
    std::uint64_t draw = 0;
    for (std::uint64_t epoch = 0; epoch < epochs; ++epoch) {
        if (method == Method::svrg) look();
        const std::vector<double> anchor = known;
        for (std::size_t t = 0; t < (method == Method::svrg ? 2 : 1) * n; ++t) {
            const std::size_t i = random.integer(draw++, n);
            std::vector<double> step(width);
            for (std::size_t r = 0; r < n; ++r) {
                const Features row = block.features(r);
                for (std::size_t k = 0; k < row.size(); ++k)
                    step[row.index[k]] += known[r] * row.value[k] / static_cast<double>(n);
            }
            const double fresh = slope(i, w);
            const Features row = block.features(i);
            for (std::size_t k = 0; k < row.size(); ++k)
                step[row.index[k]] += (fresh - known[i]) * row.value[k];
            for (std::size_t f = 0; f < width; ++f)
                w[f] -= lr * (step[f] + (f > 0 ? problem.penalty / total * w[f] : 0));
            if (method == Method::saga) known[i] = fresh;
        }
    }
    return w;
}

}  // namespace

TEST_CASE("SVRG and SAGA with lazy coordinates are the methods of their papers") {
    for (const Loss loss : {Loss::squared, Loss::logistic})
        for (const Method method : {Method::svrg, Method::saga})
            for (const double l2 : {0.0, 0.05}) {
                const RowStore rows = store(40, 12, loss);
                const ExactProblem problem = problem_of(loss, l2, rows.size());
                const VarianceReduction reduction{method, 0.01, 3, 5};
                const ExactFit found =
                    fit_reduced(rows, {}, 1, problem, reduction, base::Control::none());
                const auto expected = dense(rows, problem, method, 0.01, 3, 5);
                CHECK(found.iterations == 3);
                for (std::size_t i = 0; i < expected.size(); ++i)
                    CHECK(found.weights[i] == Approx(expected[i]).epsilon(1e-11).margin(1e-14));
            }
}

TEST_CASE("SVRG and SAGA reach the optimum that Newton's method finds") {
    for (const Loss loss : {Loss::squared, Loss::logistic, Loss::huber, Loss::softmax})
        for (const Method method : {Method::svrg, Method::saga}) {
            const RowStore rows = store(300, 8, loss);
            const std::size_t outputs = loss == Loss::softmax ? 3 : 1;
            std::vector<double> weights(rows.size(), 1.0);
            for (std::size_t i = 0; i < weights.size(); i += 3) weights[i] = 2;
            const ExactProblem problem = problem_of(loss, 0.02, rows.size());
            const ExactFit exact =
                fit_exact(rows, weights, outputs, problem, base::Control::none());
            const VarianceReduction reduction{method, std::nullopt, 2000, 1};
            const ExactFit found =
                fit_reduced(rows, weights, outputs, problem, reduction, base::Control::none());
            INFO(static_cast<int>(loss) << " in " << found.iterations << " epochs");
            CHECK(found.converged);
            CHECK(found.objective == Approx(exact.objective).epsilon(1e-12));
            for (std::size_t i = outputs; i < exact.weights.size(); ++i)
                CHECK(found.weights[i] == Approx(exact.weights[i]).epsilon(1e-8).margin(1e-9));
        }
}

TEST_CASE("the smoothness bounds the slope of every row's gradient") {
    // One row of length 5 and importance 3 beside one of length 1 and importance 1: the shares are
    // 2 * 3 / 4 and 2 * 1 / 4.
    LinearRows rows;
    rows.index = {1, 2, 1};
    rows.value = {3, 4, 1};
    rows.ends = {2, 3};
    rows.labels = {1, -1};
    rows.weights = {3, 1};
    RowStore kept;
    kept.append(rows, 0, 2);
    ExactProblem problem;
    problem.cost = 0.5;  // all costs are 2: the penalty's share is 1 / 2
    problem.loss.kind = Loss::squared;
    CHECK(smoothness(kept, {}, problem) == Approx(2 * 1.5 * 25 + 0.5));
    problem.loss.kind = Loss::logistic;
    CHECK(smoothness(kept, {}, problem) == Approx(0.25 * 1.5 * 25 + 0.5));
    CHECK(smoothness({}, {}, problem) == 0);
    problem.loss.kind = Loss::hinge;
    CHECK_THROWS_AS(smoothness(kept, {}, problem), base::UsageError);
}

TEST_CASE("Steps that are too long diverge with a message, threads change no bit") {
    const RowStore rows = store(200, 8, Loss::squared);
    const ExactProblem problem = problem_of(Loss::squared, 0.1, rows.size());
    const int threads = base::threads();
    for (const Method method : {Method::svrg, Method::saga}) {
        VarianceReduction reduction{method, 1e3, 100, 0};
        CHECK_THROWS_WITH(fit_reduced(rows, {}, 1, problem, reduction, base::Control::none()),
                          Catch::Contains("diverged in epoch 1"));
        reduction.lr.reset();
        reduction.epochs = 5;
        base::set_threads(1);
        const auto one = fit_reduced(rows, {}, 1, problem, reduction, base::Control::none());
        base::set_threads(3);
        const auto three = fit_reduced(rows, {}, 1, problem, reduction, base::Control::none());
        base::set_threads(threads);
        CHECK(one.weights == three.weights);
        CHECK_FALSE(one.converged);
    }
}

TEST_CASE("Without rows there is nothing to step along") {
    const VarianceReduction reduction;
    const ExactFit fit =
        fit_reduced({}, {}, 1, problem_of(Loss::squared, 0, 1), reduction, base::Control::none());
    CHECK(fit.converged);
    CHECK(fit.weights.empty());
}

}  // namespace finite_sum_test
