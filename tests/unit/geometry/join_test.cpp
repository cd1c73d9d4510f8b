#include "geometry/join.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "relate_samples.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace join_test {

namespace {

using namespace pipelab::geometry;
using pipelab::base::Random;
using pipelab::testing::quick;
using pipelab::testing::shape_of;

/// Points, lines, boxes, polygons that may cross themselves, collections and empty shapes on a
/// small lattice.
std::vector<Shape> random_layer(std::size_t count, std::uint64_t seed) {
    const Random random(seed, 0);
    std::uint64_t draw = 0;
    const auto point = [&] {
        return Point{double(random.integer(draw++, 12)), double(random.integer(draw++, 12))};
    };
    std::vector<Shape> shapes;
    while (shapes.size() < count) {
        const Point p = point(), q = point(), r = point();
        switch (random.integer(draw++, 7)) {
            case 0:
                shapes.push_back(point_shape(p));
                break;
            case 1:
                shapes.push_back(line_shape(std::array{p, q, r}));
                break;
            case 2:
            case 3:
                shapes.push_back(box_shape({{std::min(p.x, q.x), std::min(p.y, q.y)},
                                            {std::max(p.x, q.x), std::max(p.y, q.y)}}));
                break;
            case 4:
                shapes.push_back(polygon_shape(std::array{p, q, r, point()}));
                break;
            case 5: {
                Shape both;
                both.type = Shape::Type::collection;
                both.members = {point_shape(p), polygon_shape(std::array{p, q, r})};
                shapes.push_back(both);
                break;
            }
            default:
                shapes.emplace_back();
        }
    }
    return shapes;
}

std::vector<RelationTest> all_tests() {
    std::vector<RelationTest> tests;
    for (const Relation relation :
         {Relation::contains, Relation::contains_properly, Relation::covers, Relation::covered_by,
          Relation::crosses, Relation::disjoint, Relation::equals, Relation::intersects,
          Relation::overlaps, Relation::touches, Relation::within})
        tests.push_back({relation, std::nullopt});
    for (const char* pattern : {"T********", "FF*FF****", "****0****", "F***1****", "*********"})
        tests.push_back({Relation::intersects, MatrixPattern::parse(pattern)});
    return tests;
}

}  // namespace

TEST_CASE("a join finds all partners", "[join]") {
    const auto a = random_layer(quick ? 30 : 80, 1), b = random_layer(quick ? 30 : 80, 2);
    const auto tests = all_tests();
    std::vector<std::vector<std::vector<std::uint32_t>>> expected(
        tests.size(), std::vector<std::vector<std::uint32_t>>(a.size()));
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::uint32_t j = 0; j < b.size(); ++j) {
            const auto matrix = detail::relate(detail::pieces_of(a[i]), detail::pieces_of(b[j]));
            for (std::size_t t = 0; t < tests.size(); ++t)
                if (holds(tests[t], matrix)) expected[t][i].push_back(j);
        }
    }
    JoinIndex::Partners partners;
    for (std::size_t t = 0; t < tests.size(); ++t) {
        const JoinIndex index(b, tests[t]);
        for (std::size_t i = 0; i < a.size(); ++i) {
            index.find(a[i], partners);
            REQUIRE(partners.places == expected[t][i]);
        }
    }
}

TEST_CASE("a join finds the areas of points on edges and overlaps", "[join]") {
    const std::vector<Shape> layer{
        shape_of("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))"),
        shape_of("MULTIPOLYGON (((4 0, 6 0, 6 4, 4 4, 4 0)), ((6 0, 8 0, 8 4, 6 4, 6 0)))"),
        shape_of("LINESTRING (0 2, 8 2)"), shape_of("POLYGON ((1 1, 3 1, 5 1, 1 1))")};
    const auto partners_of = [&](Relation relation, Point p) {
        JoinIndex::Partners partners;
        JoinIndex(layer, {relation, std::nullopt}).find(p, partners);
        return partners.places;
    };
    using Places = std::vector<std::uint32_t>;
    CHECK(partners_of(Relation::within, {2, 2}) == Places{0, 2});
    CHECK(partners_of(Relation::within, {4, 1}) == Places{});
    CHECK(partners_of(Relation::intersects, {4, 1}) == Places{0, 1});
    CHECK(partners_of(Relation::within, {6, 1}) == Places{1});
    CHECK(partners_of(Relation::touches, {4, 4}) == Places{0, 1});
    CHECK(partners_of(Relation::disjoint, {4, 1}) == Places{2, 3});
    CHECK(partners_of(Relation::within, {9, 9}) == Places{});
}

TEST_CASE("a join with nothing", "[join]") {
    const std::vector<Shape> none, empty(3);
    JoinIndex::Partners partners;
    JoinIndex(none, {}).find(Point{1, 1}, partners);
    CHECK(partners.places.empty());
    JoinIndex(empty, {}).find(Point{1, 1}, partners);
    CHECK(partners.places.empty());
    JoinIndex(empty, {Relation::disjoint, std::nullopt}).find(Point{1, 1}, partners);
    CHECK(partners.places.size() == 3);
    JoinIndex(empty, {Relation::equals, std::nullopt}).find(Shape(), partners);
    CHECK(partners.places.size() == 3);
}

}  // namespace join_test
