#include "geometry/cut.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/crossing.hpp"
#include "geometry/lines.hpp"
#include "geometry/polygon.hpp"
#include "geometry/validity.hpp"
#include "unit/geometry/outcome.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace cut_test {

using namespace pipelab::geometry;
namespace base = pipelab::base;
using pipelab::testing::quick;
using pipelab::testing::wkt_of;

namespace {

constexpr Box square{{0, 0}, {8, 8}};

/// Segments with ends on a lattice around the square, or beyond it on both sides.
std::vector<Segment> random_blades(const base::Random& random, std::uint64_t& drawn, bool across,
                                   std::size_t count) {
    std::vector<Segment> blades;
    for (std::size_t i = 0; i < count; ++i) {
        const auto draw = [&] { return static_cast<double>(random.integer(drawn++, 9)); };
        if (across)
            blades.push_back({{-1, 9 * random.uniform(drawn++)}, {9, 9 * random.uniform(drawn++)}});
        else
            blades.push_back({{draw(), draw()}, {draw(), draw()}});
    }
    return blades;
}

}  // namespace

TEST_CASE("lines in general position cut a square into as many pieces as Euler says") {
    const base::Random random(1);
    std::uint64_t drawn = 0;
    for (int trial = 0; trial < (quick ? 20 : 100); ++trial) {
        const auto lines = random_blades(random, drawn, true, 1 + trial % 12);
        const Blades blades(lines);
        const Shape shape = box_shape(square);
        std::size_t expected = 1;
        std::vector<Point> crossings;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const Segment& s = lines[i];
            const auto y_at = [&](double x) { return s.a.y + (s.b.y - s.a.y) * (x + 1) / 10; };
            expected += y_at(0) < 8 || y_at(8) < 8;
            for (std::size_t j = 0; j < i; ++j) {
                if (meeting(s, lines[j]) != Meeting::cross) continue;
                const Point p = rounded_point({s, lines[j]});
                expected += p.x > 0 && p.x < 8 && p.y < 8;
            }
        }
        REQUIRE(cut(shape, blades, FillRule::even_odd).size() == expected);
    }
}

TEST_CASE("pieces of areas are valid, apart and together the whole") {
    const base::Random random(2);
    std::uint64_t drawn = 0;
    std::size_t most = 0;
    for (int trial = 0; trial < (quick ? 40 : 400); ++trial) {
        Shape shape = box_shape(square);
        if (trial % 2 == 1) shape.add_path(std::array<Point, 3>{{{2, 1}, {6, 3}, {3, 6}}});
        const Blades blades(random_blades(random, drawn, trial % 3 == 0, 9));
        const auto pieces = cut(shape, blades, FillRule::even_odd);
        most = std::max(most, pieces.size());
        double sum = 0;
        for (const Shape& piece : pieces) {
            REQUIRE(defects(piece).empty());
            sum += area(piece).value();
        }
        REQUIRE(std::abs(sum - area(shape).value()) < 1e-11);
        const Overlay all(pieces, FillRule::positive);
        REQUIRE(std::abs(all.area(SetOperation::symmetric_difference).value() - sum) < 1e-11);
    }
    REQUIRE(most > 8);
}

TEST_CASE("pieces of a line follow each other and meet blades at their ends only") {
    const base::Random random(3);
    std::uint64_t drawn = 0;
    for (int trial = 0; trial < (quick ? 50 : 500); ++trial) {
        std::vector<Point> path;
        for (int i = 0; i < 6; ++i)
            path.push_back({static_cast<double>(random.integer(drawn, 9)),
                            static_cast<double>(random.integer(drawn + 1, 9))}),
                drawn += 2;
        const Blades blades(random_blades(random, drawn, false, 4));
        const auto pieces = cut(line_shape(path), blades, FillRule::even_odd);
        std::vector<Point> whole;
        for (const Shape& piece : pieces) {
            const auto part = piece.path(0);
            REQUIRE(part.size() > 1);
            if (!whole.empty()) REQUIRE(whole.back() == part.front());
            whole.insert(whole.end(), part.begin() + (whole.empty() ? 0 : 1), part.end());
        }
        for (auto* points : {&path, &whole})
            points->erase(std::unique(points->begin(), points->end()), points->end());
        // All points of the path, in order, and between them some on its segments.
        std::size_t k = 0;
        for (const Point p : whole) {
            if (k < path.size() && p == path[k]) {
                ++k;
                continue;
            }
            REQUIRE(k > 0);
            REQUIRE(k < path.size());
            const Straight side{path[k - 1], path[k], Extent::segment};
            REQUIRE(distance(p, side) < 1e-14);
        }
        REQUIRE(k == path.size());
    }
}

TEST_CASE("what is empty or a point stays, members of collections are cut") {
    const Blades blades({{{1, -1}, {1, 9}}, {{0, 4}, {0, 4}}});
    Shape collection;
    collection.type = Shape::Type::collection;
    collection.members = {point_shape({1, 1}), line_shape(std::array<Point, 2>{{{0, 0}, {2, 0}}}),
                          Shape{Shape::Type::polygon, {}, {}, {}, {}}, box_shape({{0, 0}, {2, 2}})};
    std::string text;
    for (const Shape& piece : cut(collection, blades, FillRule::even_odd))
        text += wkt_of(piece) + "\n";
    CHECK(text ==
          "POINT (1 1)\nLINESTRING (0 0, 1 0)\nLINESTRING (1 0, 2 0)\nPOLYGON EMPTY\n"
          "POLYGON ((0 0, 1 0, 1 2, 0 2, 0 0))\nPOLYGON ((1 0, 2 0, 2 2, 1 2, 1 0))\n");
    CHECK(cut(line_shape(std::array<Point, 2>{{{0, 3}, {0, 5}}}), blades, FillRule::even_odd)
              .size() == 2);
}

}  // namespace cut_test
