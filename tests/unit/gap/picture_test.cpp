#include "gap/picture.hpp"

#include "catch.hpp"
#include "samples.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

namespace picture_test {

using namespace pipelab;
using namespace pipelab::gap;
using namespace pipelab::gap::test;

namespace {

double total(const io::Plot::Series& series) {
    return std::accumulate(series.y.begin(), series.y.end(), 0.0);
}

template <class T>
void check(const std::vector<T>& values, std::size_t bins, int scale) {
    const BlockwiseValues<T> all(values, 17);
    const auto gaps = gap::test::by_definition(values, 20);
    const Notation notation{scale, false};
    const io::Plot plot = values_picture<T>(all, gaps, notation, bins);
    REQUIRE(plot.series.size() == 1);
    const auto& series = plot.series[0];
    REQUIRE(series.x.size() == bins);
    REQUIRE(series.y.size() == bins);
    REQUIRE(total(series) == static_cast<double>(values.size()));
    const double unit = std::pow(10.0, -scale);
    const double low = static_cast<double>(all.extent().minimum) * unit;
    const double high = static_cast<double>(all.extent().maximum) * unit;
    for (const double x : series.x) REQUIRE((low <= x && x <= high));
    REQUIRE(plot.bands.size() == gaps.size());
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        REQUIRE(plot.bands[i].from == static_cast<double>(gaps[i].lower) * unit);
        REQUIRE(plot.bands[i].to == static_cast<double>(gaps[i].upper) * unit);
        REQUIRE(plot.bands[i].label == (i < 12 ? notation.width(gaps[i].width()) : ""));
    }
}

}  // namespace

TEMPLATE_TEST_CASE("Every value is in a bin, every gap is a band", "", double, std::int64_t,
                   std::uint64_t) {
    using T = TestType;
    std::mt19937_64 random(101);
    for (int round = 0; round < 2000; ++round) {
        std::vector<T> values(1 + random() % 100);
        for (T& value : values) value = generated<T>(random, round % 9);
        const int scale = std::is_same_v<T, std::int64_t> ? static_cast<int>(random() % 19) : 0;
        CAPTURE(round, values.size());
        check<T>(values, 1 + random() % 200, scale);
    }
}

TEST_CASE("Values stand in the bins where they lie") {
    const std::vector<double> values{0, 0.5, 1, 2.5, 10};
    const auto plot = values_picture<double>(MemoryValues<double>(values), {{2.5, 10}}, {}, 10);
    CHECK(plot.series[0].y == std::vector<double>{2, 1, 1, 0, 0, 0, 0, 0, 0, 1});
    CHECK(plot.series[0].x.front() == Approx(0.5));
    CHECK(plot.series[0].x.back() == Approx(9.5));
    CHECK(plot.series[0].bar_width == Approx(1));
}

TEST_CASE("The bins of the whole range of doubles are finite") {
    constexpr double largest = std::numeric_limits<double>::max();
    check<double>({-largest, 0, largest}, 200, 0);
    check<double>({largest, -largest}, 3, 0);
    check<double>({0, 5e-324}, 200, 0);
}

TEST_CASE("Without values there is no series") {
    const std::vector<double> no_values;
    CHECK(values_picture<double>(MemoryValues<double>(no_values), {}, {}).series.empty());
}

TEST_CASE("The picture of a histogram has a point for each bin, over a logarithmic axis") {
    Histogram histogram;
    const std::vector<double> widths{0, 0, 1, 1.5, 3, 1e-7, 4e300};
    for (const double width : widths) histogram.add(width);
    const io::Plot plot = histogram_picture(histogram);
    REQUIRE(plot.series.size() == 1);
    CHECK(plot.x.logarithmic);
    const auto& series = plot.series[0];
    CHECK(total(series) == 5);  // a width of 0 has no place on such an axis
    REQUIRE(series.x.size() == histogram.bins().size());
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        const auto bin = histogram.bins()[i];
        CHECK((bin.low.value() <= series.x[i] && series.x[i] <= bin.high.value()));
    }
    CHECK(histogram_picture(Histogram{}).series[0].x.empty());
}

TEST_CASE("Distances beyond the largest double have a point, too") {
    Histogram histogram;
    histogram.add(width_between(-1.7e308, 1.7e308));
    histogram.add(width_between(-1e308, 0.5e308));
    const io::Plot plot = histogram_picture(histogram);
    CHECK(total(plot.series[0]) == 2);
    for (const double x : plot.series[0].x) CHECK(std::isfinite(x));
}

}  // namespace picture_test
