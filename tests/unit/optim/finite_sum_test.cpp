#include "optim/finite_sum.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"
#include "reference.hpp"

#include <cmath>
#include <vector>

namespace finite_sum_test {

using namespace pipelab;
using namespace pipelab::optim;
using namespace pipelab::optim::test;

namespace {

/// f_i(x) = (a_i x - b_i)^2 / 2 in two unknowns, with its exact minimum by Cramer's rule.
struct LeastSquares {
    explicit LeastSquares(std::size_t terms) {
        Stream stream(7);
        double m00 = 0, m01 = 0, m11 = 0, r0 = 0, r1 = 0;
        for (std::size_t i = 0; i < terms; ++i) {
            const double a = stream.next() + 0.5, b = stream.next(), c = stream.next();
            rows.push_back({a, b, c});
            m00 += a * a, m01 += a * b, m11 += b * b, r0 += a * c, r1 += b * c;
        }
        const double det = m00 * m11 - m01 * m01;
        minimum = {(r0 * m11 - r1 * m01) / det, (m00 * r1 - m01 * r0) / det};
        sum.terms = terms;
        sum.gradient = [this](std::size_t i, std::span<const double> x, std::span<double> g) {
            const double rest = rows[i][0] * x[0] + rows[i][1] * x[1] - rows[i][2];
            g[0] = rest * rows[i][0];
            g[1] = rest * rows[i][1];
        };
    }
    std::vector<std::array<double, 3>> rows;
    std::vector<double> minimum;
    FiniteSum sum;
};

const std::vector<double> start_point{3, -2};

}  // namespace

TEST_CASE("SVRG and SAGA reach the exact minimum of least squares") {
    const LeastSquares problem(300);
    VarianceReduction options;
    options.lr = 0.1;
    options.epochs = 60;
    for (const auto& method : {svrg, saga}) {
        std::vector<double> sizes;
        const Minimum found =
            method(problem.sum, start_point, options, base::Control::none(),
                   [&](const Minimum& now) { sizes.push_back(largest_magnitude(now.gradient)); });
        REQUIRE(distance(found.x, problem.minimum) < 1e-9);
        REQUIRE(found.stop == Stop::iterations);
        REQUIRE(sizes.size() == 61);
        REQUIRE(sizes[30] < 1e-3 * sizes[0]);  // linear, not 1 / k
    }
    options.gradient_tolerance = 1e-6;
    REQUIRE(svrg(problem.sum, start_point, options).stop == Stop::gradient);
    REQUIRE(saga(problem.sum, start_point, options).stop == Stop::gradient);
}

TEST_CASE("One term: SVRG and SAGA are gradient descent") {
    const LeastSquares problem(1);
    VarianceReduction options;
    options.lr = 0.25;
    options.epochs = 3;
    options.inner_steps = 1;
    std::vector<double> x = start_point, g(2);
    for (int t = 0; t < 3; ++t) {
        problem.sum.gradient(0, x, g);
        for (std::size_t k = 0; k < 2; ++k) x[k] -= options.lr * g[k];
    }
    REQUIRE(distance(svrg(problem.sum, start_point, options).x, x) < 1e-14);
    REQUIRE(distance(saga(problem.sum, start_point, options).x, x) < 1e-14);
}

TEST_CASE("Divergence keeps the last good point, threads change no bit") {
    const LeastSquares problem(1000);
    VarianceReduction options;
    options.lr = 1e6;
    options.epochs = 100;
    for (const auto& method : {svrg, saga}) {
        const Minimum found = method(problem.sum, start_point, options, base::Control::none(), {});
        REQUIRE(found.stop == Stop::not_finite);
        for (const double each : found.x) REQUIRE(std::isfinite(each));
    }
    options.lr = 0.05;
    options.epochs = 2;
    const int threads = base::threads();
    base::set_threads(1);
    const auto one = saga(problem.sum, start_point, options).x;
    base::set_threads(3);
    REQUIRE(saga(problem.sum, start_point, options).x == one);
    base::set_threads(threads);
    REQUIRE_THROWS_AS(svrg({}, start_point, options), base::UsageError);
}

}  // namespace finite_sum_test
