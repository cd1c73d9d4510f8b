#include "optim/bbob.hpp"

#include "base/error.hpp"
#include "base/random.hpp"
#include "catch.hpp"
#include "expression/program.hpp"
#include "optim/bbob_instance.hpp"
#include "optim/functions.hpp"

#include <cmath>
#include <cstdint>
#include <fstream>
#include <span>
#include <sstream>
#include <string>
#include <vector>

namespace bbob_test {

using namespace pipelab;
using namespace pipelab::optim;

namespace {

double value(const BbobFunction& function, const std::vector<double>& x) {
    const expression::NodeId node = function.formula.value();
    const expression::Program program(function.formula.graph(), std::span(&node, 1), x.size());
    return expression::Evaluator{program}(x);
}

/// Point `number` of 0..4 at which the reference has values: uniform in [-6, 6], the fourth half
/// and the fifth a twentieth as far out, by Knuth's MMIX generator from 12345 + function.
std::vector<double> point(int function, std::size_t d, int number) {
    std::uint64_t state = 12345 + static_cast<std::uint64_t>(function);
    std::vector<double> x(d);
    for (int k = 0; k <= number; ++k) {
        for (double& one : x) {
            state = state * 6364136223846793005 + 1442695040888963407;
            const double factor = k < 3 ? 1 : (k == 3 ? 0.5 : 0.05);
            one = (static_cast<double>(state >> 11) / 9007199254740992.0 * 12 - 6) * factor;
        }
    }
    return x;
}

}  // namespace

TEST_CASE("BBOB's functions have COCO's values") {
    std::ifstream file(PIPELAB_SOURCE_DIR "/tests/reference/bbob.txt");
    int compared = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("#")) continue;
        std::istringstream fields(line);
        int function = 0, number = 0;
        std::size_t d = 0;
        std::int64_t instance = 0;
        double expected = 0;
        REQUIRE(fields >> function >> d >> instance >> number >> expected);
        if (testing::quick && d > 5) continue;
        const double found =
            value(bbob_function(function, d, instance), point(function, d, number));
        CAPTURE(function, d, instance, number, found, expected);
        CHECK(std::abs(found - expected) <= 1e-9 * std::abs(expected));
        ++compared;
    }
    REQUIRE(compared == (testing::quick ? 192 : 288));
}

TEST_CASE("BBOB's minima are where they should be") {
    const base::Random random(1);
    for (int function = 1; function <= 24; ++function) {
        for (const std::size_t d : {2, 10}) {
            const BbobFunction one = bbob_function(function, d, 3);
            CAPTURE(function, d);
            const double scale = std::max(1.0, std::abs(one.minimum));
            CHECK(std::abs(value(one, one.minimiser) - one.minimum) < 1e-8 * scale);
            std::vector<double> x(d);
            for (std::uint64_t i = 0; i < 50; ++i) {
                for (std::size_t j = 0; j < d; ++j) x[j] = 10 * random.uniform(i * d + j) - 5;
                REQUIRE(value(one, x) >= one.minimum - 1e-9 * scale);
            }
        }
    }
}

TEST_CASE("BBOB's functions have gradients where descents start") {
    for (int function = 1; function <= 24; ++function) {
        for (const std::size_t d : {2, 5}) {
            const FormulaObjective objective(bbob_function(function, d, 1).formula);
            const Objective f = objective.objective();
            std::vector<double> gradient(d), x(d);
            CAPTURE(function, d);
            REQUIRE(std::isfinite(f(x, gradient)));
            for (const double each : gradient) REQUIRE(std::isfinite(each));
            const double margin = 1e-2 + 1e-6 * largest_magnitude(gradient);
            // Katsuura's has no derivative anywhere, Lunacek's a kink there.
            if (function >= 23) continue;
            for (std::size_t i = 0; i < d; ++i) {
                constexpr double h = 2e-8;  // Weierstrass's finest wave is 6e-6 long
                std::vector<double> unused(d);
                x[i] = h;
                const double above = f(x, unused);
                x[i] = -h;
                const double quotient = (above - f(x, unused)) / (2 * h);
                x[i] = 0;
                CHECK(quotient == Approx(gradient[i]).epsilon(1e-3).margin(margin));
            }
        }
    }
}

TEST_CASE("rotations are orthogonal") {
    const auto r = bbob::rotation(20, 12345);
    for (std::size_t i = 0; i < r.size(); ++i) {
        for (std::size_t j = 0; j < r.size(); ++j) {
            double product = 0;
            for (std::size_t k = 0; k < r.size(); ++k) product += r[i][k] * r[j][k];
            REQUIRE(std::abs(product - (i == j)) < 1e-12);
        }
    }
}

TEST_CASE("there are no other BBOB functions") {
    REQUIRE_THROWS_AS(bbob_function(0, 2, 1), base::UsageError);
    REQUIRE_THROWS_AS(bbob_function(25, 2, 1), base::UsageError);
    REQUIRE_THROWS_AS(bbob_function(1, 1, 1), base::UsageError);
    REQUIRE_THROWS_AS(bbob_function(1, 41, 1), base::UsageError);
    REQUIRE_THROWS_AS(bbob_function(1, 2, 0), base::UsageError);
}

}  // namespace bbob_test
