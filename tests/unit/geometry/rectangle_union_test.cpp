#include "geometry/rectangle_union.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "rational_plane.hpp"

#include <algorithm>
#include <limits>

namespace rectangle_union_test {

using namespace pipelab;
using namespace pipelab::geometry;
using namespace pipelab::testing;

namespace {

/// Every cell of the grid that all sides draw, covered or not.
RectangleUnion by_cells(const std::vector<Box>& boxes) {
    std::vector<double> xs, ys;
    for (const Box& box : boxes) {
        xs.insert(xs.end(), {box.low.x, box.high.x});
        ys.insert(ys.end(), {box.low.y, box.high.y});
    }
    for (auto* places : {&xs, &ys}) {
        std::sort(places->begin(), places->end());
        places->erase(std::unique(places->begin(), places->end()), places->end());
    }
    const auto covered = [&](std::size_t i, std::size_t j) {  // from 1; 0 and size lie outside
        if (i == 0 || j == 0 || i >= xs.size() || j >= ys.size()) return false;
        return std::any_of(boxes.begin(), boxes.end(), [&](const Box& box) {
            const auto [left, right] = std::minmax(box.low.x, box.high.x);
            const auto [bottom, top] = std::minmax(box.low.y, box.high.y);
            return left <= xs[i - 1] && xs[i] <= right && bottom <= ys[j - 1] && ys[j] <= top;
        });
    };
    mpq_class area, perimeter;
    for (std::size_t i = 1; i < xs.size(); ++i) {
        const mpq_class width = mpq_class(xs[i]) - mpq_class(xs[i - 1]);
        for (std::size_t j = 1; j < ys.size(); ++j) {
            if (!covered(i, j)) continue;
            const mpq_class height = mpq_class(ys[j]) - mpq_class(ys[j - 1]);
            area += width * height;
            perimeter += width * (!covered(i, j - 1) + !covered(i, j + 1));
            perimeter += height * (!covered(i - 1, j) + !covered(i + 1, j));
        }
    }
    return {nearest_double(area), nearest_double(perimeter)};
}

std::vector<Box> random_boxes(std::size_t count, std::uint64_t seed) {
    const base::Random random(seed, 12);
    std::vector<Box> boxes;
    for (std::size_t i = 0; i < count; ++i) {
        const auto draw = [&](std::uint64_t k) {
            const std::uint64_t at = 4 * i + k;
            switch (seed % 4) {
                case 0:
                    return random.uniform(at);
                case 1:
                    return static_cast<double>(random.integer(at, 6));
                case 2:
                    return 0.1 * static_cast<double>(random.integer(at, 9)) - 0.3;
                default: {
                    const auto exponent = static_cast<int>(random.integer(at, 1400)) - 1060;
                    return std::ldexp(random.uniform(at) - 0.5, exponent);
                }
            }
        };
        boxes.push_back({{draw(0), draw(1)}, {draw(2), draw(3)}});
    }
    return boxes;
}

}  // namespace

TEST_CASE("union of rectangles: cell by cell over rationals") {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        for (const std::size_t count : {0, 1, 2, 5, 12}) {
            CAPTURE(seed, count);
            const auto boxes = random_boxes(count, seed);
            const RectangleUnion expected = by_cells(boxes), found = rectangle_union(boxes);
            CHECK(found.area == expected.area);
            CHECK(found.perimeter == expected.perimeter);
        }
    }
}

TEST_CASE("union of rectangles: touching, without area, at the ends of the range") {
    CHECK(rectangle_union(std::vector<Box>{{{0, 0}, {1, 1}}, {{1, 0}, {2, 1}}}).perimeter == 6);
    CHECK(rectangle_union(std::vector<Box>{{{0, 0}, {1, 0}}, {{3, 3}, {3, 3}}}).perimeter == 0);
    constexpr double most = std::numeric_limits<double>::max();
    const auto huge = rectangle_union(std::vector<Box>{{{-most, 0}, {most, 0x1p-1074}}});
    CHECK(huge.perimeter == HUGE_VAL);
    CHECK(huge.area == most * 0x1p-1073);
    CHECK(rectangle_union(std::vector<Box>{{{0, 0}, {0x1p-537, 0x1.8p-538}}}).area == 0x1p-1074);
    CHECK(rectangle_union(std::vector<Box>{{{0, 0}, {0x1p-537, 0x1p-538}}}).area == 0);
}

TEST_CASE("union of rectangles: the same for any number of threads") {
    const auto boxes = random_boxes(quick ? 2000 : 20000, 0);
    const int threads = base::threads();
    base::set_threads(1);
    const RectangleUnion one = rectangle_union(boxes);
    base::set_threads(2);
    const RectangleUnion two = rectangle_union(boxes);
    base::set_threads(threads);
    CHECK(one.area == two.area);
    CHECK(one.perimeter == two.perimeter);
    CHECK(one.area > 0.9);
    CHECK(one.area < 1);
}

}  // namespace rectangle_union_test
