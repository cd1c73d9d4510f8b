#include "base/parallel.hpp"
#include "catch.hpp"
#include "geometry/input.hpp"
#include "unit/geometry/outcome.hpp"

#include <string>

namespace geojson_test {

using namespace pipelab;
using namespace pipelab::geometry;
using Catch::Contains;
using testing::features_of;
using testing::rows_of;
using testing::sets_of;

namespace {

std::string shape_of(const std::string& text) {
    std::string found = features_of(text);
    if (found.starts_with("1@1:1 ")) found.erase(0, 6);
    if (found.ends_with('\n')) found.pop_back();
    return found;
}

std::string geometry_of(const std::string& type, const std::string& coordinates) {
    return shape_of("{\"type\":\"" + type + "\",\"coordinates\":" + coordinates + "}");
}

std::string in_pieces(const std::string& text, Input input = {}) {
    const std::string whole = features_of(text, input);
    const int threads = base::threads();
    for (const std::size_t bytes : {1, 5, 16, 64})
        for (const int count : {1, 3}) {
            base::set_threads(count);
            input.chunk_bytes = bytes;
            CHECK(features_of(text, input) == whole);
        }
    base::set_threads(threads);
    return whole;
}

bool is_document(const std::string& text) {
    const testing::TextFile file(text);
    Input input;
    input.paths = {file.path()};
    return FeatureReader(input, Blocks::rings, base::Control::none()).style().document;
}

}  // namespace

TEST_CASE("each type of geometry is read") {
    CHECK(geometry_of("Point", "[1,2]") == "0: 1,2");
    CHECK(geometry_of("Point", "[1,2.5e0,3]") == "0: 1,2.5");
    CHECK(geometry_of("LineString", "[[1,2],[3,4,5,6]]") == "1: 1,2 3,4");
    CHECK(geometry_of("Polygon", "[[[0,0],[1,0],[1,1],[0,0]],[[0,0],[2,0],[2,2],[0,0]]]") ==
          "2: 0,0 1,0 1,1; 0,0 2,0 2,2 |2");
    CHECK(geometry_of("MultiPoint", "[[1,2],[3,4]]") == "3: 1,2 3,4");
    CHECK(geometry_of("MultiLineString", "[[[1,2],[3,4]],[],[[5,6]]]") == "4: 1,2 3,4;; 5,6");
    CHECK(geometry_of("MultiPolygon", "[[[[0,0],[1,0],[1,1],[0,0]]],[]]") ==
          "5: 0,0 1,0 1,1 |1 |1");
    CHECK(shape_of("{\"geometries\":[{\"coordinates\":[1,2],\"type\":\"Point\"},"
                   "{\"type\":\"GeometryCollection\",\"geometries\":[]}],\n"
                   "\"type\":\"GeometryCollection\"}") == "7 (0: 1,2) (7)");
    for (const auto& [name, type] : {std::pair("Point", "0"),
                                     {"LineString", "1"},
                                     {"Polygon", "2"},
                                     {"MultiPoint", "3"},
                                     {"MultiLineString", "4"},
                                     {"MultiPolygon", "5"}})
        CHECK(geometry_of(name, "[]") == type);
}

TEST_CASE("features keep properties and ids byte for byte") {
    const std::string feature =
        "{\"type\":\"Feature\",\"id\": \"a\\u0062\",\"bbox\":[1,2],"
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},"
        "\"properties\":{ \"n\" : 1.50,\"b\":[true, null]}}";
    const std::string expected = "0: 1,2 { \"n\" : 1.50,\"b\":[true, null]} id \"a\\u0062\"";
    CHECK(shape_of(feature) == expected);
    CHECK(shape_of("{\"properties\":null,\"geometry\":null,\"type\":\"Feature\",\"id\":7.0}") ==
          "7 id 7.0");
    CHECK(in_pieces("{\"type\":\"FeatureCollection\",\"crs\":{},\n \"features\":[" + feature +
                    ",\n" + feature + "]}\n") ==
          "1@2:14 " + expected + "\n2@3:1 " + expected + "\n");
    CHECK(in_pieces("\x1e" + feature + "\n\x1e" + feature + "\n") ==
          "1@1:2 " + expected + "\n2@2:2 " + expected + "\n");
    CHECK(shape_of("{\"features\":[" + feature + "],\"type\":\"FeatureCollection\"}") ==
          "1@1:14 " + expected);
    CHECK(features_of("{\"type\":\"FeatureCollection\",\"features\":[]}") == "");
    CHECK(is_document("{\"features\":[],\"type\":\"FeatureCollection\"}"));
    CHECK_FALSE(is_document(feature));
    Input input;
    input.id = "n";
    CHECK(in_pieces(feature, input) == "1@1:1 0: 1,2 { \"n\" : 1.50,\"b\":[true, null]} id 1.50\n");
    input.id = "m";
    CHECK(in_pieces(feature, input) == "1@1:1 0: 1,2 { \"n\" : 1.50,\"b\":[true, null]}\n");
}

TEST_CASE("lines, documents over many lines and both after each other") {
    const std::string point = "{\"type\":\"Point\",\"coordinates\":[1,2]}";
    CHECK(in_pieces(point + "\n\n" + point + point) ==
          "1@1:1 0: 1,2\n2@3:1 0: 1,2\n3@3:37 0: 1,2\n");
    CHECK(in_pieces("{\n\"type\":\n\"Point\",\"coordinates\":[\n1,\n2]\n}\n" + point) ==
          "1@1:1 0: 1,2\n2@7:1 0: 1,2\n");
}

TEST_CASE("what is wrong in GeoJSON is said with its place") {
    const std::string good = "{\"type\":\"Point\",\"coordinates\":[1,2]}\n";
    const auto second = [&](const std::string& text) {
        const std::string found = in_pieces(good + text + "\n" + good);
        CHECK(found.starts_with("1@1:1 0: 1,2\n:2:"));
        return found.substr(std::min<std::size_t>(found.size(), 13));
    };
    CHECK(second("{\"type\":\"Pont\",\"coordinates\":[1,2]}") ==
          ":2:9: type is 'Pont', expected GeoJSON; did you mean 'Point'?");
    CHECK(second("{\"coordinates\":[1,2]}") == ":2:1: object without \"type\", expected GeoJSON");
    CHECK(second("{\"type\":\"Point\"}") == ":2:1: Point without \"coordinates\"");
    CHECK(second("{\"type\":\"Point\",\"coordinates\":[1]}") ==
          ":2:31: expected at least 2 coordinates, found 1");
    CHECK(second("{\"type\":\"Point\",\"coordinates\":[[1,2]]}") ==
          ":2:32: expected a number, found '['");
    CHECK(second("{\"type\":\"LineString\",\"coordinates\":[1,2]}") ==
          ":2:37: expected a position [x,y], found '1'");
    CHECK(second("{\"type\":\"Point\",\"coordinates\":[1,null]}") ==
          ":2:34: expected a number, found 'null'");
    CHECK(second("{\"type\":\"Point\",\"coordinates\":[1,1e999]}") ==
          ":2:34: number beyond the range of double");
    CHECK(second("{\"type\":\"Point\",\"coordinates\":[1,2],\"coordinates\":[1,2]}") ==
          ":2:37: 'coordinates' occurs twice");
    CHECK(second("{\"type\":\"Point\",\"type\":\"Point\",\"coordinates\":[1,2]}") ==
          ":2:17: 'type' occurs twice");
    CHECK(second("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1]]]}") ==
          ":2:34: ring is not closed: its first point is (0 0), its last (0 1)");
    CHECK(second("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[0,0]]]}") ==
          ":2:34: expected a ring of at least 4 points, the last equal to the first; found 3");
    CHECK(second("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Feature\"}}") ==
          ":2:38: type is 'Feature', expected a geometry such as \"Point\"");
    CHECK(second("{\"type\":\"Feature\",\"properties\":{}}") ==
          ":2:1: Feature without \"geometry\"");
    CHECK(second("{\"type\":\"Feature\",\"geometry\":null,\"properties\":[]}") ==
          ":2:48: expected an object or null as \"properties\", found '['");
    CHECK(second("{\"type\":\"Feature\",\"geometry\":null,\"id\":[]}") ==
          ":2:40: expected a string or number as \"id\", found '['");
    CHECK(second("{\"type\":\"FeatureCollection\",\"features\":{}}") ==
          ":2:40: expected an array of features, found '{'");
    CHECK(second("{\"type\":\"Point\",\"coordinates\":[1,2],\"x\":[1 2]}") ==
          ":2:44: expected a comma or ], found '2'");
    CHECK(second("{\"type\":\"Point\",\"coordinates\":[1,2],\"x\":\"\xff\"}") ==
          ":2:1: invalid UTF-8");
    CHECK(second("[1,2]") == ":2:1: expected an object {\"type\":...}, found '['");
    CHECK_THAT(in_pieces("{\"type\":\"Point\",\"coordinates\":[1,2]\n" + good),
               Contains(":2:1: expected a comma or }, found '{'"));
    CHECK_THAT(shape_of("{\"type\":\"Point\",\"coordinates\":[1,2]"),
               Contains("the end of the input"));
    CHECK_THAT(shape_of("{\"x\":" + std::string(100000, '[')), Contains("nested deeper than 1000"));
    std::string nested;
    for (int i = 0; i < 600; ++i) nested += "{\"type\":\"GeometryCollection\",\"geometries\":[";
    CHECK_THAT(shape_of(nested), Contains("nested deeper than 1000"));
}

TEST_CASE("sets and rows of features") {
    const std::string text =
        "{\"type\":\"Feature\",\"id\":1,\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},"
        "\"properties\":{\"a\":1}}\n"
        "{\"type\":\"MultiPoint\",\"coordinates\":[[3,4],[5,6]]}\n"
        "{\"type\":\"Point\",\"coordinates\":[7,8]}\n";
    Input input;
    input.numbers = true;
    CHECK(sets_of(text, input) ==
          "-- 2\n1@ 3 4\n2@ 5 6\n-- 1\n1@ 1 2 {{\"a\":1}} id 1\n3@ 7 8 id \n");
    CHECK(rows_of(text, 2, input) ==
          "1@ 1 2 {{\"a\":1}} id 1\n2@ 3 4 id \n2@ 5 6 id \n3@ 7 8 id \n");
    CHECK(rows_of("LINESTRING(1 2,3 4)\nMULTIPOINT(1 2,3 4,5 6,7 8)", 4) ==
          "1 2 3 4\n1 2 3 4\n5 6 7 8\n");
    CHECK(rows_of("POLYGON((0 0,1 0,1 1,0 0))", 6) == "0 0 1 0 1 1\n");
    CHECK(rows_of("POINT(1 2)\nLINESTRING(1 2,3 4,5 6)", 2) ==
          ":2:1: expected a point, found a geometry of 3 points");
    CHECK(rows_of("POINT(1 2)", 3) ==
          ":1:1: expected rows of 3 numbers, found a geometry of 1 point");
}

}  // namespace geojson_test
