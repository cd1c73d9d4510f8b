#include "geometry/validity.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/overlay.hpp"
#include "geometry/polygon.hpp"
#include "geometry/simple.hpp"
#include "unit/geometry/outcome.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace validity_test {

using namespace pipelab::geometry;
namespace base = pipelab::base;
using pipelab::testing::quick;
using pipelab::testing::TextFile;
using pipelab::testing::wkt_of;

namespace {

Shape shape_of(const std::string& wkt) {
    const TextFile file(wkt);
    Input input;
    input.paths = {file.path()};
    return all_shapes(input, Blocks::rings, base::Control::none()).at(0);
}

/// "crossing 1 2 0 3": the flaw, the place, the path and the other one.
std::string text_of(const std::vector<Defect>& defects) {
    std::string text;
    for (const Defect& d : defects) {
        if (!text.empty()) text += ", ";
        text += name_of(d.flaw);
        for (const double coordinate : {d.place.x, d.place.y}) {
            text += ' ';
            text += pipelab::io::printed(coordinate);
        }
        text += ' ';
        text += std::to_string(d.path);
        if (!d.other) continue;
        text += ' ';
        text += std::to_string(*d.other);
    }
    return text;
}
std::string defects_of(const std::string& wkt) { return text_of(defects(shape_of(wkt))); }

std::string made(const std::string& wkt, Repair repair, bool keep = false) {
    return wkt_of(made_valid(shape_of(wkt), repair, keep));
}

/// Polygons of small rings between the points of a lattice.
Shape random_polygons(const base::Random& random, std::uint64_t& drawn) {
    Shape shape;
    shape.type = Shape::Type::multi_polygon;
    const auto draw = [&](std::uint64_t below) { return random.integer(drawn++, below); };
    const std::uint64_t parts = 1 + draw(2);
    for (std::uint64_t p = 0; p < parts; ++p) {
        shape.add_part();
        const std::uint64_t rings = 1 + draw(3);
        for (std::uint64_t r = 0; r < rings; ++r) {
            const std::uint64_t width = r == 0 && p == 0 ? 7 : 3;
            const auto left = static_cast<double>(draw(8 - width)), low = left;
            std::vector<Point> ring(3 + draw(2));
            for (Point& point : ring)
                point = {left + static_cast<double>(draw(width)),
                         low + static_cast<double>(draw(width))};
            shape.add_path(ring);
        }
    }
    return shape;
}

double area_of_ring(std::span<const Point> ring) {
    return std::abs(area(polygon_shape(ring)).value());
}

}  // namespace

TEST_CASE("valid shapes have no defects") {
    for (const char* wkt :
         {"POINT (1 2)", "POINT EMPTY", "LINESTRING (0 0, 1 1)", "LINESTRING (0 0, 2 2, 0 2, 2 0)",
          "POLYGON EMPTY", "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))",
          "POLYGON ((0 0, 0 4, 4 4, 4 0, 0 0), (1 1, 2 1, 1 2, 1 1))",
          "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (0 0, 2 1, 1 2, 0 0))",
          "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (2 0, 3 1, 1 1, 2 0), (1 1, 2 3, 1 3, 1 1))",
          "POLYGON ((0 0, 2 0, 2 0, 4 0, 4 4, 0 4, 0 0))",
          "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 8, 1 1)),"
          " ((1 1, 5 2, 2 5, 1 1)), ((8 8, 6 7, 7 6, 8 8)))",
          "GEOMETRYCOLLECTION (POLYGON ((0 0, 2 0, 0 2, 0 0)), POLYGON ((0 0, 2 0, 0 2, 0 0)))"})
        CHECK(defects_of(wkt) == "");
}

TEST_CASE("each flaw has its place") {
    CHECK(defects_of("LINESTRING (3 4, 3 4)") == "too-few-points 3 4 0");
    CHECK(defects_of("MULTILINESTRING ((0 0, 1 1), (3 4, 3 4))") == "too-few-points 3 4 1");
    CHECK(defects_of("POLYGON ((1 1, 2 2, 1 1, 1 1))") == "too-few-points 1 1 0");
    CHECK(defects_of("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))") == "crossing 1 1 0");
    CHECK(defects_of("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (2 2, 6 2, 2 3, 2 2))") ==
          "crossing 4 2 0 1, crossing 4 2.5 0 1");
    // Through a common vertex.
    CHECK(defects_of("MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2, 0 0)), ((2 2, 1 3, 0 1, 2 2)))") ==
          "crossing 0.5 2 0 1, crossing 2 2 0 1");
    CHECK(defects_of("POLYGON ((0 0, 4 0, 4 4, 2 4, 2 6, 2 4, 0 4, 0 0))") == "overlap 2 4 0");
    CHECK(defects_of("MULTIPOLYGON (((0 0, 2 0, 0 2, 0 0)), ((0 0, 0 2, 2 0, 0 0)))") ==
          "overlap 0 0 0 1");
    CHECK(defects_of("MULTIPOLYGON (((0 0, 2 0, 2 4, 0 4, 0 0)), ((2 1, 3 1, 3 3, 2 3, 2 1)))") ==
          "overlap 2 1 0 1");
    CHECK(defects_of("POLYGON ((0 0, 4 0, 2 2, 3 4, 1 4, 2 2, 0 0))") == "self-touch 2 2 0");
    CHECK(defects_of("POLYGON ((0 0, 2 0, 0 2, 0 0), (5 5, 6 5, 5 6, 5 5))") ==
          "hole-outside 5 5 1 0");
    CHECK(defects_of("POLYGON ((1 1, 2 1, 1 2, 1 1), (0 0, 9 0, 0 9, 0 0))") ==
          "hole-outside 0 0 1 0");
    CHECK(defects_of(
              "POLYGON ((0 0, 20 0, 0 20, 0 0), (1 1, 9 1, 1 9, 1 1), (2 2, 3 2, 2 3, 2 2))") ==
          "nested-holes 2 2 2 1");
    CHECK(defects_of("MULTIPOLYGON (((0 0, 9 0, 0 9, 0 0)), ((1 1, 2 1, 1 2, 1 1)))") ==
          "nested-shells 1 1 1 0");
    CHECK(defects_of("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (2 0, 3 2, 2 4, 1 2, 2 0))") ==
          "split-interior 2 0 0");
    // Three holes that touch in a circle surround a part.
    CHECK(defects_of("POLYGON ((-9 -9, 9 -9, 9 9, -9 9, -9 -9), (0 0, 4 0, 2 -1, 0 0),"
                     " (4 0, 2 3, 4 3, 4 0), (0 0, 0 3, 2 3, 0 0))") == "split-interior 0 0 0");
    CHECK(defects_of("GEOMETRYCOLLECTION (POINT (0 0), POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0)),"
                     " LINESTRING (1 1, 1 1))") == "too-few-points 1 1 2, crossing 1 1 1");
}

TEST_CASE("rings of xy may nest in every way") {
    const auto rings = [](std::initializer_list<std::vector<Point>> paths) {
        Shape shape;
        shape.type = Shape::Type::rings;
        for (const auto& path : paths) shape.add_path(path);
        return text_of(defects(shape));
    };
    CHECK(rings({{{1, 1}, {2, 1}, {1, 2}}, {{0, 0}, {9, 0}, {0, 9}}, {{4, 4}, {6, 4}, {4, 6}}}) ==
          "crossing 4 5 1 2, crossing 5 4 1 2");
    CHECK(rings({{{1, 1}, {2, 1}, {1, 2}}, {{0, 0}, {5, 0}, {0, 5}}, {{5, 5}, {6, 5}, {5, 6}}}) ==
          "");
}

TEST_CASE("areas add up where and only where simple rings are as they should be") {
    const base::Random random(1);
    std::uint64_t drawn = 0;
    int valid = 0, wrong = 0;
    for (int trial = 0; trial < (quick ? 2000 : 20000); ++trial) {
        const Shape shape = random_polygons(random, drawn);
        if (first_self_contact(shape)) continue;
        double sum = 0;
        std::vector<Shape> rings;
        std::vector<OverlayInput> inputs;
        for (std::size_t p = 0; p < shape.parts(); ++p) {
            const auto [begin, end] = shape.part(p);
            for (std::size_t i = begin; i < end; ++i) {
                sum += (i == begin ? 1 : -1) * area_of_ring(shape.path(i));
                rings.push_back(polygon_shape(shape.path(i)));
            }
        }
        for (std::size_t p = 0, i = 0; p < shape.parts(); ++p)
            for (const std::size_t begin = i; i < shape.part(p).second; ++i)
                inputs.push_back({&rings[i], 2 * p + (i > begin ? 1 : 0)});
        const double exact = Overlay(inputs, 2 * shape.parts(), FillRule::nonzero)
                                 .area(SetOperation::union_of_differences)
                                 .value();
        const auto found = defects(shape);
        const bool adds_up = std::abs(exact - sum) < 1e-9;
        if (found.empty()) {
            REQUIRE(adds_up);
            ++valid;
        } else if ((shape.parts() == 1 || shape.paths() == shape.parts()) &&
                   found[0].flaw != Flaw::too_few_points && found[0].flaw != Flaw::overlap &&
                   found[0].flaw != Flaw::split_interior) {
            INFO(wkt_of(shape));
            REQUIRE_FALSE(adds_up);
            ++wrong;
        }
    }
    CHECK(valid > (quick ? 20 : 200));
    CHECK(wrong > (quick ? 150 : 1500));
}

TEST_CASE("what is made valid has no defects and what was valid stays") {
    const base::Random random(2);
    std::uint64_t drawn = 0;
    for (int trial = 0; trial < (quick ? 500 : 5000); ++trial) {
        const Shape shape = random_polygons(random, drawn);
        for (const Repair repair : {Repair::structure, Repair::linework}) {
            for (const bool keep : {false, true}) {
                const Shape result = made_valid(shape, repair, keep);
                INFO(wkt_of(shape));
                REQUIRE(text_of(defects(result)) == "");
                if (defects(shape).empty()) REQUIRE(wkt_of(result) == wkt_of(shape));
            }
        }
    }
}

TEST_CASE("invalid shapes are made valid by the rule chosen") {
    const std::string bow = "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))";
    for (const Repair repair : {Repair::structure, Repair::linework})
        CHECK(made(bow, repair) == "MULTIPOLYGON (((0 0, 1 1, 0 2, 0 0)), ((1 1, 2 0, 2 2, 1 1)))");
    // A ring that runs twice around its middle.
    const std::string twice = "POLYGON ((0 0, 6 0, 6 6, 2 6, 2 2, 4 2, 4 4, 0 4, 0 0))";
    CHECK(made(twice, Repair::structure) == "POLYGON ((0 0, 6 0, 6 6, 2 6, 2 4, 0 4, 0 0))");
    CHECK(made(twice, Repair::linework) ==
          "POLYGON ((0 0, 6 0, 6 6, 2 6, 2 4, 0 4, 0 0), (2 2, 2 4, 4 4, 4 2, 2 2))");
    // Polygons that overlap.
    const std::string two =
        "MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2, 0 0)), ((1 0, 3 0, 3 2, 1 2, 1 0)))";
    CHECK(made(two, Repair::structure) == "POLYGON ((0 0, 3 0, 3 2, 0 2, 0 0))");
    CHECK(made(two, Repair::linework) ==
          "MULTIPOLYGON (((0 0, 1 0, 1 2, 0 2, 0 0)), ((2 0, 3 0, 3 2, 2 2, 2 0)))");
    // A hole takes nothing from another polygon.
    CHECK(made("MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2, 0 0)), ((4 0, 6 0, 6 2, 4 2, 4 0),"
               " (1 1, 5 1, 5 3, 1 3, 1 1)))",
               Repair::structure) ==
          "MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2, 0 0)), ((4 0, 6 0, 6 2, 5 2, 5 1, 4 1, 4 0)))");
}

TEST_CASE("what collapses is dropped or kept") {
    const std::string spike = "POLYGON ((0 0, 4 0, 4 4, 2 4, 2 6, 2 4, 0 4, 0 0))";
    CHECK(made(spike, Repair::structure) == "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))");
    CHECK(made(spike, Repair::structure, true) ==
          "GEOMETRYCOLLECTION (POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0)), LINESTRING (2 4, 2 6))");
    CHECK(made("POLYGON ((0 0, 1 1, 2 2, 0 0))", Repair::linework) == "POLYGON EMPTY");
    CHECK(made("POLYGON ((0 0, 1 1, 2 2, 0 0))", Repair::linework, true) ==
          "LINESTRING (0 0, 1 1, 2 2)");
    CHECK(made("POLYGON ((5 5, 5 5, 5 5, 5 5))", Repair::structure, true) == "POINT (5 5)");
    CHECK(made("MULTILINESTRING ((1 1, 1 1), (0 0, 2 2))", Repair::linework) ==
          "MULTILINESTRING ((0 0, 2 2))");
    CHECK(made("GEOMETRYCOLLECTION (POINT (1 1), LINESTRING (1 1, 1 1))", Repair::linework) ==
          "GEOMETRYCOLLECTION (POINT (1 1))");
}

}  // namespace validity_test
