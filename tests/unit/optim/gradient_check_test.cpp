#include "optim/gradient_check.hpp"

#include "catch.hpp"
#include "optim/analytic_gradients.hpp"
#include "optim/functions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gradient_check_test {

using namespace pipelab;
using optim::Objective;

namespace {

/// A function of one variable with its derivative.
template <class Value, class Slope>
Objective of_one(Value value, Slope slope) {
    return [=](std::span<const double> x, std::span<double> gradient) {
        gradient[0] = slope(x[0]);
        return value(x[0]);
    };
}

const std::vector<std::vector<double>> one_and_two{{1}, {2}};

}  // namespace

TEST_CASE("numeric derivatives are within some of their errors of the true ones") {
    const struct {
        Objective f;
        double x, derivative;
    } cases[] = {
        {of_one([](double x) { return std::exp(x); }, [](double) { return 0; }), 1, std::exp(1.0)},
        {of_one([](double x) { return std::sin(1e4 * x); }, [](double) { return 0; }), 0.3,
         1e4 * std::cos(3e3)},
        {of_one([](double x) { return std::sin(1e8 * x); }, [](double) { return 0; }), 1,
         1e8 * std::cos(1e8)},
        {of_one([](double x) { return 1e8 + x * x; }, [](double) { return 0; }), 3, 6},
        {of_one([](double x) { return std::fabs(x - 1e-3); }, [](double) { return 0; }), 0, -1},
        {of_one([](double x) { return std::sqrt(x); }, [](double) { return 0; }), 1e-4, 50},
        {of_one([](double x) { return x * x * x; }, [](double) { return 0; }), 1e6, 3e12},
    };
    for (const auto& one : cases) {
        const auto found = optim::numeric_derivative(one.f, std::vector<double>{one.x}, 0);
        REQUIRE(found);
        INFO(found->value << " error " << found->error << " true " << one.derivative);
        CHECK(std::fabs(found->value - one.derivative) <= 10 * found->error);
        CHECK(found->error <= 1e-5 * std::fabs(one.derivative));
    }
}

TEST_CASE("the library's analytic gradients agree with differences") {
    for (const std::size_t d : {2, 5}) {
        for (const optim::AnalyticGradient& one : optim::analytic_gradients(d)) {
            const auto points = optim::random_points(one.low, one.high, 20, d);
            const optim::GradientCheck check = optim::check_gradient(one.function, points);
            INFO(one.name);
            CHECK(check.partials.size() == one.low.size());
            CHECK(check.skipped == 0);
            for (const optim::PartialCheck& partial : check.partials) {
                INFO(partial.analytic << " " << partial.numeric.value << " +- "
                                      << partial.numeric.error);
                CHECK(partial.compared == 20);
                CHECK(partial.agrees);
                CHECK(partial.numeric.error <= 1e-3 * (1 + std::fabs(partial.numeric.value)));
            }
        }
    }
}

TEST_CASE("a gradient wrong at one point of many is found, and that point named") {
    const auto check =
        optim::check_gradient(of_one([](double x) { return x * x * x; },
                                     [](double x) { return x == 2 ? 12.001 : 3 * x * x; }),
                              one_and_two);
    REQUIRE(check.partials.size() == 1);
    CHECK_FALSE(check.agrees());
    CHECK(check.partials[0].point == 1);
    CHECK(check.partials[0].analytic == 12.001);
    CHECK(check.partials[0].numeric.value == Approx(12).epsilon(1e-11));
    CHECK(check.partials[0].compared == 2);
}

TEST_CASE("a gradient that is no number differs; where the function is none nothing is compared") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(optim::check_gradient(
                    of_one([](double x) { return x; }, [=](double) { return nan; }), one_and_two)
                    .agrees());
    const Objective log =
        of_one([](double x) { return std::log(x); }, [](double x) { return 1 / x; });
    const auto nowhere = optim::check_gradient(log, std::vector<std::vector<double>>{{-1}, {-2}});
    CHECK_FALSE(nowhere.agrees());
    CHECK(nowhere.skipped == 2);
    CHECK(nowhere.partials[0].compared == 0);
    const auto somewhere = optim::check_gradient(log, std::vector<std::vector<double>>{{-1}, {2}});
    CHECK(somewhere.agrees());
    CHECK(somewhere.skipped == 1);
}

TEST_CASE("what differences cannot tell is unclear, and does not agree") {
    const auto check = optim::check_gradient(
        of_one([](double x) { return std::floor(x); }, [](double) { return 0; }), one_and_two);
    CHECK_FALSE(check.agrees());
    CHECK_FALSE(check.partials[0].differs);
    const auto between = optim::check_gradient(
        of_one([](double x) { return std::floor(x); }, [](double) { return 0; }),
        std::vector<std::vector<double>>{{1.4}});
    CHECK(between.agrees());
}

TEST_CASE("formulas as a gradient") {
    const expression::Names names{std::vector<std::string>{"x", "y"}, {}};
    const auto of = [&](const char* text) {
        return optim::FormulaObjective(expression::Formula(text, names));
    };
    const auto points =
        optim::random_points(std::vector<double>{-5, -5}, std::vector<double>{5, 5}, 50, 1);
    const std::vector<optim::FormulaObjective> right{of("2*x*y"), of("x^2")},
        wrong{of("2*x*y"), of("2*x")};
    CHECK(optim::check_gradient(optim::with_gradient(of("x^2*y"), right), points).agrees());
    const auto check = optim::check_gradient(optim::with_gradient(of("x^2*y"), wrong), points);
    CHECK(check.partials[0].agrees);
    CHECK_FALSE(check.partials[1].agrees);
}

TEST_CASE("random points fill their box, and depend on the seed alone") {
    const std::vector<double> low{-1, 10}, high{1, 11};
    const auto points = optim::random_points(low, high, 1000, 3);
    for (std::size_t j = 0; j < 2; ++j) {
        double least = high[j], most = low[j];
        for (const auto& point : points) {
            least = std::min(least, point[j]);
            most = std::max(most, point[j]);
        }
        CHECK(least >= low[j]);
        CHECK(most < high[j]);
        // Nothing in one fiftieth of the box: probability 0.98^1000 = 2e-9.
        CHECK(least < low[j] + (high[j] - low[j]) / 50);
        CHECK(most > high[j] - (high[j] - low[j]) / 50);
    }
    CHECK(points == optim::random_points(low, high, 1000, 3));
    CHECK(points != optim::random_points(low, high, 1000, 4));
}

}  // namespace gradient_check_test
