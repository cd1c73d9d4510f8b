#include "gap/histogram.hpp"

#include "catch.hpp"

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace histogram_test {

using namespace pipelab::gap;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double largest = std::numeric_limits<double>::max();

std::string shown(const Bin& bin) {
    return bin.low.text() + " " + bin.high.text() + " " + std::to_string(bin.count);
}

/// The only bin of a histogram of one width.
template <class... Width>
Bin bin_of(Width... width) {
    Histogram histogram;
    histogram.add(width...);
    const auto bins = histogram.bins();
    REQUIRE(bins.size() == 1);
    REQUIRE(histogram.count() == 1);
    REQUIRE(bins[0].count == 1);
    return bins[0];
}

/// The first digit and the power of ten of a width, from its digits as text.
Border border_by_digits(std::uint64_t mantissa, int scale) {
    const std::string digits = std::to_string(mantissa);
    const int first = digits[0] - '0';
    return {first >= 5 ? 5 : first >= 2 ? 2 : 1, static_cast<int>(digits.size()) - 1 - scale};
}

Border next(Border border) {
    if (border.digit == 5) return {1, border.exponent + 1};
    return {border.digit == 1 ? 2 : 5, border.exponent};
}

double nearest(const Border& border) {
    const std::string text = std::to_string(border.digit) + "e" + std::to_string(border.exponent);
    return std::strtod(text.c_str(), nullptr);
}

}  // namespace

TEST_CASE("the bins of decimals follow from their digits") {
    std::mt19937_64 random(1);
    const auto check = [](std::uint64_t mantissa, int scale) {
        const Bin bin = bin_of(mantissa, scale);
        const Border low = border_by_digits(mantissa, scale);
        if (bin.low != low || bin.high != next(low))
            FAIL(mantissa << " " << scale << ": " << shown(bin));
    };
    for (int scale = 0; scale <= 18; ++scale) {
        for (std::uint64_t power = 1;; power *= 10) {
            for (const std::uint64_t digit : {1u, 2u, 5u}) {
                const std::uint64_t border = power * digit;
                if (border / digit != power) continue;
                if (border > 1) check(border - 1, scale);
                check(border, scale);
                check(border + 1, scale);
            }
            if (power > std::numeric_limits<std::uint64_t>::max() / 10) break;
        }
        for (int bits = 0; bits < 64; ++bits) {
            check(std::uint64_t{1} << bits, scale);
            check(random() >> bits | 1, scale);
        }
        check(std::numeric_limits<std::uint64_t>::max(), scale);
    }
}

TEST_CASE("the bins of doubles have the nearest doubles as borders") {
    std::mt19937_64 random(2);
    const auto check = [](double width) {
        const Bin bin = bin_of(width);
        if (!(nearest(bin.low) <= width && width < nearest(bin.high)) || bin.high != next(bin.low))
            FAIL(width << ": " << shown(bin));
        if (bin.low.value() != nearest(bin.low) || bin.high.value() != nearest(bin.high))
            FAIL(shown(bin));
    };
    for (int exponent = -323; exponent <= 308; ++exponent) {
        for (const int digit : {1, 2, 5}) {
            const double border = nearest({digit, exponent});
            if (border == infinity) continue;
            check(border);
            check(std::nextafter(border, infinity));
            check(std::nextafter(border, 0));
        }
    }
    for (int i = 0; i < 100000; ++i) {
        const double width = std::fabs(std::bit_cast<double>(random()));
        if (width > 0 && width <= largest) check(width);
        const double tiny = std::bit_cast<double>(random() >> (12 + random() % 52));
        if (tiny > 0) check(tiny);
    }
    REQUIRE(shown(bin_of(smallest)) == "5e-324 1e-323 1");
    REQUIRE(shown(bin_of(0.3)) == "0.2 0.5 1");
    REQUIRE(shown(bin_of(0.1)) == "0.1 0.2 1");
    REQUIRE(shown(bin_of(largest)) == "1e+308 2e+308 1");
}

TEST_CASE("exact distances of doubles are not rounded before they are sorted into bins") {
    // 1 - 2^-60 rounds to 1 but is less.
    const double less = std::ldexp(1.0, -60);
    REQUIRE(bin_of(width_between(less, 1.0)).low == Border{5, -1});
    REQUIRE(bin_of(width_between(-less, 1.0)).low == Border{1, 0});
    REQUIRE(bin_of(width_between(0.0, 1.0)).low == Border{1, 0});
    REQUIRE(bin_of(width_between(-largest, largest)).low == Border{2, 308});
    REQUIRE(bin_of(width_between(-1e308, 1e308)).low == Border{2, 308});
    REQUIRE(bin_of(width_between(-1e308, std::nextafter(1e308, 0))).low == Border{1, 308});
    REQUIRE(bin_of(width_between(-1e308, 0.9e308)).low == Border{1, 308});
    REQUIRE(bin_of(width_between(0.0, largest)).low == Border{1, 308});
    REQUIRE(bin_of(width_between(-1e308, largest)).high == Border{5, 308});
}

TEST_CASE("bins run from the first to the last that is not empty") {
    Histogram histogram;
    REQUIRE(histogram.bins().empty());
    REQUIRE(histogram.count() == 0);
    histogram.add(0.0);
    histogram.add(-0.0);
    histogram.add(0, 5);
    histogram.add(width_between(3.0, 3.0));
    REQUIRE(histogram.bins().empty());
    REQUIRE(histogram.zeros() == 4);
    histogram.add(7, 0);
    histogram.add(150, 1);
    histogram.add(19.5);
    histogram.add(250, 0);
    REQUIRE(histogram.count() == 8);
    std::string text;
    for (const Bin& bin : histogram.bins()) text += shown(bin) + "\n";
    REQUIRE(text == "5 10 1\n10 20 2\n20 50 0\n50 100 0\n100 200 0\n200 500 1\n");
}

TEST_CASE("borders print exactly") {
    REQUIRE(Border{1, 0}.text() == "1");
    REQUIRE(Border{5, -1}.text() == "0.5");
    REQUIRE(Border{2, -5}.text() == "0.00002");
    REQUIRE(Border{5, -6}.text() == "5e-06");
    REQUIRE(Border{5, 16}.text() == "50000000000000000");
    REQUIRE(Border{1, 17}.text() == "1e+17");
    REQUIRE(Border{5, -324}.text() == "5e-324");
    REQUIRE(Border{2, 308}.value() == infinity);
    REQUIRE(Border{5, -324}.value() == smallest);
}

TEST_CASE("histograms join to that of all widths, in any order") {
    std::mt19937_64 random(3);
    for (int round = 0; round < 50; ++round) {
        Histogram all, parts[3];
        for (int i = 0; i < 200; ++i) {
            const std::uint64_t mantissa = random() % 5 == 0 ? 0 : random() >> (random() % 64);
            const int scale = static_cast<int>(random() % 19);
            all.add(mantissa, scale);
            parts[random() % 3].add(mantissa, scale);
        }
        Histogram joined = parts[2];
        joined.join(parts[0]);
        parts[1].join(joined);
        REQUIRE(parts[1].bins() == all.bins());
        REQUIRE(parts[1].zeros() == all.zeros());
        REQUIRE(parts[1].count() == 200);
    }
}

}  // namespace histogram_test
