#include "optim/linear_newton.hpp"

#include "base/parallel.hpp"
#include "base/random.hpp"
#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace linear_newton_test {

using namespace pipelab;
using namespace pipelab::optim;

namespace {

constexpr std::size_t width = 7;

/// Rows with an intercept; `labels(row, draw)` makes a label.
template <class Label>
RowStore store(std::size_t count, const Label& label) {
    LinearRows rows;
    const base::Random random(11);
    for (std::uint64_t i = 0; i < count; ++i) {
        rows.index.push_back(0);
        rows.value.push_back(1);
        for (std::uint32_t f = 1; f < width; ++f) {
            if (random.uniform(100 * i + f) < 0.3) continue;
            rows.index.push_back(f);
            rows.value.push_back(random.normal(100 * i + 50 + f));
        }
        rows.ends.push_back(rows.index.size());
        rows.labels.push_back(label(i, random.normal(100 * i + 70)));
        rows.weights.push_back(0.5 + random.uniform(100 * i + 80));
    }
    RowStore kept;
    kept.append(rows, 0, rows.size());
    return kept;
}

/// The solution of a x = b, by elimination with the largest pivots.
std::vector<double> solve(std::vector<std::vector<double>> a, std::vector<double> b) {
    for (std::size_t i = 0; i < b.size(); ++i) {
        std::size_t pivot = i;
        for (std::size_t k = i; k < b.size(); ++k)
            if (std::abs(a[k][i]) > std::abs(a[pivot][i])) pivot = k;
        std::swap(a[i], a[pivot]);
        std::swap(b[i], b[pivot]);
        for (std::size_t k = 0; k < b.size(); ++k) {
            if (k == i) continue;
            const double factor = a[k][i] / a[i][i];
            for (std::size_t j = i; j < b.size(); ++j) a[k][j] -= factor * a[i][j];
            b[k] -= factor * b[i];
        }
    }
    for (std::size_t i = 0; i < b.size(); ++i) b[i] /= a[i][i];
    return b;
}

ExactProblem problem(LinearLoss loss, double cost) {
    ExactProblem problem;
    problem.loss = loss;
    problem.cost = cost;
    problem.tolerance = 1e-12;
    return problem;
}

}  // namespace

TEST_CASE("the exact optimum of squared loss is that of the normal equations") {
    const RowStore rows = store(300, [](std::uint64_t, double noise) { return 2 + noise; });
    for (const bool penalized : {false, true}) {
        ExactProblem statement = problem({LinearLoss::Kind::squared}, 0.8);
        statement.penalize_intercept = penalized;
        const ExactFit fit = fit_exact(rows, {}, 1, statement, base::Control::none());
        CHECK(fit.converged);
        std::vector<std::vector<double>> a(width, std::vector<double>(width));
        std::vector<double> b(width);
        const LinearRows& block = rows.blocks()[0];
        for (std::size_t i = 0; i < block.size(); ++i) {
            const Features row = block.features(i);
            const double cost = 2 * 0.8 * block.weight(i);
            for (std::size_t k = 0; k < row.size(); ++k) {
                b[row.index[k]] += cost * row.value[k] * block.labels[i];
                for (std::size_t j = 0; j < row.size(); ++j)
                    a[row.index[k]][row.index[j]] += cost * row.value[k] * row.value[j];
            }
        }
        for (std::size_t i = penalized ? 0 : 1; i < width; ++i) a[i][i] += 1;
        const std::vector<double> w = solve(a, b);
        for (std::size_t i = 0; i < width; ++i)
            CHECK(fit.weights[i] == Approx(w[i]).epsilon(1e-10));
    }
}

TEST_CASE("without a penalty squared loss has its minimum at ordinary least squares") {
    // Simple regression of 0, 1, 2, 4 on 1, 3, 2, 7 by its formulas.
    LinearRows rows;
    const double x[] = {0, 1, 2, 4}, y[] = {1, 3, 2, 7};
    double sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (int i = 0; i < 4; ++i) {
        rows.index.push_back(0);
        rows.index.push_back(1);
        rows.value.push_back(1);
        rows.value.push_back(x[i]);
        rows.ends.push_back(rows.index.size());
        rows.labels.push_back(y[i]);
        sx += x[i], sy += y[i], sxx += x[i] * x[i], sxy += x[i] * y[i];
    }
    RowStore kept;
    kept.append(rows, 0, rows.size());
    ExactProblem statement = problem({LinearLoss::Kind::squared}, 0.25);
    statement.penalty = 0;
    const ExactFit fit = fit_exact(kept, {}, 1, statement, base::Control::none());
    const double slope = (4 * sxy - sx * sy) / (4 * sxx - sx * sx);
    CHECK(fit.converged);
    CHECK(fit.weights[1] == Approx(slope).epsilon(1e-12));
    CHECK(fit.weights[0] == Approx((sy - slope * sx) / 4).epsilon(1e-12));
}

TEST_CASE("at the exact optimum the gradient vanishes and every way leads up") {
    const auto binary = [](std::uint64_t, double noise) { return noise > 0.3 ? 1.0 : -1.0; };
    for (const LinearLoss loss :
         {LinearLoss{LinearLoss::Kind::logistic}, LinearLoss{LinearLoss::Kind::huber, 0.4}}) {
        const RowStore rows = store(500, binary);
        const ExactFit fit = fit_exact(rows, {}, 1, problem(loss, 3), base::Control::none());
        CHECK(fit.converged);
        const auto objective = [&](const std::vector<double>& w) {
            double sum = 0;
            for (std::size_t i = 1; i < width; ++i) sum += w[i] * w[i] / 2;
            const LinearRows& block = rows.blocks()[0];
            for (std::size_t i = 0; i < block.size(); ++i) {
                double margin = 0;
                const Features row = block.features(i);
                for (std::size_t k = 0; k < row.size(); ++k)
                    margin += w[row.index[k]] * row.value[k];
                sum += 3 * block.weight(i) * loss.value(margin, block.labels[i]);
            }
            return sum;
        };
        CHECK(fit.objective == Approx(objective(fit.weights)).epsilon(1e-13));
        for (std::size_t i = 0; i < width; ++i) {
            std::vector<double> up = fit.weights, down = fit.weights;
            up[i] += 1e-3;
            down[i] -= 1e-3;
            const double rise = objective(up) - fit.objective,
                         fall = objective(down) - fit.objective;
            CHECK(rise > 0);
            CHECK(fall > 0);
            CHECK(rise == Approx(fall).epsilon(0.01));
        }
    }
}

TEST_CASE("softmax of two classes is logistic regression with half the penalty") {
    // w1 = -w0 = v / 2 has |w0|^2 + |w1|^2 = |v|^2 / 2.
    const RowStore classes = store(400, [](std::uint64_t, double z) { return z > 0 ? 1.0 : 0.0; });
    const RowStore signs = store(400, [](std::uint64_t, double z) { return z > 0 ? 1.0 : -1.0; });
    const ExactFit softmax =
        fit_exact(classes, {}, 2, problem({LinearLoss::Kind::softmax}, 1), base::Control::none());
    const ExactFit logistic =
        fit_exact(signs, {}, 1, problem({LinearLoss::Kind::logistic}, 2), base::Control::none());
    for (std::size_t i = 0; i < width; ++i)
        CHECK(softmax.weights[2 * i + 1] - softmax.weights[2 * i] ==
              Approx(logistic.weights[i]).epsilon(1e-8).margin(1e-10));
}

TEST_CASE("the exact optimum has the same bits for any number of threads") {
    const RowStore rows = store(testing::quick ? 40000 : 100000,
                                [](std::uint64_t, double noise) { return noise > 0 ? 1.0 : -1.0; });
    const int before = base::threads();
    std::vector<std::vector<double>> weights;
    for (const int threads : {1, 2, 3}) {
        base::set_threads(threads);
        weights.push_back(
            fit_exact(rows, {}, 1, problem({LinearLoss::Kind::logistic}, 1), base::Control::none())
                .weights);
    }
    base::set_threads(before);
    CHECK(weights[0] == weights[1]);
    CHECK(weights[0] == weights[2]);
}

TEST_CASE("without rows the weights are 0") {
    const ExactFit fit =
        fit_exact({}, {}, 1, problem({LinearLoss::Kind::logistic}, 1), base::Control::none());
    CHECK(fit.converged);
    CHECK(fit.weights.empty());
}

}  // namespace linear_newton_test
