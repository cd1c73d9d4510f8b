#include "geometry/layer.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "geometry/writer.hpp"
#include "unit/geometry/outcome.hpp"

namespace layer_test {

using namespace pipelab;
using namespace pipelab::geometry;

namespace {

Layer layer_of(std::string_view text, const std::string& id = "", bool keep = false) {
    const testing::TextFile file(text);
    Input input;
    input.paths = {file.path()};
    input.id = id;
    return Layer(input, base::Control::none(), {}, keep);
}

std::string located(const Layer& layer, Point point, bool expected) {
    ResultText text{Form{}};
    put_location(layer, point, text);
    CHECK(text.answers().all() == expected);
    return {text.text().begin(), text.text().end()};
}

const std::string squares =
    R"({"type":"Feature","properties":{"name":"west"},"geometry":{"type":"Polygon",)"
    R"("coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]]]}})"
    R"({"type":"Feature","id":7,"properties":{"name":"ea\"st"},"geometry":{"type":"Polygon",)"
    R"("coordinates":[[[2,0],[4,0],[4,2],[2,2],[2,0]]]}})";

}  // namespace

TEST_CASE("rings of xy are one polygon, whose name goes without saying") {
    const Layer layer = layer_of("0 0\n4 0\n4 4\n0 4\n\n1 1\n2 1\n2 2\n1 2\n");
    CHECK(layer.size() == 1);
    CHECK(layer.name(0) == "1");
    CHECK(located(layer, {3, 3}, true) == "3 3 inside\n");
    CHECK(located(layer, {1, 1.5}, true) == "1 1.5 boundary\n");
    CHECK(located(layer, {1.5, 1.5}, false) == "1.5 1.5 outside\n");
    CHECK(layer.shapes().empty());
}

TEST_CASE("of several polygons the first that has the point is named") {
    const Layer numbered = layer_of(squares, "", true);
    CHECK(numbered.size() == 2);
    CHECK(numbered.shapes().size() == 2);
    CHECK(numbered.name(1) == "7");
    CHECK(located(numbered, {1, 1}, true) == "1 1 inside 1\n");
    CHECK(located(numbered, {2, 1}, true) == "2 1 boundary 1\n");
    const Layer named = layer_of(squares, "name");
    CHECK(located(named, {3, 1}, true) == "3 1 inside ea\"st\n");
    CHECK(located(named, {9, 1}, false) == "9 1 outside\n");
}

TEST_CASE("a layer without polygons has nothing inside") {
    CHECK(located(layer_of(""), {0, 0}, false) == "0 0 outside\n");
    CHECK(located(layer_of("POINT (0 0)"), {0, 0}, false) == "0 0 outside\n");
    CHECK_THROWS_AS(layer_of("POLYGON ((0 0, 1 1"), base::DataError);
}

}  // namespace layer_test
