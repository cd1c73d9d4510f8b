#include "io/plot.hpp"

#include "catch.hpp"
#include "io/plot_text.hpp"
#include "io/print.hpp"
#include "unit/io/svg_reading.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <sys/wait.h>

namespace plot_test {

using namespace pipelab::io;
using namespace pipelab::testing;

namespace {

using Style = Plot::Style;
constexpr double largest = std::numeric_limits<double>::max();

void check_picture(const Plot& plot, int width = 800, int height = 480) {
    const std::string made = svg(plot, width, height);
    CHECK(made == svg(plot, width, height));
    check_svg(made, width, height);
}

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> found;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) found.push_back(line);
    return found;
}

void check_text(const Plot& plot, int width = 76, int height = 20) {
    const std::string made = braille(plot, width, height);
    CHECK(made == braille(plot, width, height));
    CHECK(made.find('\x1b') == std::string::npos);
    CHECK(occurrences(json_quoted(made), "\xef\xbf\xbd") == occurrences(made, "\xef\xbf\xbd"));
    CHECK(lines(made).size() == static_cast<std::size_t>(height));
    for (const std::string& line : lines(made))
        CHECK(columns(line) <= static_cast<std::size_t>(width));
}

Plot::Series series(Style style, std::vector<double> x, std::vector<double> y,
                    const std::string& name = "") {
    Plot::Series made;
    made.name = name;
    made.style = style;
    made.x = std::move(x);
    made.y = std::move(y);
    return made;
}

std::vector<Plot> awkward_plots() {
    std::vector<Plot> plots(1);
    const auto add = [&](std::vector<double> x, std::vector<double> y) {
        for (const Style style : {Style::line, Style::points, Style::bars, Style::area}) {
            plots.emplace_back();
            plots.back().series = {series(style, x, y, "a name")};
        }
    };
    add({3}, {7});
    add({0}, {0});
    add({1, 2, 3}, {5, 5, 5});
    add({2, 2, 2}, {1, 2, 3});
    add({-largest, 0, largest}, {largest, -largest, 1});
    add({5e-324, 1e-323}, {-5e-324, 0});
    add({1e15, 1e15 + 1}, {1, 1 + 2e-15});
    add({NAN, INFINITY, -INFINITY}, {1, 2, 3});
    add({1, NAN, 3, 4}, {1, 2, INFINITY, 4});
    add({1, 2, 3, 4}, {1, 2});
    const std::size_t plain = plots.size();
    for (std::size_t i = 0; i < plain; ++i) {
        plots.push_back(plots[i]);
        plots.back().x.logarithmic = plots.back().y.logarithmic = true;
        plots.push_back(plots[i]);
        plots.back().x.time = true;
        plots.push_back(plots[i]);
        plots.back().x.low = 1;
        plots.back().x.high = 2;
        plots.back().y.low = NAN;
    }
    for (Plot& plot : plots) plot.bands = {{1, 2, "band"}, {NAN, 1, "none"}, {1.2, 1.1, "other"}};
    return plots;
}

/// Coordinates of the text whose content is `label`.
Element label(const std::vector<Element>& all, const std::string& label) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Element& element) {
        return element.name == "text" && element.text == label;
    });
    INFO(label);
    REQUIRE(found != all.end());
    return *found;
}

/// The points of all paths, and how many there are.
std::vector<std::pair<double, double>> path_points(const std::string& svg) {
    std::vector<std::pair<double, double>> points;
    for (const Element& element : elements(svg)) {
        if (element.name != "path") continue;
        const std::string data = element.attributes.at("d");
        for (std::size_t at = 0; (at = data.find_first_of("ML", at)) != std::string::npos; ++at) {
            double x = 0, y = 0;
            REQUIRE(std::sscanf(data.c_str() + at + 1, "%lf %lf", &x, &y) == 2);
            points.emplace_back(x, y);
        }
    }
    return points;
}

bool has_label(const Plot& plot, const std::string& text) {
    for (const Element& element : elements(svg(plot)))
        if (element.name == "text" && element.text == text) return true;
    return false;
}

}  // namespace

TEST_CASE("round_ticks: known cases") {
    using Ticks = std::vector<double>;
    CHECK(round_ticks(0, 1, 5) == Ticks{0, 0.2, 0.4, 0.6, 0.8, 1});
    CHECK(round_ticks(0.3, 9.7, 5) == Ticks{0, 2, 4, 6, 8, 10});
    CHECK(round_ticks(-1, 1, 4) == Ticks{-1, -0.5, 0, 0.5, 1});
    CHECK(round_ticks(0.1, 0.3, 2) == Ticks{0.1, 0.2, 0.3});
    CHECK(round_ticks(5, 5, 5) == Ticks{5});
    CHECK(round_ticks(1, 0, 5).empty());
    CHECK(round_ticks(NAN, 1, 5).empty());
    CHECK(round_ticks(0, INFINITY, 5).empty());
}

TEST_CASE("round_ticks: cover the range with equal round steps") {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> exponent(-300, 300), part(-1, 1);
    for (int i = 0; i < 2000; ++i) {
        const double size = std::pow(10, exponent(random));
        const double a = part(random) * size, b = part(random) * size;
        const double low = std::min(a, b), high = std::max(a, b);
        const int count = 2 + i % 9;
        const std::vector<double> ticks = round_ticks(low, high, count);
        INFO(low << " " << high << " " << count);
        REQUIRE(ticks.size() >= 2);
        REQUIRE(ticks.front() <= low);
        REQUIRE(ticks[1] > low);
        REQUIRE(ticks.back() >= high);
        REQUIRE(ticks[ticks.size() - 2] < high);
        // A step may differ from the wanted one by the geometric mean of 2 and 5 at most.
        REQUIRE(static_cast<double>(ticks.size() - 1) <= std::sqrt(2.5) * count + 2);
        REQUIRE(static_cast<double>(ticks.size() - 1) >= count / std::sqrt(2.5));
        const double step = (ticks.back() - ticks.front()) / static_cast<double>(ticks.size() - 1);
        const double digit = step / std::pow(10, std::floor(std::log10(step * 1.0001)));
        REQUIRE(std::min({std::fabs(digit - 1), std::fabs(digit - 2), std::fabs(digit - 5)}) <
                1e-6);
        for (std::size_t k = 1; k < ticks.size(); ++k)
            REQUIRE(ticks[k] - ticks[k - 1] == Approx(step).epsilon(1e-6));
    }
}

TEST_CASE("round_ticks: the extremes of the doubles") {
    const std::vector<double> wide = round_ticks(-largest, largest, 5);
    CHECK(wide.size() >= 3);
    CHECK(std::all_of(wide.begin(), wide.end(), [](double tick) { return std::isfinite(tick); }));
    CHECK(round_ticks(0, 5e-324, 5).size() <= 2);
    CHECK(round_ticks(1e300, std::nextafter(1e300, INFINITY), 5).size() <= 3);
}

TEST_CASE("svg: points lie where the ticks say") {
    Plot plot;
    plot.x.low = 0;
    plot.x.high = 10;
    plot.y.low = -40;
    plot.y.high = 40;
    plot.series = {series(Style::line, {2, 8}, {-20, 40})};
    const std::string made = svg(plot);
    const std::vector<Element> all = elements(made);
    const auto points = path_points(made);
    REQUIRE(points.size() == 2);
    CHECK(points[0].first == Approx(label(all, "2").number("x")).margin(0.02));
    CHECK(points[1].first == Approx(label(all, "8").number("x")).margin(0.02));
    const double below = label(all, "-20").number("y") - points[0].second;
    CHECK(label(all, "40").number("y") - points[1].second == Approx(below).margin(0.02));
    CHECK(below < 12);
    CHECK(below > 0);
}

TEST_CASE("svg: a logarithmic axis has equal decades and leaves out what is not positive") {
    Plot plot;
    plot.y.logarithmic = true;
    plot.series = {series(Style::points, {1, 2, 3, 4, 5}, {0.01, 1, 100, 0, -7})};
    const auto points = path_points(svg(plot));
    REQUIRE(points.size() == 3);
    CHECK(points[0].second - points[1].second ==
          Approx(points[1].second - points[2].second).margin(0.02));
}

TEST_CASE("svg: awkward data still make a proper picture") {
    for (const Plot& plot : awkward_plots()) {
        const std::string made = svg(plot);
        REQUIRE_NOTHROW(elements(made));
        REQUIRE(made.find("nan") == std::string::npos);
        REQUIRE(made.find("inf") == std::string::npos);
        CHECK(made.size() < 20000);
    }
    check_picture(awkward_plots().front());
    check_picture(awkward_plots().back());
}

TEST_CASE("svg: long and hostile texts") {
    Plot plot;
    const std::string text = "<b> & \"quotes\" \x01\xff\xef\xbf\xbe – long text that goes on ";
    std::string name = text + text + text + text + text;
    plot.title = plot.x.label = plot.y.label = name;
    for (int i = 0; i < 12; ++i)
        plot.series.push_back(series(Style(i % 4), {1e9, 1e9 + 1, 1e9 + 2}, {1e-9, 2e-9, i * 1e-9},
                                     i % 2 == 0 ? name : "short"));
    for (int i = 0; i < 9; ++i) plot.bands.push_back({1e9 + i * 0.1, 1e9 + i * 0.1 + 0.05, name});
    check_picture(plot);
    check_picture(plot, 400, 300);
    check_text(plot);
    check_text(plot, 40, 12);
    CHECK(svg(plot).find("…") != std::string::npos);
    CHECK(svg(plot).find("×10⁻⁹)") != std::string::npos);
}

TEST_CASE("svg: a million points stay small and keep the extremes") {
    std::mt19937_64 random(1);
    std::normal_distribution<double> normal;
    Plot plot;
    Plot::Series line = series(Style::line, {}, {});
    for (int i = 0; i < 1000000; ++i) {
        line.x.push_back(i);
        line.y.push_back(normal(random));
    }
    line.y[777777] = 9;
    line.y[333333] = -9;
    plot.series = {line};
    plot.y.low = -10;
    plot.y.high = 10;
    const std::string made = svg(plot);
    CHECK(made.size() < 150000);
    const std::vector<Element> all = elements(made);
    const double top = label(all, "10").number("y"), bottom = label(all, "-10").number("y");
    double high = bottom, low = top;
    for (const auto& [x, y] : path_points(made)) {
        high = std::min(high, y);
        low = std::max(low, y);
    }
    CHECK((low - high) / (bottom - top) == Approx(0.9).epsilon(0.001));

    plot.series[0].style = Style::area;
    CHECK(svg(plot).size() < 300000);
    plot.series[0].style = Style::bars;
    CHECK(svg(plot).size() < 100000);
    plot.series[0].style = Style::points;
    CHECK(svg(plot).size() < 1500000);
    std::shuffle(plot.series[0].x.begin(), plot.series[0].x.end(), random);
    CHECK(svg(plot).size() < 1500000);
}

TEST_CASE("svg: time ticks of every step are dates and hours") {
    Plot plot;
    plot.x.time = true;
    const auto span = [&](double from, double seconds) {
        plot.x.low = from;
        plot.x.high = from + seconds;
        check_picture(plot);
        check_text(plot);
    };
    // 1714521600 is 2024-05-01 00:00:00 UTC, as date -d @1714521600 -u says.
    const double may = 1714521600;
    span(may + 3600, 60);
    CHECK(has_label(plot, "01:00:10"));
    CHECK(has_label(plot, "2024-05-01 UTC"));
    span(may + 3600, 7200);
    CHECK(has_label(plot, "01:30"));
    span(may, 3 * 86400);
    CHECK(has_label(plot, "05-02"));
    CHECK(has_label(plot, "12:00"));
    span(may, 30 * 86400);
    CHECK(has_label(plot, "2024-05-06"));  // a Monday
    span(may, 400 * 86400);
    CHECK(has_label(plot, "2025-01"));
    span(may, 10 * 366 * 86400);
    CHECK(has_label(plot, "2030"));
    span(-62135596800, 3e11);  // from the year 1 on
    CHECK(has_label(plot, "2000"));
    span(may, 0.002);
    CHECK(has_label(plot, "00:00:00.0005"));
    for (double seconds = 1e-5; seconds < 2e11; seconds *= 1.7) span(may, seconds);
}

TEST_CASE("svg: units and offsets keep tick labels short") {
    Plot plot;
    plot.x.low = 0;
    plot.x.high = 3e9;
    plot.x.label = "bytes";
    plot.y.low = 1700000000;
    plot.y.high = 1700000010;
    CHECK(has_label(plot, "bytes (×10⁹)"));
    CHECK(has_label(plot, "+ 1700000000"));
    CHECK(has_label(plot, "2.5"));
}

TEST_CASE("svg: bars stand on zero and are as wide as stated") {
    Plot plot;
    plot.x.low = 0;
    plot.x.high = 10;
    plot.series = {series(Style::bars, {2, 5}, {4, -2})};
    plot.series[0].bar_width = 2;
    const std::string made = svg(plot);
    const std::vector<Element> all = elements(made);
    const double unit = (label(all, "10").number("x") - label(all, "0").number("x")) / 10;
    const auto path = std::find_if(all.begin(), all.end(),
                                   [](const Element& element) { return element.name == "path"; });
    REQUIRE(path != all.end());
    double left, low, high, right;
    REQUIRE(std::sscanf(path->attributes.at("d").c_str(), "M%lf %lfV%lfH%lf", &left, &low, &high,
                        &right) == 4);
    CHECK(right - left == Approx(2 * unit).margin(1.1));
    CHECK((left + right) / 2 == Approx(label(all, "2").number("x")).margin(0.1));
    CHECK(low > high);
}

TEST_CASE("braille: corners of the frame are corners of the canvas") {
    Plot plot;
    plot.x.low = plot.y.low = 0;
    plot.x.high = plot.y.high = 1;
    plot.series = {series(Style::points, {0, 1, 0.5}, {0, 1, 3})};
    const std::vector<std::string> made = lines(braille(plot, 40, 10));
    // Dot 7 is U+2840, dot 4 is U+2808; what lies outside is not drawn.
    CHECK(made[7].find("┤⡀") != std::string::npos);
    CHECK(made[0].substr(made[0].size() - 3) == "⠈");
    std::size_t cells = 0;
    for (const std::string& line : made)
        cells += occurrences(line, "\xe2\xa0") + occurrences(line, "\xe2\xa1");
    CHECK(cells == 2);
}

TEST_CASE("braille: awkward data and all sizes keep to their space") {
    for (const Plot& plot : awkward_plots()) check_text(plot);
    Plot plot;
    plot.title = "title";
    plot.x.label = "x";
    plot.y.label = "y";
    plot.series = {series(Style::line, {1, 2, 3}, {1e-7, 2e-7, 1e-7}, "line"),
                   series(Style::area, {1, 2, 3}, {1e-7, 2e-7, 1e-7}, "area")};
    plot.bands = {{1.5, 2, "band"}};
    for (int width = 20; width < 120; width += 7)
        for (int height = 6; height < 40; height += 3) {
            check_text(plot, width, height);
            // Without its unit the axis would mislead.
            CHECK(braille(plot, width, height).find("×10⁻⁹") != std::string::npos);
        }
}

TEST_CASE("braille: a line is connected and as steep as its data") {
    Plot plot;
    plot.x.low = plot.y.low = 0;
    plot.x.high = plot.y.high = 1;
    plot.series = {series(Style::line, {-1, 2}, {-1, 2})};
    const std::vector<std::string> made = lines(braille(plot, 50, 12));
    std::size_t before = 1000;
    for (std::size_t row = 0; row < 10; ++row) {
        // Characters before the first one with dots (frame included).
        std::size_t first = std::string::npos;
        for (const char* lead : {"\xe2\xa0", "\xe2\xa1", "\xe2\xa2", "\xe2\xa3"})
            first = std::min(first, made[row].find(lead));
        REQUIRE(first != std::string::npos);
        const std::size_t column = columns(made[row].substr(0, first));
        CHECK(column < before);
        before = column;
    }
}

}  // namespace plot_test
