#include "gap/statistics.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace statistics_test {

using namespace pipelab::gap;

namespace {

template <class T>
ExtremeValues<T> extremes(const std::vector<T>& values) {
    ExtremeValues<T> result;
    for (const T value : values) result.add(value);
    return result;
}

template <class T>
std::vector<T> listed(std::span<const T> values) {
    return {values.begin(), values.end()};
}

/// Dixon's ratio by its formulas, on sorted values counted from 1.
double ratio_by_formula(std::vector<double> x, bool upper) {
    std::sort(x.begin(), x.end());
    if (upper) {
        std::reverse(x.begin(), x.end());
        for (double& value : x) value = -value;
    }
    const std::size_t n = x.size();
    x.insert(x.begin(), 0);
    if (n <= 7) return (x[2] - x[1]) / (x[n] - x[1]);
    if (n <= 10) return (x[2] - x[1]) / (x[n - 1] - x[1]);
    if (n <= 13) return (x[3] - x[1]) / (x[n - 1] - x[1]);
    return (x[3] - x[1]) / (x[n - 2] - x[1]);
}

/// How many of `samples` normal samples of n values have a ratio beyond the critical one.
std::uint64_t beyond_critical(std::uint64_t n, std::uint64_t samples, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::uint64_t beyond = 0;
    for (std::uint64_t i = 0; i < samples; ++i) {
        ExtremeValues<double> values;
        for (std::uint64_t j = 0; j < n; ++j) values.add(normal(random));
        const auto ratio = dixon_ratio(values);
        beyond += ratio->value > *ratio->critical;
    }
    return beyond;
}

void check_critical_values(std::uint64_t samples, std::uint64_t seed) {
    for (std::uint64_t n = 3; n <= 30; ++n) {
        const auto count = static_cast<double>(samples);
        const double share = static_cast<double>(beyond_critical(n, samples, seed + n)) / count;
        // Three decimals of the critical value are a few 10^-4 of the probability.
        INFO("n " << n << " share " << share);
        REQUIRE(std::fabs(share - 0.05) < 5 * std::sqrt(0.05 * 0.95 / count) + 5e-4);
    }
}

}  // namespace

TEST_CASE("p-values of the widest gap agree with exact rational arithmetic") {
    std::ifstream file(PIPELAB_SOURCE_DIR "/tests/unit/gap/largest_gap.txt");
    std::uint64_t n = 0, widest = 0, range = 0;
    std::string text;
    int lines = 0;
    while (file >> n >> widest >> range >> text) {
        const double expected = std::strtod(text.c_str(), nullptr);
        const auto p = largest_gap_p_value(n, widest, range);
        INFO(n << " " << widest << " " << range);
        REQUIRE(p.has_value());
        REQUIRE(std::fabs(*p - expected) <= 4e-16 * expected);
        ++lines;
    }
    REQUIRE(lines == 136);
}

TEST_CASE("p-values of the widest gap at the edges") {
    REQUIRE_FALSE(largest_gap_p_value(0, 1, 2).has_value());
    REQUIRE_FALSE(largest_gap_p_value(2, 2, 2).has_value());
    REQUIRE_FALSE(largest_gap_p_value(3, 0, 0).has_value());
    REQUIRE_FALSE(largest_gap_p_value(3, 3, 2).has_value());
    REQUIRE(largest_gap_p_value(3, 0, 1) == 1.0);
    REQUIRE(largest_gap_p_value(1'000'000'000'000, 1, 200'000'000'000) == 1.0);
    REQUIRE(largest_gap_p_value(std::numeric_limits<std::uint64_t>::max(), 7, 7) == 0.0);
    REQUIRE(largest_gap_p_value(std::numeric_limits<std::uint64_t>::max(), 1, 7) == 0.0);
    REQUIRE(largest_gap_p_value(1000, 999, 1000) == 0.0);  // 999 * 10^-2994
    // All gaps equal: certainly one is as wide.
    for (std::uint64_t n = 3; n < 200; ++n) REQUIRE(largest_gap_p_value(n, 1, n - 1) == 1.0);
}

TEST_CASE("p-values of the widest gap between doubles are those of the exact distances") {
    std::mt19937_64 random(3);
    for (int i = 0; i < 300; ++i) {
        const std::uint64_t n = 3 + random() % 500;
        const std::uint64_t range = (random() >> 12) + 1, widest = random() % range;
        const RealWidth real_range = width_between(0.0, static_cast<double>(range));
        const RealWidth real_widest = width_between(0.0, static_cast<double>(widest));
        REQUIRE(largest_gap_p_value(n, real_widest, real_range) ==
                largest_gap_p_value(n, widest, range));
    }
    // Three points: P = 2 (1 - g) for g > 1/2, and 1 - g is the other gap over the range, however
    // small that is.
    const auto of_three = [](double low, double middle, double high) {
        return largest_gap_p_value(3, width_between(middle, high), width_between(low, high));
    };
    REQUIRE(*of_three(0, 1e-150, 1e140) == Approx(2e-290).epsilon(1e-15));
    REQUIRE(*of_three(0, 1e-300, 1) == Approx(2e-300).epsilon(1e-15));
    REQUIRE(*of_three(-1e308, -0.9e308, 1.5e308) == Approx(2 * 0.1 / 2.5).epsilon(1e-15));
    REQUIRE(of_three(0, 1e-300, 1e300) == 0.0);
}

TEST_CASE("p-values of the widest gap agree with simulation") {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> uniform;
    for (const std::uint64_t n : {3u, 4u, 10u, 40u, 200u}) {
        const double mean = 1.0 / static_cast<double>(n - 1);
        for (const double width : {1.5, 2.5, 4.0}) {
            const double g = std::min(width * mean, 0.9);
            constexpr int samples = 20000;
            int wider = 0;
            std::vector<double> points(n);
            for (int i = 0; i < samples; ++i) {
                points[0] = 0;
                points[1] = 1;
                for (std::size_t j = 2; j < n; ++j) points[j] = uniform(random);
                std::sort(points.begin(), points.end());
                double widest = 0;
                for (std::size_t j = 1; j < n; ++j)
                    widest = std::max(widest, points[j] - points[j - 1]);
                wider += widest > g;
            }
            const double p =
                *largest_gap_p_value(n, width_between(0.0, g), width_between(0.0, 1.0));
            INFO(n << " " << g);
            REQUIRE(std::fabs(wider - p * samples) <= 5 * std::sqrt(p * (1 - p) * samples) + 1e-9);
        }
    }
}

TEST_CASE("p-values of the widest gap tend to Gumbel's law") {
    // m g = log m + x: P tends to 1 - exp(-exp(-x)) with an error of order (log m)^2 / m.
    const std::uint64_t n = 1'000'000'000;
    const double m = static_cast<double>(n - 1);
    for (const double x : {-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 5.0, 10.0, 20.0}) {
        const double g = (std::log(m) + x) / m;
        const double p = *largest_gap_p_value(n, width_between(0.0, g), width_between(0.0, 1.0));
        REQUIRE(p == Approx(-std::expm1(-std::exp(-x))).epsilon(1e-5));
    }
    REQUIRE(largest_gap_p_value(n, width_between(0.0, (std::log(m) - 4) / m),
                                width_between(0.0, 1.0)) == 1.0);
}

TEST_CASE("p-values of the widest gap fall as it widens") {
    for (const std::uint64_t n : {3u, 10u, 37u, 38u, 60u, 1000u}) {
        double before = 1;
        for (std::uint64_t widest = 0; widest <= 3000; ++widest) {
            const auto p = largest_gap_p_value(n, widest, 3000);
            REQUIRE(p.has_value());
            if (*p > before || *p < 0) FAIL(n << " " << widest << " " << *p << " " << before);
            before = *p;
        }
        REQUIRE(before == 0);
    }
}

TEST_CASE("extreme values are those of the sorted list, in any order and any parts") {
    std::mt19937_64 random(1);
    for (int i = 0; i < 3000; ++i) {
        std::vector<std::int64_t> values(random() % 12);
        for (auto& value : values) value = static_cast<std::int64_t>(random() % 9) - 4;
        ExtremeValues<std::int64_t> parts[3];
        for (const auto value : values) parts[random() % 3].add(value);
        parts[0].join(parts[1]);
        parts[2].join(parts[0]);
        std::sort(values.begin(), values.end());
        const auto kept = static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, values.size()));
        REQUIRE(parts[2].count() == values.size());
        REQUIRE(listed(parts[2].smallest()) == std::vector(values.begin(), values.begin() + kept));
        REQUIRE(listed(parts[2].largest()) == std::vector(values.rbegin(), values.rbegin() + kept));
    }
}

TEST_CASE("Dixon's ratios agree with their formulas") {
    std::mt19937_64 random(2);
    const char* names[] = {"r10", "r11", "r21", "r22"};
    for (int i = 0; i < 4000; ++i) {
        const std::size_t n = 3 + random() % 40;
        std::vector<double> values(n);
        std::vector<std::int64_t> whole(n);
        for (std::size_t j = 0; j < n; ++j) {
            whole[j] = static_cast<std::int64_t>(random() % 100000) - 50000;
            values[j] = static_cast<double>(whole[j]);
        }
        const auto ratio = dixon_ratio(extremes(values));
        const double below = ratio_by_formula(values, false),
                     above = ratio_by_formula(values, true);
        REQUIRE(ratio.has_value());
        REQUIRE(ratio->value == Approx(std::max(below, above)).epsilon(1e-15));
        REQUIRE(ratio->upper == (above > below));
        REQUIRE(ratio->name == names[n <= 7 ? 0 : n <= 10 ? 1 : n <= 13 ? 2 : 3]);
        REQUIRE(ratio->critical.has_value() == (n <= 30));
        REQUIRE(dixon_ratio(extremes(whole))->value == ratio->value);
    }
}

TEST_CASE("Dixon's ratios at the edges") {
    using Real = std::vector<double>;
    REQUIRE_FALSE(dixon_ratio(extremes(Real{1, 2})).has_value());
    REQUIRE_FALSE(dixon_ratio(extremes(Real(3, 7.0))).has_value());
    REQUIRE_FALSE(dixon_ratio(extremes(Real(20, -0.5))).has_value());
    // All but one or two equal: the ranges without the far values are empty.
    for (std::size_t n = 3; n <= 20; ++n) {
        Real values(n, 5.0);
        values[0] = 6;
        REQUIRE(dixon_ratio(extremes(values))->value == 1);
        REQUIRE(dixon_ratio(extremes(values))->upper);
        values[0] = 4;
        REQUIRE(dixon_ratio(extremes(values))->value == 1);
        REQUIRE_FALSE(dixon_ratio(extremes(values))->upper);
    }
    // The example of Dean and Dixon's Q test in many textbooks: 0.167 is suspect among ten, here
    // with its first seven, r10 = (0.177 - 0.167) / (0.189 - 0.167).
    const auto ratio = dixon_ratio(extremes(Real{0.189, 0.167, 0.187, 0.183, 0.186, 0.182, 0.177}));
    REQUIRE(ratio->value == Approx(10.0 / 22));
    REQUIRE_FALSE(ratio->upper);
    REQUIRE(dixon_ratio(extremes(Real{-1.5e308, 0, 1.5e308}))->value == 0.5);
    REQUIRE(dixon_ratio(extremes(Real{-1.5e308, 1.4e308, 1.5e308}))->value == Approx(2.9 / 3));
    // Nanoseconds that doubles cannot tell apart.
    const std::int64_t late = 1'700'000'000'000'000'000;
    REQUIRE(dixon_ratio(extremes(std::vector<std::int64_t>{late, late + 1, late + 4}))->value ==
            0.75);
    REQUIRE(dixon_ratio(extremes(std::vector<std::uint64_t>{0, 1, 4}))->upper);
}

TEST_CASE("one normal sample in twenty lies beyond Dixon's critical value") {
    check_critical_values(50000, 77);
}

TEST_CASE("one normal sample in twenty lies beyond Dixon's critical value, many",
          "[.][exhaustive]") {
    check_critical_values(3000000, 777);
}

}  // namespace statistics_test
