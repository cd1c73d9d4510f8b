#include "gap/every_gap.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "samples.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace every_gap_test {

using namespace pipelab;
using namespace pipelab::gap;
using namespace pipelab::gap::test;

namespace {

const base::Control none = base::Control::none();
constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
constexpr double largest = std::numeric_limits<double>::max();

template <class T>
std::vector<Gap<T>> from_left(std::vector<T> values) {
    std::sort(values.begin(), values.end());
    std::vector<Gap<T>> gaps;
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (values[i - 1] != values[i]) gaps.push_back({values[i - 1], values[i]});
    }
    return gaps;
}

/// What is left of the exact width when it has been rounded once.
RealWidth as_double(RealWidth width) {
    width.low = 0;
    return width;
}
std::uint64_t as_double(std::uint64_t width) { return width; }

template <class T>
std::optional<Width<T>> median_by_definition(const std::vector<T>& values) {
    std::vector<Width<T>> widths;
    for (const auto& gap : from_left(values)) widths.push_back(as_double(gap.width()));
    if (widths.empty()) return std::nullopt;
    std::sort(widths.begin(), widths.end());
    return widths[(widths.size() - 1) / 2];
}

template <class T>
void check(const std::vector<T>& values, int scale, const Resources& resources) {
    for (const bool blockwise : {false, true}) {
        const MemoryValues<T> in_memory{std::span<const T>(values)};
        const BlockwiseValues<T> streamed(values, 999);
        const Values<T>& all = blockwise ? static_cast<const Values<T>&>(streamed) : in_memory;
        std::vector<Gap<T>> gaps;
        for_every_gap<T>(all, resources, none, [&](const Gap<T>& gap) { gaps.push_back(gap); });
        const bool same = gaps == from_left(values);
        REQUIRE(same);
        const bool same_median =
            median_gap<T>(all, resources, none) == median_by_definition(values);
        REQUIRE(same_median);

        auto sorted = values;
        std::sort(sorted.begin(), sorted.end());
        const Histogram histogram = gap_histogram<T>(all, scale, resources, none);
        std::uint64_t zeros = 0, positive = 0;
        for (std::size_t i = 1; i < sorted.size(); ++i)
            ++(sorted[i] == sorted[i - 1] ? zeros : positive);
        REQUIRE(histogram.zeros() == zeros);
        std::uint64_t in_bins = 0;
        for (const Bin& bin : histogram.bins()) in_bins += bin.count;
        REQUIRE(in_bins == positive);
    }
}

}  // namespace

TEMPLATE_TEST_CASE("Every gap, their median and their number are those of the sorted values", "",
                   double, std::int64_t, std::uint64_t) {
    using T = TestType;
    std::mt19937_64 random(81);
    for (int round = 0; round < (testing::quick ? 300 : 1500); ++round) {
        std::vector<T> values(random() % 100);
        for (T& value : values) value = generated<T>(random, round % 9);
        CAPTURE(round, values.size());
        check<T>(values, static_cast<int>(random() % 19), {});
    }
    // More than fits: values and gaps are spilled.
    for (int family = 0; family < 9; ++family) {
        std::vector<T> values(150000);
        for (T& value : values) value = generated<T>(random, family);
        CAPTURE(family);
        check<T>(values, 2, {1, ""});
    }
}

TEST_CASE("The median gap by hand") {
    const auto median = [](const std::vector<double>& values) {
        return median_gap<double>(MemoryValues<double>(values), {}, none);
    };
    CHECK_FALSE(median({}));
    CHECK_FALSE(median({1}));
    CHECK_FALSE(median({1, 1}));
    CHECK(median({1, 4}) == RealWidth{false, 3, 0});
    CHECK(median({1, 4, 5}) == RealWidth{false, 1, 0});        // of 1 and 3
    CHECK(median({1, 4, 5, 5, 7}) == RealWidth{false, 2, 0});  // of 1, 2, 3
    CHECK(median({-1.5e308, 1.5e308}) == RealWidth{true, 1.5e308, 0});
    CHECK(median({-1.5e308, 0, 1.5e308}) == RealWidth{false, 1.5e308, 0});
}

TEST_CASE("Gaps are counted in the bins where they lie") {
    const std::vector<std::int64_t> values{0, 15, 15, 115, 116, 316};  // gaps 15 0 100 1 200
    const Histogram histogram =
        gap_histogram<std::int64_t>(MemoryValues<std::int64_t>(values), 1, {}, none);
    std::map<std::string, std::uint64_t> counts;
    for (const Bin& bin : histogram.bins()) {
        if (bin.count > 0) counts[bin.low.text()] = bin.count;
    }
    CHECK(histogram.zeros() == 1);
    CHECK(counts ==
          std::map<std::string, std::uint64_t>{{"0.1", 1}, {"1", 1}, {"10", 1}, {"20", 1}});
}

TEST_CASE("Multiples of whole widths are rounded down") {
    CHECK(multiple_of(std::uint64_t{7}, io::Decimal{25, 1}) == 17);
    CHECK(multiple_of(std::uint64_t{7}, io::Decimal{0, 0}) == 0);
    CHECK(multiple_of(most, io::Decimal{1, 0}) == most);
    CHECK(multiple_of(most, io::Decimal{5, 1}) == most / 2);
    CHECK(multiple_of(most, io::Decimal{2, 0}) == most);
    CHECK(multiple_of(most, io::Decimal{1, 18}) == 18);
    CHECK(multiple_of(std::uint64_t{1}, std::uint64_t{1} << 63) == std::uint64_t{1} << 63);
    CHECK(multiple_of(std::uint64_t{2}, std::uint64_t{1} << 63) == most);
    CHECK(multiple_of(std::uint64_t{0}, 1e300) == 0);
    CHECK(multiple_of(std::uint64_t{1}, 1e300) == most);
    CHECK(multiple_of(std::uint64_t{1}, 1e-30) == 0);
    CHECK(multiple_of(most, 0x1p-60) == 15);
    CHECK(multiple_of(most, 0x1p-64) == 0);
    CHECK(multiple_of(most, 5e-324) == 0);
    CHECK(multiple_of(std::uint64_t{1} << 60, 2.5) == (std::uint64_t{5} << 59));
    CHECK(multiple_of(most, 1.0) == most);
    CHECK(multiple_of(std::uint64_t{1}, 0x1p63) == std::uint64_t{1} << 63);
    CHECK(multiple_of(std::uint64_t{1}, 0x1p64) == most);
    CHECK(multiple_of(most, 0x1p52) == most);
    CHECK(multiple_of(most, 0.0) == 0);
    std::mt19937_64 random(83);
    for (int i = 0; i < 20000; ++i) {
        const std::uint64_t width = random() >> (random() % 64);
        const io::Decimal factor{static_cast<std::int64_t>(random() >> (1 + random() % 63)),
                                 static_cast<int>(random() % 19)};
        // width = q d + r, so width * m / d = q m + r m / d.
        Wide unit = 1;
        for (int k = 0; k < factor.scale; ++k) unit *= 10;
        const Wide exact = static_cast<Wide>(width) * factor.mantissa;
        const Wide whole = (exact - exact % unit) / unit;
        REQUIRE(multiple_of(width, factor) ==
                (whole > most ? most : static_cast<std::uint64_t>(whole)));
    }
}

TEST_CASE("Multiples of widths of doubles are rounded to nearest, up to the largest width") {
    CHECK(multiple_of(RealWidth{false, 7, 0}, io::Decimal{25, 1}) == RealWidth{false, 17.5, 0});
    CHECK(multiple_of(RealWidth{false, 0.1, 0}, io::Decimal{3, 0}) == RealWidth{false, 0.1 * 3, 0});
    CHECK(multiple_of(RealWidth{false, 1.5e308, 0}, io::Decimal{2, 0}) ==
          RealWidth{true, 1.5e308, 0});
    CHECK(multiple_of(RealWidth{true, 1.5e308, 0}, io::Decimal{1, 0}) ==
          RealWidth{true, 1.5e308, 0});
    CHECK(multiple_of(RealWidth{true, 1.5e308, 0}, io::Decimal{5, 1}) ==
          RealWidth{false, 1.5e308, 0});
    CHECK(multiple_of(RealWidth{true, 1.5e308, 0}, io::Decimal{5, 0}) ==
          RealWidth{true, largest, 0});
    CHECK(multiple_of(RealWidth{false, 1, 0}, 1e308) == RealWidth{false, 1e308, 0});
    CHECK(multiple_of(RealWidth{false, 1e308, 0}, 1e308) == RealWidth{true, largest, 0});
    CHECK(multiple_of(RealWidth{false, 0, 0}, 1e308) == RealWidth{});
}

TEST_CASE("There are no negative multiples") {
    CHECK_THROWS_AS(multiple_of(std::uint64_t{1}, io::Decimal{-1, 3}), base::UsageError);
    CHECK_THROWS_AS(multiple_of(RealWidth{false, 1, 0}, io::Decimal{-1, 3}), base::UsageError);
    CHECK_THROWS_AS(multiple_of(RealWidth{false, 1, 0}, -1e-300), base::UsageError);
}

}  // namespace every_gap_test
