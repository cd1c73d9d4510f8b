#include "io/contour.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace contour_test {

using namespace pipelab;
using io::PlaneGrid;

namespace {

template <class Function>
PlaneGrid grid_of(std::size_t size, double low, double high, Function&& f) {
    PlaneGrid grid;
    for (std::size_t i = 0; i < size; ++i)
        grid.x.push_back(low +
                         (high - low) * static_cast<double>(i) / static_cast<double>(size - 1));
    grid.y = grid.x;
    for (const double y : grid.y)
        for (const double x : grid.x) grid.values.push_back(f(x, y));
    return grid;
}

}  // namespace

TEST_CASE("the contour of a cone is a circle") {
    const PlaneGrid grid = grid_of(101, -2, 2, [](double x, double y) { return std::hypot(x, y); });
    const auto line = io::contour(grid, 1);
    REQUIRE(line.x.size() > 100);
    const std::size_t last = line.x.size() - 1;
    CHECK(std::isnan(line.x[last]));
    CHECK(line.x[0] == line.x[last - 1]);
    CHECK(line.y[0] == line.y[last - 1]);
    double length = 0;
    for (std::size_t i = 0; i < last; ++i) {
        // Linear between points 0.04 apart: off by at most h^2 / 8 of curvature 1.
        REQUIRE(std::fabs(std::hypot(line.x[i], line.y[i]) - 1) < 0.04 * 0.04 / 4);
        if (i > 0) length += std::hypot(line.x[i] - line.x[i - 1], line.y[i] - line.y[i - 1]);
    }
    CHECK(length == Approx(2 * 3.141592653589793).epsilon(0.002));
}

TEST_CASE("contours begin and end at the border") {
    const PlaneGrid grid = grid_of(31, 0, 3, [](double x, double y) { return x * y; });
    const auto line = io::contour(grid, 2.05);
    const std::size_t last = line.x.size() - 1;
    REQUIRE(last > 10);
    for (std::size_t i = 0; i < last; ++i)
        REQUIRE(line.x[i] * line.y[i] == Approx(2.05).epsilon(0.01));
    for (const std::size_t end : {std::size_t{0}, last - 1})
        CHECK(std::max(line.x[end], line.y[end]) == Approx(3));
    CHECK(std::isnan(line.y[last]));
}

TEST_CASE("saddles join the corners that the middle agrees with") {
    PlaneGrid grid{{0, 1}, {0, 1}, {1, -1, -1, 1}};
    for (const double lift : {-0.25, 0.25}) {
        grid.values = {1 + lift, -1 + lift, -1 + lift, 1 + lift};
        const auto line = io::contour(grid, 0);
        REQUIRE(line.x.size() == 6);
        // With a low middle the high corners (0, 0) and (1, 1) are cut off, else the others.
        for (std::size_t i = 0; i < 6; i += 3) {
            const double sum = (line.x[i] + line.y[i] + line.x[i + 1] + line.y[i + 1]) / 2;
            CHECK((std::fabs(sum - 1) > 0.3) == (lift < 0));
        }
    }
}

TEST_CASE("contours skip what is not finite") {
    PlaneGrid grid{{0, 1, 2}, {0, 1}, {0, 1, std::numeric_limits<double>::infinity(), 0, 1, 1}};
    CHECK(io::contour(grid, 0.5).x.size() == 3);
    CHECK(io::contour_levels(grid, 3).size() <= 2);
    grid.values.assign(6, std::numeric_limits<double>::quiet_NaN());
    CHECK(io::contour(grid, 0.5).x.empty());
    CHECK(io::contour_levels(grid, 3).empty());
}

TEST_CASE("levels are closer together below") {
    const PlaneGrid grid = grid_of(50, 0, 1, [](double x, double) { return x; });
    const auto levels = io::contour_levels(grid, 9);
    REQUIRE(levels.size() == 9);
    CHECK(levels[0] == Approx(0.01).margin(0.03));
    CHECK(levels[8] == Approx(0.81).margin(0.03));
}

}  // namespace contour_test
