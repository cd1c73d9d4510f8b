#include "expression/formula.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "random_formula.hpp"
#include "values.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <string>

#include <muParser.h>

namespace formula_test {

using namespace pipelab;
using namespace pipelab::expression;
using pipelab::testing::value_of;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string error_of(const std::string& text, const Names& names = {}) {
    try {
        Formula formula(text, names);
        return "none";
    } catch (const base::UsageError& error) {
        return error.what();
    }
}

struct Wrong {
    const char* text;
    std::size_t column;
    const char* says;
};

std::string repeated(const std::string& part, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += part;
    return text;
}

}  // namespace

TEST_CASE("operators bind as in mathematics") {
    REQUIRE(value_of("-2^2") == -4);
    REQUIRE(value_of("2^3^2") == 512);
    REQUIRE(value_of("2^-1^2") == 0.5);
    REQUIRE(value_of("2^-2") == 0.25);
    REQUIRE(value_of("1 - 2 - 3") == -4);
    REQUIRE(value_of("8 / 4 / 2") == 1);
    REQUIRE(value_of("1 + 2 * 3 - -4") == 11);
    REQUIRE(value_of("--3") == 3);
    REQUIRE(value_of("not 1 < 0 and 2") == 1);
    REQUIRE(value_of("!1 < 2") == 1);
    REQUIRE(value_of("1 or 0 and 0") == 1);
    REQUIRE(value_of("0 ? 1 : 0 ? 2 : 3") == 3);
    REQUIRE(value_of("1 < 2 ? 5 : 6") == 5);
    REQUIRE(value_of("3 >= 3 && 3 <= 3 && 3 == 3 && 3 != 4 && 4 > 3") == 1);
    REQUIRE(value_of("(1+2)*3") == 9);
    REQUIRE(value_of("1.5e1 + .5 + 2. + 1E-1") == 15 + 0.5 + 2 + 0.1);
}

TEST_CASE("functions and constants") {
    REQUIRE(value_of("pi") == std::numbers::pi);
    REQUIRE(value_of("e") == std::numbers::e);
    REQUIRE(value_of("log(e)") == 1);
    REQUIRE(value_of("log10(1000) + log2(8) + ln(1)") == 6);
    REQUIRE(value_of("cbrt(-27)") == -3);
    REQUIRE(value_of("hypot(3, 4)") == 5);
    REQUIRE(value_of("mod(7, 3) + mod(-7, 3) + mod(7, -3)") == 1 + 2 - 2);
    REQUIRE(value_of("round(2.5) + round(-2.5) + round(0.49999999999999994)") == 0);
    REQUIRE(value_of("floor(-1.5) + ceil(-1.5)") == -3);
    REQUIRE(value_of("sign(-3) + sign(0) + sign(9)") == 0);
    REQUIRE(value_of("min(3, 1, 2) + max(3, 1, 2) + min(7)") == 11);
    REQUIRE(value_of("relu(-1) + relu(2) + step(0) + step(-1)") == 3);
    REQUIRE(value_of("if(0, 1/0, 5)") == 5);
    REQUIRE(value_of("pow(2, 10)") == 1024);
    REQUIRE(value_of("sigmoid(0) + softplus(-800)") == 0.5);
    REQUIRE(value_of("sqrt(16)^0.5") == 2);
    REQUIRE(std::isnan(value_of("min(1, 0/0)")));
    REQUIRE(std::isnan(value_of("max(0/0, 1)")));
    REQUIRE(value_of("1/0") == infinity);
    REQUIRE(value_of("0/0 ? 1 : 2") == 2);
}

TEST_CASE("variables come in the order of their appearance, or of their numbers") {
    REQUIRE(Formula("y + x*y").variables() == std::vector<std::string>{"y", "x"});
    REQUIRE(Formula("x3 + x1").variables() == std::vector<std::string>{"x1", "x2", "x3"});
    REQUIRE(Formula("x[2] + x10 - x[1]").variables().size() == 10);
    REQUIRE(Formula("x1 + y1").variables() == std::vector<std::string>{"x1", "y1"});
    REQUIRE(Formula("x0 + x1").variables() == std::vector<std::string>{"x0", "x1"});
    const Names given{{{"a", "e"}}, {{"d", 3}}};
    REQUIRE(value_of("e - a*d", {2, 10}, given) == 4);
    const Formula formula("a + 0*d", given);
    REQUIRE(formula.depends_on(0));
    REQUIRE_FALSE(formula.depends_on(1));
}

TEST_CASE("sums and products run over an index") {
    REQUIRE(value_of("sum(i = 1..4, i^2)") == 30);
    REQUIRE(value_of("prod(k=1..5, k)") == 120);
    REQUIRE(value_of("sum(i=1..0, x[i])", {}) == 0);
    REQUIRE(value_of("prod(i=3..2, 1/0) + sum(i=-1..1, i)") == 1);
    REQUIRE(value_of("sum(i=1..2, sum(j=i..3, x[i]*j))", {10, 100}) == 560);
    const Names ten{{}, {{"d", 10}}};
    const std::vector<double> ones(10, 1);
    REQUIRE(value_of("sum(i=1..d-1, 100*(x[i+1]-x[i]^2)^2+(1-x[i])^2)", ones, ten) == 0);
    REQUIRE(Formula("sum(i=1..d, x[i])", ten).variables().size() == 10);
}

TEST_CASE("errors say where, and what was expected") {
    const Wrong wrong[] = {
        {"tanh(w-1", 9, "expected an operator or ')', but the formula ends"},
        {"", 1, "expected a number, a name or '('"},
        {"2x", 2, "a product is written 2*x"},
        {"2 (x)", 3, "a product is written 2*x"},
        {"x y", 3, "expected an operator"},
        {"snh(x)", 1, "there is no function 'snh'; did you mean 'sinh'?"},
        {"foo(x)", 1, "a product is written foo*(...)"},
        {"sin x", 5, "expected '(' behind the function sin, but found 'x'"},
        {"atan2(x)", 8, "atan2 takes 2 arguments"},
        {"sin(x, y)", 6, "expected an operator or ')'"},
        {"a < b < c", 7, "comparisons do not chain"},
        {"a = b", 3, "equality is written =="},
        {"a ** b", 3, "a power is written x^2"},
        {"5 % 3", 3, "mod(a, b)"},
        {"1 + $", 5, "found '$'"},
        {"1 + \xff", 5, "found '\\xff'"},
        {"1e999", 1, "beyond the largest double"},
        {"x ? 1", 6, "expected ':'"},
        {"x[1.5]", 3, "must be a whole number, not 1.5"},
        {"x[y]", 3, "must be known beforehand"},
        {"x[-1]", 3, "numbered from 0"},
        {"x[1", 4, "expected ']'"},
        {"sum(i=1..x, i)", 10, "must be known beforehand"},
        {"sum(1..2, 3)", 5, "expected an index"},
        {"sum(i=1..1e9, i)", 1, "too many terms"},
        {"1..2", 2, "expected an operator or the end"},
        {"()", 2, "expected a number"},
        {"1)", 2, "expected an operator or the end"},
        {"min()", 5, "expected a number"},
        {"and", 1, "expected a number"},
    };
    for (const Wrong& one : wrong) {
        const std::string error = error_of(one.text);
        CAPTURE(one.text, error);
        if (std::string(one.says) != "too many terms")
            CHECK(error.starts_with("column " + std::to_string(one.column) + " of "));
        CHECK(error.find(one.says) != std::string::npos);
    }
    REQUIRE(error_of("alpha + bet", {{{"alpha", "beta"}}, {}}).find("did you mean 'beta'?") !=
            std::string::npos);
    REQUIRE(error_of("q", {{{"x", "y"}}, {}}).find("there are: x y") != std::string::npos);
}

TEST_CASE("depth and length have limits") {
    const int million = testing::quick ? 100'000 : 1'000'000;
    REQUIRE(error_of(repeated("(", million)).find("more than 500") != std::string::npos);
    REQUIRE(error_of(repeated("-", million) + "1").find("more than 500") != std::string::npos);
    REQUIRE(error_of(repeated("2^", million) + "1").find("more than 500") != std::string::npos);
    REQUIRE(error_of(repeated("1?1:", million) + "1").find("more than 500") != std::string::npos);
    REQUIRE(error_of(repeated("sin(", million)).find("more than 500") != std::string::npos);
    REQUIRE(value_of(repeated("(", 200) + "1" + repeated(")", 200)) == 1);
    REQUIRE(value_of(repeated("1+", 100'000) + "1") == 100'001);
    REQUIRE(value_of(repeated("x-", 50'000) + "x", {1}) == -49'999);
    REQUIRE(error_of("sum(i=1..10000, sum(j=1..10000, x))").find("too many terms") !=
            std::string::npos);
}

TEST_CASE("muparser finds the same values") {
    testing::RandomFormula random(1);
    std::mt19937_64 engine(2);
    std::uniform_real_distribution<double> draw(-3, 3);
    double x = 0, y = 0, z = 0;
    mu::Parser peer;
    peer.DefineVar("x", &x);
    peer.DefineVar("y", &y);
    peer.DefineVar("z", &z);
    int compared = 0;
    for (int i = 0; i < (testing::quick ? 500 : 5000); ++i) {
        const std::string text = random.draw(4, false);
        const Formula formula(text, {{{"x", "y", "z"}}, {}});
        peer.SetExpr(text);
        for (int k = 0; k < 4; ++k) {
            x = draw(engine), y = draw(engine), z = draw(engine);
            const double ours = value_of(formula, std::vector{x, y, z}), theirs = peer.Eval();
            CAPTURE(text, x, y, z);
            if (std::isnan(theirs) || std::isnan(ours)) {
                CHECK(std::isnan(ours) == std::isnan(theirs));
                continue;
            }
            // Where a tiny change of the arguments changes much, roundings inside do so too.
            const double moved =
                value_of(formula, std::vector{x * (1 + 1e-13), y * (1 - 1e-13), z * (1 + 1e-13)});
            const double allowed = 1e-9 * std::max(std::abs(theirs), 1.0) +
                                   (std::isfinite(moved) ? 1e3 * std::abs(moved - ours) : 0);
            if (ours != theirs) CHECK(std::abs(ours - theirs) <= allowed);
            ++compared;
        }
    }
    REQUIRE(compared > (testing::quick ? 1000 : 10'000));
}

}  // namespace formula_test
