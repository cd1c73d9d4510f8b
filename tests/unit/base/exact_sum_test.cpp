#include "base/exact_sum.hpp"

#include "catch.hpp"
#include "mpfr_reference.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace exact_sum_test {

using pipelab::base::exact_sum;
using pipelab::base::ExactSum;

namespace {

using Doubles = std::vector<double>;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double huge = std::numeric_limits<double>::max();
constexpr double least = std::numeric_limits<double>::denorm_min();

std::uint64_t to_bits(double x) { return std::bit_cast<std::uint64_t>(x == 0 ? 0.0 : x); }

/// Exact in 2300 bits, rounded once.
double reference_sum(const Doubles& values) {
    Reference sum;
    for (const double x : values) mpfr_add_d(sum.get(), sum.get(), x, MPFR_RNDN);
    return sum.rounded();
}

double one_by_one(const Doubles& values) {
    ExactSum sum;
    for (const double x : values) sum.add(x);
    return sum.value();
}

void require_exact(const Doubles& values) {
    const std::uint64_t expected = to_bits(reference_sum(values));
    REQUIRE(to_bits(exact_sum(values)) == expected);
    REQUIRE(to_bits(one_by_one(values)) == expected);
}

/// Random values of several characters: evenly spread, wide in exponent, whole range, denormal.
double draw(int kind, std::mt19937_64& engine) {
    const double unit = std::uniform_real_distribution<double>(-1, 1)(engine);
    switch (kind) {
        case 0:
            return unit;
        case 1:
            return std::ldexp(unit, static_cast<int>(engine() % 80));
        case 2:
            return std::ldexp(unit, static_cast<int>(engine() % 2000) - 1000);
        case 3:
            return std::ldexp(unit, -1030 - static_cast<int>(engine() % 40));
        case 4:
            return std::ldexp(unit, 1020 + static_cast<int>(engine() % 5));
        case 5:
            return static_cast<double>(engine() % 1000) / 100;
        default:
            return engine() % 64 == 0 ? unit * 1e300 : unit * 1e-300;
    }
}

}  // namespace

TEST_CASE("sums of every kind are rounded once") {
    std::mt19937_64 engine(1);
    for (int kind = 0; kind < 7; ++kind) {
        for (const std::size_t count :
             {1u, 2u, 3u, 5u, 31u, 32u, 33u, 100u, 2047u, 2048u, 2049u, 5000u}) {
            for (int repeat = 0; repeat < 20; ++repeat) {
                Doubles values(count);
                for (double& x : values) x = draw(kind, engine);
                CAPTURE(kind, count, repeat);
                require_exact(values);
            }
        }
    }
}

TEST_CASE("what cancels leaves the exact rest") {
    std::mt19937_64 engine(2);
    for (int kind = 0; kind < 7; ++kind) {
        for (int repeat = 0; repeat < 50; ++repeat) {
            Doubles values;
            for (int i = 0; i < 500; ++i) {
                values.push_back(draw(kind, engine));
                values.push_back(-values.back());
            }
            std::shuffle(values.begin(), values.end(), engine);
            REQUIRE(to_bits(exact_sum(values)) == 0);
            const double rest = draw(repeat % 7, engine);
            values.insert(values.begin() + repeat, rest);
            REQUIRE(to_bits(exact_sum(values)) == to_bits(rest));
            REQUIRE(to_bits(one_by_one(values)) == to_bits(rest));
        }
    }
}

TEST_CASE("ties go to even and a trace decides them") {
    const double step = 0x1p-53;
    REQUIRE(exact_sum(Doubles{1, step}) == 1);
    REQUIRE(exact_sum(Doubles{1, step, least}) == 1 + 2 * step);
    REQUIRE(exact_sum(Doubles{1, step, -least}) == 1);
    REQUIRE(exact_sum(Doubles{1 + 2 * step, step}) == 1 + 4 * step);
    REQUIRE(exact_sum(Doubles{1 + 2 * step, step, -least}) == 1 + 2 * step);
    REQUIRE(exact_sum(Doubles{-1, -step, -least}) == -1 - 2 * step);
    REQUIRE(exact_sum(Doubles{1e308, 1, -1e308}) == 1);
    REQUIRE(exact_sum(Doubles{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}) == 1);
}

TEST_CASE("sums of two doubles are those of the processor") {
    std::mt19937_64 engine(3);
    for (int i = 0; i < 100'000; ++i) {
        const double a = draw(i % 7, engine), b = draw(i / 7 % 7, engine);
        if (to_bits(exact_sum(Doubles{a, b})) != to_bits(a + b)) FAIL(a << " + " << b);
    }
}

TEST_CASE("overflow happens only where the exact sum does") {
    const double half_ulp = 0x1p970;
    REQUIRE(exact_sum(Doubles{huge, huge, -huge}) == huge);
    REQUIRE(exact_sum(Doubles{huge, huge}) == infinity);
    REQUIRE(exact_sum(Doubles{-huge, -huge}) == -infinity);
    REQUIRE(exact_sum(Doubles{huge, half_ulp}) == infinity);
    REQUIRE(exact_sum(Doubles{huge, half_ulp, -least}) == huge);
    REQUIRE(exact_sum(Doubles{-huge, -half_ulp, least}) == -huge);
    Doubles many(100'000, huge);
    REQUIRE(exact_sum(many) == infinity);
    many.resize(200'000, -huge);
    many.push_back(least);
    REQUIRE(exact_sum(many) == least);
}

TEST_CASE("denormal sums are exact") {
    REQUIRE(exact_sum(Doubles{least, least, least}) == 3 * least);
    REQUIRE(exact_sum(Doubles{0x1p-1022, -least}) == 0x1p-1022 - least);
    REQUIRE(exact_sum(Doubles(1000, least)) == 1000 * least);
    REQUIRE(exact_sum(Doubles(5000, 0x1p-1023)) == 5000 * 0x1p-1023);
}

TEST_CASE("infinities, NaN and zeros") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    REQUIRE(std::isnan(exact_sum(Doubles{1, nan, infinity})));
    REQUIRE(exact_sum(Doubles{huge, -infinity, 1}) == -infinity);
    REQUIRE(std::isnan(exact_sum(Doubles{infinity, -infinity})));
    Doubles many(3000, 1.5);
    many[2500] = infinity;
    REQUIRE(exact_sum(many) == infinity);
    many[7] = nan;
    REQUIRE(std::isnan(exact_sum(many)));
    for (const Doubles& zeros : {Doubles{}, Doubles{-0.0}, Doubles(100, -0.0)}) {
        REQUIRE(exact_sum(zeros) == 0);
        REQUIRE_FALSE(std::signbit(exact_sum(zeros)));
    }
}

TEST_CASE("neither order nor division changes a bit") {
    std::mt19937_64 engine(4);
    Doubles values(10'000);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = draw(static_cast<int>(i % 3), engine);
    }
    const std::uint64_t expected = to_bits(reference_sum(values));
    for (int repeat = 0; repeat < 20; ++repeat) {
        std::shuffle(values.begin(), values.end(), engine);
        std::vector<ExactSum> parts(1 + engine() % 9);
        for (std::size_t begin = 0; begin < values.size();) {
            const std::size_t count = std::min<std::size_t>(engine() % 3000, values.size() - begin);
            parts[engine() % parts.size()].add(std::span(values).subspan(begin, count));
            begin += count;
        }
        std::shuffle(parts.begin(), parts.end(), engine);
        ExactSum sum;
        for (const ExactSum& part : parts) sum.join(part);
        REQUIRE(to_bits(sum.value()) == expected);
    }
}

TEST_CASE("a sum made opposite goes on as such") {
    std::mt19937_64 engine(9);
    for (int kind = 0; kind < 7; ++kind) {
        ExactSum sum, opposite;
        for (int i = 0; i < 300; ++i) {
            const double x = draw(kind, engine);
            sum.add(x);
            opposite.add(i < 200 ? -x : x);
            if (i == 199) opposite.negate();
        }
        REQUIRE(to_bits(sum.value()) == to_bits(opposite.value()));
    }
}

TEST_CASE("carries are passed on in time when joining doubles the sum again and again") {
    ExactSum sum;
    sum.add(1 - 0x1p-53);
    sum.add(-0x1p-1000);
    for (int i = 0; i < 60; ++i) {
        const ExactSum copy = sum;
        sum.join(copy);
    }
    REQUIRE(sum.value() == 0x1p60 - 0x1p7);
    sum.add(-0x1p60);
    sum.add(0x1p7);
    REQUIRE(sum.value() == -0x1p-940);
}

}  // namespace exact_sum_test
