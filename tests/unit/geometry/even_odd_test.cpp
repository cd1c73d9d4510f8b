#include "geometry/even_odd.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/circles.hpp"
#include "geometry/location.hpp"
#include "geometry/polygon.hpp"

#include <vector>

namespace even_odd_test {

namespace {

using namespace pipelab;
using namespace pipelab::geometry;

/// Closed walks along the lines of a square lattice, which cross, touch and overlap at will.
Shape rectilinear_rings(std::size_t rings, std::size_t turns, std::uint64_t seed, double side) {
    const base::Random random(seed);
    Shape shape{Shape::Type::rings, {}, {}, {}, {}};
    std::uint64_t drawn = 0;
    const auto draw = [&] { return static_cast<double>(random.integer(drawn++, 9)) * side; };
    for (std::size_t r = 0; r < rings; ++r) {
        std::vector<Point> ring{{draw(), draw()}};
        for (std::size_t i = 0; i < turns; ++i) {
            ring.push_back({draw(), ring.back().y});
            ring.push_back({ring.back().x, draw()});
        }
        ring.push_back({ring.front().x, ring.back().y});
        shape.add_path(ring);
    }
    return shape;
}

/// The squares of the lattice that are inside.
std::vector<Point> inner_squares(const Shape& shape, double side) {
    std::vector<Point> middles;
    for (int x = 0; x < 8; ++x)
        for (int y = 0; y < 8; ++y) {
            const Point middle{(x + 0.5) * side, (y + 0.5) * side};
            if (locate(middle, shape) == Location::inside) middles.push_back(middle);
        }
    return middles;
}

}  // namespace

TEST_CASE("the area of rings that cross is what an odd number of them surround") {
    std::size_t met = 0;
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
        const double side = seed % 2 == 0 ? 1 : 0x1p-300;
        const Shape shape = rectilinear_rings(1 + seed % 3, 1 + seed % 4, seed, side);
        const auto squares = inner_squares(shape, side);
        met += rings_meet(shape);
        REQUIRE(area(shape).value() == static_cast<double>(squares.size()) * side * side);
        const Circle around{{4 * side, 4 * side}, 100 * side};
        REQUIRE(common_area(around, shape) == static_cast<double>(squares.size()) * side * side);
        if (squares.empty()) continue;
        Point sum;
        for (const Point p : squares) sum = {sum.x + p.x, sum.y + p.y};
        const auto n = static_cast<double>(squares.size());
        REQUIRE(centroid(shape).value() == Point{sum.x / n, sum.y / n});
    }
    REQUIRE(met > 300);
    REQUIRE(met < 600);
}

TEST_CASE("rings that meet, and rings that do not") {
    const auto rings = [](std::initializer_list<std::vector<Point>> paths) {
        Shape shape{Shape::Type::rings, {}, {}, {}, {}};
        for (const auto& path : paths) shape.add_path(path);
        return shape;
    };
    const std::vector<Point> square{{0, 0}, {4, 0}, {4, 4}, {0, 4}};
    CHECK(!rings_meet(rings({})));
    CHECK(!rings_meet(rings({{{1, 1}}})));
    CHECK(!rings_meet(rings({square})));
    CHECK(!rings_meet(rings({{{0, 0}, {0, 0}, {4, 0}, {4, 4}, {4, 4}, {0, 0}}})));
    CHECK(!rings_meet(rings({square, {{1, 1}, {2, 1}, {1, 2}}})));
    CHECK(rings_meet(rings({square, {{0, 0}, {2, 1}, {1, 2}}})));
    CHECK(rings_meet(rings({{{0, 0}, {4, 4}, {4, 0}, {0, 4}}})));
    CHECK(rings_meet(rings({{{0, 0}, {4, 0}, {2, 0}, {2, 2}}})));
    CHECK(rings_meet(rings({{{0, 0}, {4, 0}}})));
    CHECK(area(rings({{{0, 0}, {4, 4}, {4, 0}, {0, 4}}})).value() == 8);
    CHECK(area(rings({square, square})).value() == 0);
}

}  // namespace even_odd_test
