#include "gap/threshold.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include <cmath>
#include <limits>
#include <random>

#include <mpfr.h>

namespace threshold_test {

using namespace pipelab;
using namespace pipelab::gap;
using Kind = io::NumberType::Kind;

namespace {

io::Number random_threshold(std::mt19937_64& random) {
    const std::uint64_t bits = random() >> random() % 64;
    switch (random() % 4) {
        case 0:
            return bits;
        case 1:
            return std::ldexp(static_cast<double>(bits >> 11),
                              static_cast<int>(random() % 200) - 130);
        default:
            return io::Decimal{static_cast<std::int64_t>(bits >> 1),
                               static_cast<int>(random() % 19)};
    }
}

/// The sign of upper - lower - threshold.
int order_of(double lower, double upper, const io::Number& threshold) {
    mpfr_t sum, term;
    mpfr_init2(sum, 2400);
    mpfr_init2(term, 2400);
    mpfr_set_d(sum, upper, MPFR_RNDN);
    mpfr_sub_d(sum, sum, lower, MPFR_RNDN);
    if (const auto* decimal = std::get_if<io::Decimal>(&threshold)) {
        for (int i = 0; i < decimal->scale; ++i) mpfr_mul_ui(sum, sum, 10, MPFR_RNDN);
        mpfr_set_sj(term, decimal->mantissa, MPFR_RNDN);
    } else if (const auto* natural = std::get_if<std::uint64_t>(&threshold)) {
        mpfr_set_uj(term, *natural, MPFR_RNDN);
    } else {
        mpfr_set_d(term, std::get<double>(threshold), MPFR_RNDN);
    }
    const int order = mpfr_cmp(sum, term);
    mpfr_clear(sum);
    mpfr_clear(term);
    return order;
}

double moved(double value, int steps) {
    for (; steps > 0; --steps) value = std::nextafter(value, INFINITY);
    for (; steps < 0; ++steps) value = std::nextafter(value, -INFINITY);
    return value;
}

}  // namespace

TEST_CASE("A width of decimals is over a threshold exactly if it is as a rational number") {
    std::mt19937_64 random(1);
    for (int i = 0; i < 20000; ++i) {
        const io::Number threshold = random_threshold(random);
        const io::NumberType type{Kind::decimal, static_cast<int>(random() % 19)};
        const auto width = std::get<std::uint64_t>(width_of(threshold, type));
        CAPTURE(i, type.scale, width);
        // The least and the greatest mantissa that decide: what is wider, and what is not.
        constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (width <= most) {
            const io::Decimal same{static_cast<std::int64_t>(width), type.scale};
            REQUIRE(io::compare(same, threshold) <= 0);
        }
        if (width < most) {
            const io::Decimal next{static_cast<std::int64_t>(width + 1), type.scale};
            REQUIRE(io::compare(next, threshold) > 0);
        } else {
            REQUIRE(io::compare(io::Decimal{static_cast<std::int64_t>(most), type.scale},
                                threshold) <= 0);
        }
    }
}

TEST_CASE("A width of whole numbers beyond 64 bits is over none") {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    const io::NumberType naturals{Kind::uint64, 0};
    CHECK(std::get<0>(width_of(most, naturals)) == most);
    CHECK(std::get<0>(width_of(most - 1, naturals)) == most - 1);
    CHECK(std::get<0>(width_of(1e300, naturals)) == most);
    CHECK(std::get<0>(width_of(0.5, naturals)) == 0);
    CHECK(std::get<0>(width_of(io::Decimal{19, 1}, naturals)) == 1);
    CHECK(std::get<0>(width_of(std::uint64_t{10}, {Kind::decimal, 18})) == 10000000000000000000u);
    CHECK(std::get<0>(width_of(std::uint64_t{19}, {Kind::decimal, 18})) == most);
}

TEST_CASE("A width of doubles is over a threshold exactly if it is as a real number") {
    std::mt19937_64 random(2);
    int over = 0;
    for (int i = 0; i < 20000; ++i) {
        const io::Number threshold = random_threshold(random);
        const auto width = std::get<RealWidth>(width_of(threshold, {Kind::real, 0}));
        const double nearest = io::to_double(threshold);
        double lower = std::ldexp(nearest, static_cast<int>(random() % 8) - 4);
        if (random() % 4 == 0) lower = 0;
        if (random() % 4 == 0) lower = -nearest / 2;
        const double upper = moved(lower + nearest, static_cast<int>(random() % 5) - 2);
        if (upper < lower) continue;
        CAPTURE(i, lower, upper, nearest);
        const bool expected = order_of(lower, upper, threshold) > 0;
        REQUIRE((width_between(lower, upper) > width) == expected);
        over += expected;
    }
    CHECK(over > 2000);
    const auto largest = std::get<RealWidth>(width_of(1.7e308, {Kind::real, 0}));
    CHECK(width_between(-1e308, 1e308) > largest);
    CHECK_FALSE(width_between(0.0, 1.7e308) > largest);
}

TEST_CASE("No negative or infinite widths") {
    for (const io::NumberType type : {io::NumberType{Kind::decimal, 3}, {Kind::real, 0}}) {
        CHECK_THROWS_AS(width_of(io::Decimal{-1, 3}, type), base::UsageError);
        CHECK_THROWS_AS(width_of(-0.5, type), base::UsageError);
        CHECK_THROWS_AS(width_of(NAN, type), base::UsageError);
        CHECK_THROWS_AS(width_of(INFINITY, type), base::UsageError);
    }
}

}  // namespace threshold_test
