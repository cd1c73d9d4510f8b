#include "geometry/delaunay.hpp"

#include "catch.hpp"

#include <random>
#include <vector>

using namespace pipelab::geometry;

TEST_CASE("delaunay smoke") {
    std::mt19937_64 random(1);
    std::vector<Point> points(1000);
    for (Point& p : points) p = {(double)(random() % 1000), (double)(random() % 1000)};
    const auto t = delaunay(points);
    CHECK(t.size() + t.hull.size() == 2 * (1000 - t.duplicates.size()) - 2);
}
