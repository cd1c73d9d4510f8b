#include "geometry/quality.hpp"

#include "catch.hpp"

#include <cmath>

namespace quality_test {

using namespace pipelab;
using namespace pipelab::geometry;

TEST_CASE("the quality of no triangle") {
    const Quality none = quality({});
    CHECK(none.triangles == 0);
    CHECK(!none.least_angle.has_value());
    CHECK(!none.greatest_angle.has_value());
    CHECK(!none.aspect.has_value());
    CHECK(none.area == 0.0);
}

TEST_CASE("the quality of known triangles") {
    // 3, 4, 5; half a square; a flat one with angles of atan(1/10) and the rest.
    const PolygonTriangles triangles{{{0, 0}, {4, 0}, {4, 3}, {0, 1}, {1, 0}, {20, 0}, {10, 1}},
                                     {0, 1, 2, 0, 4, 3, 0, 5, 6},
                                     {}};
    const Quality all = quality(triangles);
    CHECK(all.triangles == 3);
    CHECK(all.least_angle.value() == Approx(std::atan(0.1) * 180 / M_PI).epsilon(1e-14));
    CHECK(all.greatest_angle.value() ==
          Approx(180 - 2 * std::atan(0.1) * 180 / M_PI).epsilon(1e-14));
    CHECK(all.aspect.value() == Approx(20));
    CHECK(all.area == 6 + 0.5 + 10);
    CHECK(all.least_angles == std::array<std::size_t, 6>{1, 0, 0, 1, 1, 0});

    const Quality right = quality({{{0, 0}, {4, 0}, {4, 3}}, {0, 1, 2}, {}});
    CHECK(right.least_angle.value() == Approx(std::atan(0.75) * 180 / M_PI).epsilon(1e-14));
    CHECK(right.greatest_angle == 90.0);
    const Quality half = quality({{{0, 0}, {1, 0}, {0, 1}}, {0, 1, 2}, {}});
    CHECK(half.least_angle == 45.0);
    CHECK(half.greatest_angle == 90.0);
    CHECK(half.aspect.value() == Approx(2));
}

}  // namespace quality_test
