#include "optim/norms.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "optim/orthogonal.hpp"
#include "optim/power.hpp"
#include "reference.hpp"

#include <cmath>
#include <limits>
#include <vector>

namespace norms_test {

using namespace pipelab;
using namespace pipelab::optim;
using namespace pipelab::optim::test;

TEST_CASE("Sums of squares are right and the same for any thread count") {
    const int threads = base::threads();
    for (const std::size_t count : {0U, 1U, 15U, 16U, 33U, 65536U, 200'003U}) {
        const auto values = start(count);
        long double exact = 0;
        for (const double x : values) exact += static_cast<long double>(x) * x;
        base::set_threads(1);
        const double one = sum_of_squares(std::span<const double>(values));
        base::set_threads(3);
        REQUIRE(sum_of_squares(std::span<const double>(values)) == one);
        REQUIRE(one == Approx(static_cast<double>(exact)).epsilon(1e-14));
    }
    base::set_threads(threads);
}

TEST_CASE("One element that is not finite is found") {
    std::vector<float> values(100'000, 1.0F);
    REQUIRE(all_finite(std::span<const float>(values)));
    for (const std::size_t place : {0U, 77'777U, 99'999U}) {
        for (const float bad :
             {std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(),
              std::numeric_limits<float>::quiet_NaN()}) {
            values[place] = bad;
            REQUIRE_FALSE(all_finite(std::span<const float>(values)));
            values[place] = std::numeric_limits<float>::max();
        }
    }
    REQUIRE(all_finite(std::span<const float>(values)));
    REQUIRE(all_finite(std::span<const double>()));
}

TEST_CASE("One less a power, without cancellation") {
    for (const double beta : {0.0, 0.5, 0.9, 0.999})
        for (const double t : {1.0, 2.0, 17.0, 1e6})
            REQUIRE(one_less_power(beta, t) ==
                    Approx(static_cast<double>(1 - std::pow(static_cast<long double>(beta),
                                                            static_cast<long double>(t))))
                        .epsilon(1e-14));
}

TEST_CASE("Newton-Schulz steps bring singular values near 1") {
    for (const auto& [rows, columns] : {std::pair{4U, 7U}, std::pair{7U, 4U}, std::pair{5U, 5U}}) {
        auto x = start(rows * columns);
        orthogonalise(x, rows, columns, 12);
        const std::size_t least = std::min(rows, columns);
        // The smaller Gram matrix: diagonal near 1, the rest small.
        for (std::size_t i = 0; i < least; ++i) {
            double square = 0;
            for (std::size_t k = 0; k < std::max(rows, columns); ++k) {
                const double value = rows <= columns ? x[i * columns + k] : x[k * columns + i];
                square += value * value;
            }
            REQUIRE((square > 0.4 && square < 1.5));
        }
    }
}

}  // namespace norms_test
