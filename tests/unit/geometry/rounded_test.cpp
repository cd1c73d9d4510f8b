#include "geometry/rounded.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "rational.hpp"

#include <array>
#include <bit>
#include <cmath>

#include <mpfr.h>

namespace rounded_test {

using namespace pipelab::geometry;
using pipelab::testing::nearest;
using pipelab::testing::quick;
using pipelab::testing::Rational;

namespace {

bool same(double a, double b) { return a == b && !std::isnan(a); }

/// Six arguments of one character: fractions, small integers, all magnitudes, extremes, decimals.
std::array<double, 6> arguments(int kind, std::uint64_t trial) {
    const pipelab::base::Random random(11, static_cast<std::uint64_t>(kind));
    std::array<double, 6> result;
    for (std::uint64_t i = 0; i < result.size(); ++i) {
        const std::uint64_t draw = 2 * (6 * trial + i);
        const double unit = 2 * random.uniform(draw) - 1;
        const auto upto = [&](int bound) {
            return static_cast<int>(random.integer(draw + 1, static_cast<std::uint64_t>(bound)));
        };
        const std::array<double, 6> values{
            unit,
            static_cast<double>(upto(21) - 10),
            std::ldexp(unit, upto(2040) - 1020),
            std::ldexp(unit, i % 2 == 0 ? -1040 : 1022),
            (upto(20001) - 10000) / 100.0,
            std::ldexp(std::nearbyint(std::ldexp(unit, 30)), upto(3) - 1),
        };
        result[i] = values[static_cast<std::size_t>(kind)];
    }
    return result;
}

/// The x coordinate where two lines meet, up to its denominator, and the denominator.
template <class Number>
std::array<Number, 2> meeting(const std::array<Number, 6>& v) {
    const Number cross = (v[2] - v[0]) * (v[5] - v[1]) - (v[3] - v[1]) * (v[4] - v[0]);
    const Number den = v[0] * v[3] - v[1] * v[2] + v[4] * v[4];
    return {cross * v[5] + v[0] * den, den};
}

template <class Number, class Make>
std::array<Number, 6> numbers(const std::array<double, 6>& v, const Make& number) {
    return {number(v[0]), number(v[1]), number(v[2]), number(v[3]), number(v[4]), number(v[5])};
}

Rational rational(double x) { return Rational(x); }

/// sqrt(value) rounded, by MPFR from a fraction, with far more digits than can matter.
double nearest_root(const Rational& value) {
    mpfr_t x;
    mpfr_init2(x, 9000);
    mpfr_set_q(x, value.get_mpq_t(), MPFR_RNDN);
    mpfr_sqrt(x, x, MPFR_RNDN);
    const double result = mpfr_get_d(x, MPFR_RNDN);
    mpfr_clear(x);
    return result;
}

}  // namespace

TEST_CASE("quotients of polynomials are correctly rounded") {
    for (int kind = 0; kind < 6; ++kind) {
        int wrong = 0, wrong_signs = 0;
        for (std::uint64_t trial = 0; trial < (quick ? 200 : 5000); ++trial) {
            const auto v = arguments(kind, trial);
            const auto exact = meeting(numbers<Rational>(v, rational));
            const double numerator = rounded(
                [&](auto number) { return meeting(numbers<decltype(number(0.0))>(v, number))[0]; });
            const int sign = sign_of(
                [&](auto number) { return meeting(numbers<decltype(number(0.0))>(v, number))[0]; });
            wrong += !same(numerator, nearest(exact[0]));
            wrong_signs += sign != sgn(exact[0]);
            if (sgn(exact[1]) == 0) continue;
            const auto both = rounded([&](auto number) {
                const auto parts = meeting(numbers<decltype(number(0.0))>(v, number));
                return std::array{parts[0] / parts[1], parts[1]};
            });
            wrong +=
                !same(both[0], nearest(exact[0] / exact[1])) || !same(both[1], nearest(exact[1]));
        }
        CAPTURE(kind);
        REQUIRE(wrong == 0);
        REQUIRE(wrong_signs == 0);
    }
}

TEST_CASE("roots are correctly rounded") {
    for (int kind = 0; kind < 6; ++kind) {
        int wrong = 0;
        for (std::uint64_t trial = 0; trial < (quick ? 50 : 1000); ++trial) {
            const auto v = arguments(kind, trial);
            const Rational x = rational(v[0]) - v[1], y = rational(v[2]) - v[3];
            const double length = rounded([&](auto number) {
                return sqrt(square(number(v[0]) - number(v[1])) +
                            square(number(v[2]) - number(v[3])));
            });
            wrong += !same(length, nearest_root(x * x + y * y));
        }
        CAPTURE(kind);
        REQUIRE(wrong == 0);
    }
    REQUIRE(rounded([](auto number) { return sqrt(number(0.0)); }) == 0);
    REQUIRE(rounded([](auto number) { return sqrt(number(1e300) * number(1e300)); }) == 1e300);
}

TEST_CASE("ties round to even and exact values stay") {
    const auto sum = [](double a, double b, double c) {
        return rounded([=](auto number) { return number(a) + number(b) / number(c); });
    };
    REQUIRE(sum(1, 0x1p-52, 2) == 1);
    REQUIRE(sum(1, 0x1.8p-51, 2) == 1 + 0x1p-51);
    REQUIRE(sum(1 + 0x1p-52, 0x1p-52, 2) == 1 + 0x1p-51);
    REQUIRE(sum(0, 0x1p-1074, 2) == 0);
    REQUIRE(sum(0, 3 * 0x1p-1074, 2) == 0x1p-1073);
    REQUIRE(sum(0x1.fffffffffffffp1023, 0x1p970, 2) == 0x1.fffffffffffffp1023);
    REQUIRE(sum(0x1.fffffffffffffp1023, 0x1p970, 1) == INFINITY);
    REQUIRE(rounded([](auto number) { return number(7.0) / number(3.0) * number(3.0); }) == 7);
}

TEST_CASE("a root that cancels ends at the stated precision") {
    const double two = rounded([](auto number) { return square(sqrt(number(2))); });
    REQUIRE(two == 2);
    REQUIRE(sign_of([](auto number) { return sqrt(number(2)) - number(0x1.6a09e667f3bcdp+0); }) <
            0);
}

TEST_CASE("angles are correctly rounded") {
    const double quarter = rounded([](auto number) { return atan2(number(1), number(0)); });
    REQUIRE(quarter == 0x1.921fb54442d18p+0);
    REQUIRE(rounded([](auto number) { return atan2(number(-0.0), number(-1)); }) ==
            0x1.921fb54442d18p+1);
    REQUIRE(rounded([](auto number) { return sin(number.pi() / number(6)); }) == 0.5);
    for (int kind = 0; kind < 6; ++kind) {
        for (std::uint64_t trial = 0; trial < (quick ? 10 : 300); ++trial) {
            const auto v = arguments(kind, trial);
            if (v[1] == 0) continue;
            mpfr_t x, y;
            mpfr_inits2(2500, x, y, nullptr);
            mpfr_set_d(x, v[0], MPFR_RNDN), mpfr_set_d(y, v[1], MPFR_RNDN);
            mpfr_sub_d(x, x, v[2], MPFR_RNDN);
            mpfr_atan2(y, y, x, MPFR_RNDN);
            const double expected = mpfr_get_d(y, MPFR_RNDN);
            mpfr_cos(x, x, MPFR_RNDN);
            const double cosine = mpfr_get_d(x, MPFR_RNDN);
            mpfr_clears(x, y, nullptr);
            const auto computed = rounded([&](auto number) {
                const auto difference = number(v[0]) - number(v[2]);
                return std::array{atan2(number(v[1]), difference), cos(difference)};
            });
            REQUIRE(computed[0] == expected);
            REQUIRE(computed[1] == cosine);
        }
    }
}

TEST_CASE("the error bound of angles holds") {
    for (int kind = 0; kind < 6; ++kind) {
        int outside = 0, loose = 0;
        for (std::uint64_t trial = 0; trial < (quick ? 100 : 20'000); ++trial) {
            const auto v = arguments(kind, trial);
            const auto angle = [&](auto number) {
                return atan2(number(v[1]), number(v[0]) - number(v[2]));
            };
            const Bounded bounded = angle(BoundedNumbers{}),
                          exact = to_bounded(angle(BallNumbers{512}));
            if (!std::isfinite(bounded.error) || !std::isfinite(exact.error)) continue;
            const double distance =
                std::abs((bounded.hi - exact.hi) + (bounded.lo - exact.lo)) * (1 - 0x1p-40);
            outside += distance > bounded.error + exact.error + 0x1p-104 * std::abs(exact.hi);
            loose += bounded.error > 0x1p-60 * std::abs(exact.hi) && v[1] != 0;
        }
        REQUIRE(outside == 0);
        if (kind != 2 && kind != 3) REQUIRE(loose == 0);
    }
}

TEST_CASE("the error bound of 32 digits holds") {
    // A value with its bound against MPFR at 3000 bits, for chains of all operations.
    for (int kind : {0, 1, 4, 5}) {
        int outside = 0, loose = 0;
        for (std::uint64_t trial = 0; trial < (quick ? 100 : 3000); ++trial) {
            const auto v = arguments(kind, trial);
            const auto formula = [&](auto number) {
                const auto parts = meeting(numbers<decltype(number(0.0))>(v, number));
                const auto root = sqrt(square(parts[0]) + square(number(v[1])) + number(3));
                return parts[0] / root - root * parts[1];
            };
            const Bounded bounded = formula(BoundedNumbers{});
            const Bounded exact = to_bounded(formula(BallNumbers{3000}));
            const double distance =
                std::abs((bounded.hi - exact.hi) + (bounded.lo - exact.lo)) * (1 - 0x1p-40);
            outside += distance > bounded.error + 0x1p-104 * std::abs(exact.hi);
            loose += bounded.error > 0x1p-80 * (std::abs(exact.hi) + 1e-10);
        }
        REQUIRE(outside == 0);
        REQUIRE(loose < (quick ? 3 : 30));
    }
}

}  // namespace rounded_test
