#include "geometry/relate.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "relate_samples.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace relate_test {

namespace {

using namespace pipelab::geometry;
using pipelab::base::Random;
using pipelab::testing::quick;
using pipelab::testing::RationalShape;
using pipelab::testing::sampled_matrix;
using pipelab::testing::shape_of;

constexpr std::array relations{
    Relation::contains, Relation::contains_properly, Relation::covers, Relation::covered_by,
    Relation::crosses,  Relation::disjoint,          Relation::equals, Relation::intersects,
    Relation::overlaps, Relation::touches,           Relation::within};

std::string matrix(const std::string& a, const std::string& b) {
    return relate(shape_of(a), shape_of(b)).text();
}

Shape ring_of(std::initializer_list<Point> points) {
    return polygon_shape(std::vector<Point>(points));
}

/// Of points of a lattice of 3 x 3: all of them, pairs, segments, lines of two segments, triangles
/// and quadrilaterals, those without area and those that cross themselves too.
std::vector<Shape> lattice_shapes() {
    std::vector<Point> p;
    for (int x = 0; x < 3; ++x)
        for (int y = 0; y < 3; ++y) p.push_back({double(x), double(y)});
    std::vector<Shape> shapes;
    for (std::size_t i = 0; i < 9; ++i) {
        shapes.push_back(point_shape(p[i]));
        for (std::size_t j = i; j < 9; ++j) {
            shapes.push_back(segment_shape({p[i], p[j]}));
            Shape pair;
            pair.type = Shape::Type::multi_point;
            pair.add_path(std::array{p[i], p[j]});
            shapes.push_back(pair);
            for (std::size_t k = 0; k < 9; ++k)
                shapes.push_back(line_shape(std::array{p[i], p[k], p[j]}));
            for (std::size_t k = j; k < 9; ++k) {
                shapes.push_back(ring_of({p[i], p[j], p[k]}));
                for (std::size_t l = k; l < 9; ++l) {
                    shapes.push_back(ring_of({p[i], p[j], p[k], p[l]}));
                    shapes.push_back(ring_of({p[i], p[k], p[j], p[l]}));
                    shapes.push_back(ring_of({p[i], p[j], p[l], p[k]}));
                }
            }
        }
    }
    return shapes;
}

void compare_pair(const Shape& a, const RationalShape& rational_a, const Shape& b,
                  const RationalShape& rational_b) {
    const auto expected = sampled_matrix(rational_a, rational_b);
    const PreparedShape prepared_a(a), prepared_b(b);
    REQUIRE(relate(prepared_a, prepared_b).text() == expected.text());
    REQUIRE(detail::relate(detail::pieces_of(a), detail::pieces_of(b)) == expected);
    REQUIRE(relate(prepared_b, prepared_a) == expected.transposed());
    for (const Relation relation : relations)
        REQUIRE(holds(relation, prepared_a, prepared_b) == holds(relation, expected));
}

/// Every `step`-th pair.
void compare_lattice(std::size_t step) {
    const std::vector<Shape> shapes = lattice_shapes();
    std::vector<RationalShape> rationals;
    for (const Shape& shape : shapes) rationals.emplace_back(shape);
    for (std::size_t i = 0; i < shapes.size() * shapes.size(); i += step) {
        const std::size_t a = i % shapes.size(), b = i / shapes.size();
        compare_pair(shapes[a], rationals[a], shapes[b], rationals[b]);
    }
}

/// Some points, lines and areas of a small lattice, also with members and members of these.
Shape random_shape(const Random& random, std::uint64_t& draw, int depth = 0) {
    const auto below = [&](std::uint64_t bound) { return random.integer(draw++, bound); };
    const auto add_path = [&](Shape& shape, std::size_t count) {
        std::vector<Point> path;
        for (std::size_t i = 0; i < count; ++i)
            path.push_back({double(below(5)), double(below(5))});
        shape.add_path(path);
    };
    Shape shape;
    constexpr std::array types{Shape::Type::multi_point, Shape::Type::multi_line_string,
                               Shape::Type::multi_polygon, Shape::Type::rings,
                               Shape::Type::collection};
    shape.type = types[below(depth < 2 ? 5 : 4)];
    const std::size_t count = below(4);
    for (std::size_t i = 0; i < count; ++i) {
        if (shape.type == Shape::Type::collection) {
            shape.members.push_back(random_shape(random, draw, depth + 1));
        } else if (shape.type == Shape::Type::multi_point) {
            add_path(shape, 1 + below(3));
        } else {
            if (shape.type == Shape::Type::multi_polygon) shape.add_part();
            add_path(shape, 1 + below(4) + (shape.areal() ? 2 : 0));
        }
    }
    return shape;
}

void compare_random(std::uint64_t pairs, std::uint64_t seed) {
    const Random random(seed, 0);
    std::uint64_t draw = 0;
    for (std::uint64_t i = 0; i < pairs; ++i) {
        const Shape a = random_shape(random, draw), b = random_shape(random, draw);
        compare_pair(a, RationalShape(a), b, RationalShape(b));
    }
}

/// A closed path of many vertices, of a kind: a star, a coast that touches and crosses itself, a
/// comb on a lattice.
std::vector<Point> long_ring(const Random& random, std::uint64_t& draw, std::size_t count,
                             bool lattice) {
    std::vector<Point> ring;
    Point p{double(random.integer(draw++, 40)), double(random.integer(draw++, 40))};
    const double tau = 6.283185307179586, size = 4 + double(random.integer(draw++, 20));
    for (std::size_t i = 0; i < count; ++i) {
        const double angle = tau * double(i) / double(count);
        const double radius = size * (0.5 + random.uniform(draw++));
        Point next{p.x + radius * std::cos(angle), p.y + radius * std::sin(angle)};
        if (lattice) next = {std::round(next.x), std::round(next.y)};
        ring.push_back(next);
    }
    return ring;
}

/// The parts of polygons as a collection.
Shape parts_together(const Shape& polygons) {
    Shape all;
    all.type = Shape::Type::collection;
    for (std::size_t i = 0; i < polygons.parts(); ++i)
        all.members.push_back(polygons.part_shape(i));
    return all;
}

}  // namespace

TEST_CASE("matrices of plain shapes", "[relate]") {
    const std::string square = "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))";
    CHECK(matrix(square, square) == "2FFF1FFF2");
    CHECK(matrix(square, "POLYGON ((2 2, 6 2, 6 6, 2 6, 2 2))") == "212101212");
    CHECK(matrix(square, "POLYGON ((1 1, 2 1, 2 2, 1 2, 1 1))") == "212FF1FF2");
    CHECK(matrix(square, "POLYGON ((4 0, 8 0, 8 4, 4 4, 4 0))") == "FF2F11212");
    CHECK(matrix(square, "POLYGON ((4 4, 8 4, 8 8, 4 8, 4 4))") == "FF2F01212");
    CHECK(matrix(square, "POLYGON ((5 5, 8 5, 8 8, 5 8, 5 5))") == "FF2FF1212");
    CHECK(matrix("POINT (2 2)", square) == "0FFFFF212");
    CHECK(matrix("POINT (4 2)", square) == "F0FFFF212");
    CHECK(matrix("POINT (5 2)", square) == "FF0FFF212");
    CHECK(matrix("LINESTRING (-1 2, 5 2)", square) == "101FF0212");
    CHECK(matrix("LINESTRING (0 0, 4 0)", square) == "F1FF0F212");
    CHECK(matrix("LINESTRING (0 0, 2 2)", "LINESTRING (0 2, 2 0)") == "0F1FF0102");
    CHECK(matrix("LINESTRING (0 0, 2 0)", "LINESTRING (1 0, 3 0)") == "1010F0102");
    CHECK(matrix("LINESTRING (0 0, 1 0, 1 1, 0 0)", "POINT (0 0)") == "0F1FFFFF2");
}

TEST_CASE("ends of lines count by their parity", "[relate]") {
    const std::string star = "MULTILINESTRING ((0 0, 1 0), (0 0, 0 1), (0 0, 1 1))";
    CHECK(matrix("POINT (0 0)", star) == "F0FFFF102");
    CHECK(matrix("POINT (0 0)", "MULTILINESTRING ((0 0, 1 0), (0 0, 0 1))") == "0FFFFF102");
    CHECK(matrix("LINESTRING (1 1, 1 1)", "POINT (1 1)") == "0FFFFFFF2");
}

TEST_CASE("areas that are not valid have a meaning", "[relate]") {
    const std::string square = "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))";
    CHECK(matrix("POLYGON ((0 0, 4 0, 6 0, 4 0, 4 4, 0 4, 0 0))", square) == "2FFF1FFF2");
    CHECK(matrix("POLYGON ((0 0, 4 0, 2 0, 0 0))", square) == "FFFFFF212");
    const std::string twice =
        "MULTIPOLYGON (((0 0, 3 0, 3 3, 0 3, 0 0)),((1 1, 2 1, 2 2, 1 2, 1 1)))";
    CHECK(matrix("POINT (1.5 1.5)", twice) == "FF0FFF212");
    const std::string halves =
        "GEOMETRYCOLLECTION (POLYGON ((0 0, 2 0, 2 4, 0 4, 0 0)), POLYGON ((2 0, 4 0, 4 4, 2 4, 2 "
        "0)), LINESTRING (3 3, 5 3), POINT (2 2))";
    CHECK(matrix(square, halves) == "2FFF1F102");
}

TEST_CASE("empty shapes have nothing in common with any", "[relate]") {
    CHECK(matrix("POINT EMPTY", "POLYGON EMPTY") == "FFFFFFFF2");
    CHECK(matrix("POINT EMPTY", "LINESTRING (0 0, 1 1)") == "FFFFFF102");
    CHECK(matrix("POLYGON ((0 0, 1 0, 0 1, 0 0))", "GEOMETRYCOLLECTION EMPTY") == "FF2FF1FF2");
    for (const Relation relation : relations) {
        const bool expected = relation == Relation::disjoint || relation == Relation::equals;
        CHECK(holds(relation, relate(Shape(), Shape())) == expected);
        CHECK(holds(relation, PreparedShape(Shape()), PreparedShape(Shape())) == expected);
    }
}

TEST_CASE("patterns of matrices", "[relate]") {
    const auto matrix =
        relate(shape_of("LINESTRING (-1 2, 5 2)"), shape_of("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))"));
    CHECK(matrix.text() == "101FF0212");
    for (const char* good : {"*********", "101FF0212", "T*T******", "tTtffTTTT"})
        CHECK(MatrixPattern::parse(good)->matches(matrix));
    for (const char* bad : {"F********", "2********", "***T*****", "********1"})
        CHECK_FALSE(MatrixPattern::parse(bad)->matches(matrix));
    for (const char* wrong : {"", "T*T*****", "T*T*******", "T*3******", "T*X******"})
        CHECK_FALSE(MatrixPattern::parse(wrong));
}

TEST_CASE("relations of small lattice shapes are those of samples", "[relate]") {
    compare_lattice(quick ? 40009 : 7001);
}

TEST_CASE("relations of shapes with themselves are those of samples", "[relate]") {
    const std::vector<Shape> shapes = lattice_shapes();
    for (std::size_t i = 0; i < shapes.size(); i += quick ? 199 : 19) {
        const RationalShape rational(shapes[i]);
        compare_pair(shapes[i], rational, Shape(shapes[i]), rational);
    }
}

TEST_CASE("relations of random collections are those of samples", "[relate]") {
    compare_random(quick ? 30 : 400, 1);
}

TEST_CASE("all relations of small lattice shapes", "[.exhaustive]") {
    compare_lattice(59);
    compare_random(10000, 2);
}

TEST_CASE("what is near decides as all of a shape does", "[relate]") {
    std::uint64_t draw = 0;
    const Random random(3, 0);
    for (int i = 0; i < (quick ? 20 : 100); ++i) {
        const bool lattice = i % 2 == 0;
        const auto make = [&](std::size_t most) {
            const std::size_t count = 3 + random.integer(draw++, most);
            Shape shape;
            const bool area = random.integer(draw++, 3) != 0;
            shape.type = area ? Shape::Type::multi_polygon : Shape::Type::multi_line_string;
            for (std::uint64_t paths = 1 + random.integer(draw++, 3); paths-- > 0;) {
                if (area) shape.add_part();
                shape.add_path(long_ring(random, draw, count, lattice));
            }
            return area && random.integer(draw++, 3) == 0 ? parts_together(shape) : shape;
        };
        const Shape a = make(100), b = make(20);
        const auto expected = detail::relate(detail::pieces_of(a), detail::pieces_of(b));
        const PreparedShape prepared_a(a), prepared_b(b);
        REQUIRE(relate(prepared_a, prepared_b) == expected);
        REQUIRE(relate(prepared_b, prepared_a) == expected.transposed());
        for (const Relation relation : relations)
            REQUIRE(holds(relation, prepared_a, prepared_b) == holds(relation, expected));
        for (int k = 0; k < 2; ++k) {
            const Point p{double(random.integer(draw++, 400)) / 8,
                          double(random.integer(draw++, 400)) / 8};
            const auto at = detail::relate(detail::pieces_of(point_shape(p)), detail::pieces_of(a));
            REQUIRE(at.at(Location::inside, prepared_a.locate(p)) == 0);
        }
        Shape moved_a = a, moved_b = b;
        for (Shape* shape : {&moved_a, &moved_b}) {
            for (Point& p : shape->points) p = {4 * p.x, 4 * p.y};
            for (Shape& member : shape->members)
                for (Point& p : member.points) p = {4 * p.x, 4 * p.y};
        }
        REQUIRE(relate(moved_a, moved_b) == expected);
    }
}

}  // namespace relate_test
