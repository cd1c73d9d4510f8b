#include "base/random.hpp"
#include "catch.hpp"
#include "expression/formula.hpp"
#include "random_formula.hpp"
#include "values.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace derivative_test {

using namespace pipelab;
using namespace pipelab::expression;
using pipelab::testing::value_of;

namespace {

const Names x_only{{{"x"}}, {}};

/// All derivatives asked for, at a point.
std::vector<double> values(const Formula& formula, const std::vector<NodeId>& nodes,
                           const std::vector<double>& x) {
    const Program program(formula.graph(), nodes, formula.variables().size());
    std::vector<double> out(nodes.size());
    Evaluator{program}(x, out);
    return out;
}

double slope(const std::string& text, double x) {
    Formula formula(text, x_only);
    return values(formula, formula.gradient(), {x})[0];
}

struct Known {
    const char* function;
    const char* derivative;
    double low = -2, high = 2;
};

}  // namespace

TEST_CASE("derivatives of the tables") {
    const Known table[] = {
        {"x^5", "5*x*x*x*x"},
        {"x^-3", "-3/(x*x*x*x)", 0.5, 3},
        {"x^2.5", "2.5*x*sqrt(x)", 0.1, 4},
        {"x^20", "20*pow(x, 19)"},
        {"2^x", "2^x*log(2)"},
        {"x^x", "x^x*(log(x)+1)", 0.1, 3},
        {"sqrt(x)", "1/(2*sqrt(x))", 0.1, 4},
        {"cbrt(x)", "cbrt(x)/(3*x)", 0.1, 4},
        {"exp(2*x)", "2*exp(2*x)"},
        {"expm1(x)", "exp(x)"},
        {"log(x)", "1/x", 0.1, 4},
        {"log1p(x)", "1/(1+x)", -0.9, 4},
        {"log2(x)", "1/(x*log(2))", 0.1, 4},
        {"log10(x)", "1/(x*log(10))", 0.1, 4},
        {"sin(x)", "cos(x)"},
        {"cos(x)", "-sin(x)"},
        {"tan(x)", "1/cos(x)^2", -1.5, 1.5},
        {"asin(x)", "1/sqrt(1-x*x)", -0.9, 0.9},
        {"acos(x)", "-1/sqrt(1-x*x)", -0.9, 0.9},
        {"atan(x)", "1/(1+x*x)"},
        {"sinh(x)", "cosh(x)"},
        {"cosh(x)", "sinh(x)"},
        {"tanh(x)", "1-tanh(x)^2"},
        {"asinh(x)", "1/sqrt(x*x+1)"},
        {"acosh(x)", "1/sqrt(x*x-1)", 1.1, 4},
        {"atanh(x)", "1/(1-x*x)", -0.9, 0.9},
        {"erf(x)", "2/sqrt(pi)*exp(-x*x)"},
        {"erfc(x)", "-2/sqrt(pi)*exp(-x*x)"},
        {"sigmoid(x)", "sigmoid(x)*(1-sigmoid(x))"},
        {"softplus(x)", "1/(1+exp(-x))"},
        {"abs(x)", "sign(x)"},
        {"relu(x)", "x > 0"},
        {"floor(x) + ceil(x) + round(x) + step(x) + sign(x) + (x < 1)", "0"},
        {"atan2(x, 2)", "2/(x*x+4)"},
        {"atan2(2, x)", "-2/(x*x+4)"},
        {"hypot(x, 1)", "x/sqrt(x*x+1)"},
        {"mod(3*x, 2)", "3"},
        {"mod(3, x)", "-floor(3/x)", 0.5, 2},
        {"min(x^2, x+1)", "x^2 <= x+1 ? 2*x : 1"},
        {"max(x^2, x+1)", "x^2 >= x+1 ? 2*x : 1"},
        {"x > 0 ? x^2 : -x", "x > 0 ? 2*x : -1"},
        {"sin(x)*exp(x)/(1+x^2)", "((cos(x)+sin(x))*exp(x)*(1+x^2)-2*x*sin(x)*exp(x))/(1+x^2)^2"},
    };
    std::mt19937_64 engine(1);
    for (const Known& known : table) {
        Formula formula(known.function, x_only);
        const std::vector<NodeId> gradient = formula.gradient();
        std::uniform_real_distribution<double> draw(known.low, known.high);
        for (int i = 0; i < 50; ++i) {
            const double x = draw(engine);
            const double expected = value_of(known.derivative, {x}, x_only);
            CAPTURE(known.function, x, expected);
            const double error = std::abs(values(formula, gradient, {x})[0] - expected);
            REQUIRE(error <= 2e-14 * std::max(1.0, std::abs(expected)));
        }
    }
}

TEST_CASE("kinks, borders and branches that are not taken") {
    REQUIRE(slope("abs(x)", 0) == 0);
    REQUIRE(slope("relu(x)", 0) == 0);
    REQUIRE(slope("min(x, 2*x)", 0) == 1);
    REQUIRE(slope("x > 0 ? log(x) : 3*x", 0) == 3);
    REQUIRE(slope("if(x > 0, sqrt(x), 0)", 0) == 0);
    REQUIRE(slope("if(x > 0, x/x, 2*x)*x", 0) == 0);
    REQUIRE(slope("sqrt(x)", 0) == std::numeric_limits<double>::infinity());
    REQUIRE(slope("hypot(x, 0)", 0) == 0);
    REQUIRE(slope("pow(0, x)", 2) == 0);
    REQUIRE(slope("tanh(x)", 300) > 0);
    REQUIRE(slope("7", 1) == 0);
    Formula formula("x > 0 ? x*log(x) : x^2", x_only);
    REQUIRE(values(formula, formula.hessian(), {0}) == std::vector<double>{2});
    REQUIRE(values(formula, formula.hessian(), {4}) == std::vector<double>{0.25});
}

TEST_CASE("gradients agree with differences of values") {
    testing::RandomFormula random(3);
    std::mt19937_64 engine(4);
    std::uniform_real_distribution<double> draw(-2, 2);
    int compared = 0, undefined = 0;
    for (int i = 0; i < (testing::quick ? 300 : 3000); ++i) {
        const std::string text = random.draw(4, true);
        Formula formula(text, {{{"x", "y", "z"}}, {}});
        const std::vector<NodeId> gradient = formula.gradient();
        const std::vector<double> x{draw(engine), draw(engine), draw(engine)};
        const std::vector<double> exact = values(formula, gradient, x);
        for (std::size_t k = 0; k < 3; ++k) {
            const auto at = [&](double h) {
                std::vector<double> moved = x;
                moved[k] += h;
                return value_of(formula, moved);
            };
            // Ridders' extrapolation of central differences, good where two of its values agree.
            const auto central = [&](double h) { return (at(h) - at(-h)) / (2 * h); };
            const auto fourth = [&](double h) { return (4 * central(h / 2) - central(h)) / 3; };
            const double a = fourth(1e-3), b = fourth(3e-4);
            const double scale = std::max({1.0, std::abs(a), std::abs(value_of(formula, x))});
            if (!(std::abs(a - b) < 1e-7 * scale)) continue;
            ++compared;
            if (std::isnan(exact[k])) {  // infinite in between, as 1/(1/(y-y))
                ++undefined;
                continue;
            }
            CAPTURE(text, x[0], x[1], x[2], k, a);
            CHECK(std::abs(exact[k] - b) <= 1e-5 * scale);
        }
    }
    REQUIRE(100 * undefined < compared);
    REQUIRE(compared > (testing::quick ? 400 : 4000));
}

TEST_CASE("second derivatives agree with differences of gradients") {
    Formula formula("exp(x*y) + sin(x)*z^3 + log(1+x^2+y^2)/z", {{{"x", "y", "z"}}, {}});
    const std::vector<NodeId> gradient = formula.gradient(), hessian = formula.hessian();
    const std::vector<double> x{0.7, -0.4, 1.3};
    const std::vector<double> second = values(formula, hessian, x);
    REQUIRE(second.size() == 6);
    for (std::size_t row = 0, at = 0; row < 3; ++row) {
        for (std::size_t column = 0; column <= row; ++column, ++at) {
            std::vector<double> up = x, down = x;
            up[column] += 1e-4, down[column] -= 1e-4;
            const double difference =
                (values(formula, gradient, up)[row] - values(formula, gradient, down)[row]) / 2e-4;
            CHECK(std::abs(second[at] - difference) < 1e-6);
        }
    }
}

TEST_CASE("a gradient of many variables costs a few values") {
    const Names names{{}, {{"d", 200}}};
    Formula formula("sum(i=1..d-1, 100*(x[i+1]-x[i]^2)^2+(1-x[i])^2)", names);
    const NodeId value = formula.value();
    const Program values_only(formula.graph(), std::span(&value, 1), 200);
    std::vector<NodeId> all = formula.gradient();
    REQUIRE(all.size() == 200);
    all.push_back(value);
    const Program both(formula.graph(), all, 200);
    REQUIRE(both.operations() <= 5 * values_only.operations());
    const std::vector<double> x(200, 1.0);
    std::vector<double> out(all.size());
    Evaluator{both}(x, out);
    REQUIRE(std::all_of(out.begin(), out.end(), [](double v) { return v == 0; }));
}

}  // namespace derivative_test
