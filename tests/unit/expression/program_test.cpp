#include "expression/program.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "catch.hpp"
#include "expression/formula.hpp"
#include "random_formula.hpp"
#include "values.hpp"

#include <bit>
#include <string>
#include <vector>

namespace program_test {

using namespace pipelab;
using namespace pipelab::expression;
using pipelab::testing::same;

namespace {

const Names xyz{{{"x", "y", "z"}}, {}};

/// Three columns of numbers, some of them special.
std::vector<std::vector<double>> columns(std::size_t points) {
    std::vector<std::vector<double>> result(3, std::vector<double>(points));
    for (std::size_t v = 0; v < 3; ++v) {
        const base::Random random(1, v);
        random.normal(0, result[v]);
        for (std::size_t i = v; i < points; i += 17)
            result[v][i] = std::bit_cast<double>(random.bits(i));
        for (std::size_t i = v; i < points; i += 29) result[v][i] = 0;
    }
    return result;
}

std::vector<double> all_points(const Program& program, const std::vector<std::vector<double>>& in) {
    std::vector<double> out(in[0].size());
    const double* const from[] = {in[0].data(), in[1].data(), in[2].data()};
    double* const to[] = {out.data()};
    evaluate(program, from, to, out.size());
    return out;
}

}  // namespace

TEST_CASE("a block has the bits of its points, whatever the threads") {
    testing::RandomFormula random(5);
    const auto in = columns(3 * Program::block + 13);
    for (int i = 0; i < (testing::quick ? 20 : 200); ++i) {
        const Formula formula(random.draw(5, false), xyz);
        const NodeId value = formula.value();
        const Program program(formula.graph(), std::span(&value, 1), 3);
        const std::vector<double> block = all_points(program, in);
        Evaluator one(program);
        for (std::size_t k = 0; k < block.size(); ++k) {
            const double alone = one(std::vector{in[0][k], in[1][k], in[2][k]});
            if (!same(block[k], alone)) FAIL(formula.text() << " at point " << k);
        }
    }
    const Formula formula("sin(x*y)^z + hypot(x, y)", xyz);
    const NodeId value = formula.value();
    const Program program(formula.graph(), std::span(&value, 1), 3);
    const auto many = columns(40'000);
    base::set_threads(1);
    const std::vector<double> serial = all_points(program, many);
    base::set_threads(3);
    const std::vector<double> parallel = all_points(program, many);
    base::set_threads(1);
    REQUIRE(std::equal(serial.begin(), serial.end(), parallel.begin(), same));
}

TEST_CASE("functions have the values of base/elementary.hpp") {
    const struct {
        const char* text;
        double (*function)(double);
    } functions[] = {{"sin(x)", base::sin},     {"cos(x)", base::cos},   {"tan(x)", base::tan},
                     {"exp(x)", base::exp},     {"log(x)", base::log},   {"tanh(x)", base::tanh},
                     {"log1p(x)", base::log1p}, {"atan(x)", base::atan}, {"erf(x)", base::erf},
                     {"cbrt(x)", base::cbrt},   {"erfc(x)", base::erfc}, {"asin(x)", base::asin}};
    const auto in = columns(2000);
    for (const auto& [text, function] : functions) {
        const Formula formula(text, xyz);
        const NodeId value = formula.value();
        const auto out = all_points(Program(formula.graph(), std::span(&value, 1), 3), in);
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (!same(out[i], function(in[0][i]))) FAIL(text << " at " << in[0][i]);
        }
    }
    REQUIRE(testing::value_of("sin(x)", {1e22}) == base::sin(1e22));
}

TEST_CASE("what is needed twice is computed once, and registers are shared") {
    const Formula formula("(x+y)^2 + sin(x+y) + sin(y+x) + 0*(2*3)", xyz);
    const NodeId value = formula.value();
    const Program program(formula.graph(), std::span(&value, 1), 3);
    // x+y, its square, its sine, two sums, 0*6 folded and added
    REQUIRE(program.operations() == 6);
    std::string chain = "x";
    for (int i = 0; i < 50; ++i) chain = "sin(" + chain + "+y)";
    const Formula deep(chain, xyz);
    const NodeId top = deep.value();
    REQUIRE(Program(deep.graph(), std::span(&top, 1), 3).registers() <= 2);
}

TEST_CASE("outputs may be variables, constants and equal") {
    const Formula formula("y", xyz);
    Formula other("3", xyz);
    const NodeId nodes[] = {formula.value(), formula.value()};
    const Program program(formula.graph(), nodes, 3);
    std::vector<double> out(2);
    Evaluator{program}(std::vector{1.0, 2.0, 3.0}, out);
    REQUIRE(out == std::vector{2.0, 2.0});
    REQUIRE(testing::value_of("3") == 3);
    REQUIRE(all_points(program, columns(0)).empty());
}

}  // namespace program_test
