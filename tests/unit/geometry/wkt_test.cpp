#include "geometry/wkt.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "unit/geometry/outcome.hpp"

#include <string>

namespace wkt_test {

using namespace pipelab;
using namespace pipelab::geometry;
using Catch::Contains;
using testing::features_of;

namespace {

/// The one geometry of a text, or the error.
std::string shape_of(const std::string& text) {
    std::string found = features_of(text);
    if (found.starts_with("1@1:1 ")) found.erase(0, 6);
    if (found.ends_with('\n')) found.pop_back();
    return found;
}

std::string in_pieces(const std::string& text) {
    const std::string whole = features_of(text);
    const int threads = base::threads();
    Input input;
    for (const std::size_t bytes : {1, 5, 16, 64})
        for (const int count : {1, 3}) {
            base::set_threads(count);
            input.chunk_bytes = bytes;
            CHECK(features_of(text, input) == whole);
        }
    base::set_threads(threads);
    return whole;
}

std::string nested(std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "GEOMETRYCOLLECTION(";
    return text + "POINT EMPTY" + std::string(depth, ')');
}

}  // namespace

TEST_CASE("each kind of geometry is read") {
    CHECK(shape_of("POINT (1 2)") == "0: 1,2");
    CHECK(shape_of("linestring(1 2,3 4)") == "1: 1,2 3,4");
    CHECK(shape_of("LinearRing (0 0, 1 0, 1 1, 0 0)") == "1: 0,0 1,0 1,1 0,0");
    CHECK(shape_of("POLYGON((0 0,4 0,4 4,0 0),(1 .5,2 .5,2 1,1 .5))") ==
          "2: 0,0 4,0 4,4; 1,0.5 2,0.5 2,1 |2");
    CHECK(shape_of("MULTIPOINT (1 2, (3 4), EMPTY)") == "3: 1,2 3,4");
    CHECK(shape_of("MULTILINESTRING ((1 2,3 4),EMPTY,(5 6,7 8))") == "4: 1,2 3,4;; 5,6 7,8");
    CHECK(shape_of("MULTIPOLYGON (((0 0,1 0,1 1,0 0)),EMPTY,((5 5,6 5,6 6,5 5)))") ==
          "5: 0,0 1,0 1,1; 5,5 6,5 6,6 |1 |1 |2");
    CHECK(shape_of("GEOMETRYCOLLECTION (POINT (1 2), GEOMETRYCOLLECTION(POINT EMPTY), "
                   "LINESTRING(0 0,1 1))") == "7 (0: 1,2) (7 (0)) (1: 0,0 1,1)");
    CHECK(shape_of("MULTIPOINT((1 2))") == "3: 1,2");
    for (const auto& [name, type] : {std::pair("POINT", "0"),
                                     {"LINESTRING", "1"},
                                     {"POLYGON", "2"},
                                     {"MULTIPOINT", "3"},
                                     {"MULTILINESTRING", "4"},
                                     {"MULTIPOLYGON", "5"},
                                     {"GEOMETRYCOLLECTION", "7"}}) {
        CHECK(shape_of(std::string(name) + " EMPTY") == type);
        CHECK(shape_of(std::string(name) + " z empty") == type);
    }
}

TEST_CASE("further coordinates are dropped, numbers are those of text") {
    CHECK(shape_of("POINT Z (1 2 3)") == "0: 1,2");
    CHECK(shape_of("POINTZM(1 2 3 4)") == "0: 1,2");
    CHECK(shape_of("POINT M(1 2 3)") == "0: 1,2");
    CHECK(shape_of("LINESTRING (1 2 3, 4 5 6)") == "1: 1,2 4,5");
    CHECK(shape_of("POINT(+1 -2e-3)") == "0: 1,-0.002");
    CHECK(shape_of("SRID=4326;POINT(1 2)") == "0: 1,2");
    CHECK(shape_of("srid = 4326 ; POINT\n(\n1\t2\n)\n") == "0: 1,2");
}

TEST_CASE("several geometries, over several lines, in any pieces") {
    CHECK(in_pieces("POINT(1 2)\nPOINT(3\n4);;POINT EMPTY LINESTRING\n(1 2\n,3 4)\n\n") ==
          "1@1:1 0: 1,2\n2@2:1 0: 3,4\n3@3:5 0\n4@3:17 1: 1,2 3,4\n");
    CHECK(in_pieces("POINT EMPTY\nPOINT EMPTY\r\nPOINT EMPTY") == "1@1:1 0\n2@2:1 0\n3@3:1 0\n");
    std::string lines, expected;
    for (int i = 1; i < 3000; ++i) {
        lines += "POINT(" + std::to_string(i) + " 0)\n";
        expected +=
            std::to_string(i) + "@" + std::to_string(i) + ":1 0: " + std::to_string(i) + ",0\n";
    }
    CHECK(features_of(lines) == expected);
}

TEST_CASE("what is wrong in well-known text is said with its place") {
    CHECK(in_pieces("POINT(1 2)\nPOLIGON((0 0,1 0,1 1,0 0))") ==
          "1@1:1 0: 1,2\n:2:1: unknown geometry 'POLIGON'; did you mean POLYGON?");
    CHECK(shape_of("CIRCULARSTRING(0 0,1 1,2 0)") == ":1:1: CIRCULARSTRING is not supported");
    CHECK(shape_of("POINT(1)") == ":1:7: expected 2 coordinates, found 1");
    CHECK(shape_of("LINESTRING(1 2,3 4 5)") == ":1:16: expected 2 coordinates, found 3");
    CHECK(shape_of("POINT(1 2 3 4 5)") == ":1:7: expected 2 coordinates, found 5");
    CHECK(shape_of("POINT Z(1 2)") == ":1:9: expected 3 coordinates, found 2");
    CHECK(shape_of("POINT(1 nan)") == ":1:9: expected a finite number, found 'nan'");
    CHECK(shape_of("POINT(1 x)") == ":1:9: expected a number, found 'x'");
    CHECK(shape_of("POINT(1 2 x)") == ":1:11: expected a number, found 'x'");
    CHECK(shape_of("POINT(1e999 2)") == ":1:7: number beyond the range of double");
    CHECK(shape_of("POINT()") == ":1:7: expected 2 coordinates, found 0");
    CHECK(shape_of("POINT 1 2").find("1 2") == std::string::npos);
    CHECK(in_pieces("POLYGON((0 0,1 0,1 1,0 0))\nPOLYGON((0 0,1 0,1 1,0 1))\nPOINT(x y)") ==
          "1@1:1 2: 0,0 1,0 1,1 |1\n:2:9: ring is not closed: its first point is (0 0), its last "
          "(0 1)");
    CHECK(shape_of("POLYGON((0 0,1 0,0 0))") ==
          ":1:9: expected a ring of at least 4 points, the last equal to the first; found 3");
    CHECK(shape_of("POLYGON((0 0,1 0,1 1,0 0)") ==
          ":1:26: expected ',' or ')', found the end of the input");
    CHECK(shape_of("POINT(1 2) x") == "0: 1,2\n:1:12: unknown geometry 'X'");
    CHECK(shape_of("POINT(1 2))") ==
          "0: 1,2\n:1:11: expected a geometry such as POINT (1 2), "
          "found ')'");
    CHECK(shape_of("MULTIPOINT((1 2)") == ":1:17: expected ',' or ')', found the end of the input");
}

TEST_CASE("nesting of collections has a limit") {
    CHECK(shape_of(nested(1000)).starts_with("7 (7 (7"));
    CHECK_THAT(shape_of(nested(1001)), Contains("nested deeper than 1000 levels"));
    CHECK_THAT(shape_of(nested(100000)), Contains("nested deeper than 1000 levels"));
    CHECK_THAT(shape_of("POINT" + std::string(1000000, '(')), Contains("expected a number"));
}

TEST_CASE("well-known text is told from rows by its beginning") {
    CHECK(begins_as_wkt("POINT(1 2)"));
    CHECK(begins_as_wkt("\n  point z\n(1 2 3)"));
    CHECK(begins_as_wkt("PONT (1 2)"));
    CHECK(begins_as_wkt("POLYGON EMPTY"));
    CHECK(begins_as_wkt("SRID=1;POINT(1 2)"));
    CHECK(begins_as_wkt("POLYGONZ((1 2 3"));
    CHECK_FALSE(begins_as_wkt("x y"));
    CHECK_FALSE(begins_as_wkt("point x y"));
    CHECK_FALSE(begins_as_wkt("lon(deg) lat(deg)"));
    CHECK_FALSE(begins_as_wkt("1 2"));
    CHECK_FALSE(begins_as_wkt(""));
}

}  // namespace wkt_test
