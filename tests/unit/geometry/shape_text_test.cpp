#include "geometry/shape_text.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "unit/geometry/outcome.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>

namespace shape_text_test {

using namespace pipelab;
using namespace pipelab::geometry;
using Type = Shape::Type;

namespace {

class Draw {
  public:
    explicit Draw(std::uint64_t seed) : random_(seed) {}
    std::uint64_t below(std::uint64_t bound) { return random_.integer(next_++, bound); }
    double coordinate() {
        if (below(2) == 0) return static_cast<double>(below(1000)) / 8;
        const std::uint64_t bits = below(~std::uint64_t{0});
        const double value = std::bit_cast<double>(bits);
        return std::isfinite(value) && value != 0 ? value : 1;
    }
    Point point() { return {coordinate(), coordinate()}; }

  private:
    base::Random random_;
    std::uint64_t next_ = 0;
};

void add_path(Shape& shape, Draw& draw, std::uint64_t least) {
    base::Array<Point> path;
    for (std::uint64_t n = least + draw.below(4); path.size() < n;) path.push_back(draw.point());
    shape.add_path(path);
}

Shape random_shape(Draw& draw, int depth) {
    Shape shape;
    shape.type = static_cast<Type>(draw.below(8));
    if (shape.type == Type::rings) shape.type = Type::collection;
    if (draw.below(6) == 0) return shape;
    const std::uint64_t count = 1 + draw.below(3);
    switch (shape.type) {
        case Type::point:
            shape.add_path(std::array{draw.point()});
            break;
        case Type::line_string:
        case Type::multi_point:
            add_path(shape, draw, 1);
            break;
        case Type::multi_line_string:
            for (std::uint64_t i = 0; i < count; ++i) add_path(shape, draw, draw.below(2));
            break;
        case Type::polygon:
            shape.add_part();
            for (std::uint64_t i = 0; i < count; ++i) add_path(shape, draw, 3);
            break;
        case Type::multi_polygon:
            for (std::uint64_t i = 0; i < count; ++i) {
                shape.add_part();
                for (std::uint64_t k = draw.below(3); k > 0; --k) add_path(shape, draw, 3);
            }
            break;
        default:
            for (std::uint64_t i = 0; depth > 0 && i < count; ++i)
                shape.members.push_back(random_shape(draw, depth - 1));
    }
    return shape;
}

}  // namespace

TEST_CASE("shapes in each notation") {
    Shape polygon = polygon_shape(std::array<Point, 3>{{{0, 0}, {1.5, 0}, {0, 1e-7}}});
    CHECK(testing::wkt_of(polygon) == "POLYGON ((0 0, 1.5 0, 0 1e-07, 0 0))");
    CHECK(testing::geojson_of(polygon) ==
          R"({"type":"Polygon","coordinates":[[[0,0],[1.5,0],[0,1e-07],[0,0]]]})");
    CHECK(testing::xy_of(polygon) == "0 0\n1.5 0\n0 1e-07\n");
    CHECK(testing::wkt_of(point_shape({-0.0, 11.1})) == "POINT (0 11.1)");
    Shape points = line_shape(std::array<Point, 2>{{{1, 2}, {3, 4}}});
    CHECK(testing::wkt_of(points) == "LINESTRING (1 2, 3 4)");
    points.type = Type::multi_point;
    CHECK(testing::wkt_of(points) == "MULTIPOINT ((1 2), (3 4))");
    Shape collection;
    collection.type = Type::collection;
    CHECK(testing::wkt_of(collection) == "GEOMETRYCOLLECTION EMPTY");
    CHECK(testing::geojson_of(collection) == R"({"type":"GeometryCollection","geometries":[]})");
    collection.members = {points, Shape{}, polygon};
    CHECK(testing::wkt_of(collection) ==
          "GEOMETRYCOLLECTION (MULTIPOINT ((1 2), (3 4)), POINT EMPTY, POLYGON ((0 0, 1.5 0, 0 "
          "1e-07, 0 0)))");
    CHECK(testing::xy_of(collection) == "1 2\n3 4\n\n0 0\n1.5 0\n0 1e-07\n");
    Shape rings;
    rings.type = Type::rings;
    CHECK(testing::wkt_of(rings) == "MULTIPOLYGON EMPTY");
    CHECK(testing::geojson_of(rings) == R"({"type":"MultiPolygon","coordinates":[]})");
}

TEST_CASE("what is written in WKT or GeoJSON reads back the same") {
    Draw draw(3);
    for (int round = 0; round < (testing::quick ? 200 : 3000); ++round) {
        const Shape shape = random_shape(draw, 3);
        const std::string expected = "1@1:1 " + testing::structure_of(shape) + "\n";
        CHECK(testing::features_of(testing::wkt_of(shape)) == expected);
        CHECK(testing::features_of(testing::geojson_of(shape)) == expected);
    }
}

TEST_CASE("what is written as xy reads back the same, block by block") {
    Draw draw(4);
    for (int round = 0; round < (testing::quick ? 100 : 1000); ++round) {
        Shape shape;
        shape.type = Type::rings;
        for (std::uint64_t i = 1 + draw.below(3); i > 0; --i) add_path(shape, draw, 3);
        CHECK(testing::features_of(testing::xy_of(shape)) ==
              "1@1:1 " + testing::structure_of(shape) + "\n");
    }
}

}  // namespace shape_text_test
