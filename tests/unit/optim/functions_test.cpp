#include "optim/functions.hpp"

#include "base/error.hpp"
#include "base/random.hpp"
#include "catch.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace functions_test {

using namespace pipelab;
using optim::FormulaObjective;

namespace {

std::vector<std::size_t> dimensions_of(const optim::TestFunction& function) {
    if (function.dimension > 0) return {function.dimension};
    return {2, 3, 10};
}

}  // namespace

TEST_CASE("test functions take their minimum where they say, and nowhere less") {
    const base::Random random(11);
    for (const optim::TestFunction& function : optim::test_functions()) {
        for (const std::size_t d : dimensions_of(function)) {
            INFO(function.name << " in " << d);
            const FormulaObjective objective(optim::formula_of(function, d));
            const optim::Objective f = objective.objective();
            std::vector<double> gradient(d);
            const double minimum = function.minimum(d);
            const double scale = std::max(1.0, std::fabs(minimum));
            REQUIRE_FALSE(function.minimisers(d).empty());
            for (const auto& x : function.minimisers(d)) {
                CHECK(std::fabs(f(x, gradient) - minimum) <= 1e-13 * scale);
                // ackley has a corner there
                if (function.name == "ackley") continue;
                CHECK(optim::largest_magnitude(gradient) <= 1e-7 * scale);
            }
            CHECK(function.start(d).size() == d);
            std::vector<double> x(d);
            for (std::uint64_t i = 0; i < 2000; ++i) {
                for (std::size_t j = 0; j < d; ++j)
                    x[j] =
                        function.low + (function.high - function.low) * random.uniform(i * d + j);
                CHECK(f(x, gradient) >= minimum - 1e-12 * scale);
            }
        }
    }
}

TEST_CASE("values of many points are those of each") {
    const FormulaObjective objective(
        optim::formula_of(*optim::find_test_function("rosenbrock"), 2));
    const base::Random random(5);
    std::vector<double> x(1000), y(1000), values(1000), gradient(2);
    random.normal(0, x);
    random.normal(1000, y);
    const double* const in[] = {x.data(), y.data()};
    objective.values(in, values);
    const optim::Objective f = objective.objective();
    for (std::size_t i = 0; i < 1000; ++i)
        REQUIRE(values[i] == f(std::vector<double>{x[i], y[i]}, gradient));
    CHECK(objective.variables() == 2);
}

TEST_CASE("test functions of the wrong number of variables are refused") {
    CHECK_THROWS_AS(optim::formula_of(*optim::find_test_function("beale"), 3), base::UsageError);
    CHECK_THROWS_AS(optim::formula_of(*optim::find_test_function("sphere"), 1), base::UsageError);
    CHECK_THROWS_AS(optim::formula_of(*optim::find_test_function("quadratic"), 2, 0.5),
                    base::UsageError);
    CHECK(optim::find_test_function("bale") == nullptr);
}

}  // namespace functions_test
