#include "geometry/join_layer.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "geometry/result_text.hpp"
#include "unit/geometry/outcome.hpp"

#include <string>
#include <vector>

namespace join_layer_test {

using namespace pipelab;
using namespace pipelab::geometry;

namespace {

JoinLayer layer_of(std::string_view text, Blocks blocks = Blocks::rings,
                   const std::vector<std::string>& keep = {}) {
    const testing::TextFile file(text);
    Input input;
    input.paths = {file.path()};
    return JoinLayer(input, blocks, keep, base::Control::none());
}

/// The fields of a feature as JSON, beside a number; of none if there is no such.
std::string fields(const JoinLayer& layer, std::size_t place, const std::vector<bool>& taken) {
    Form form;
    form.json = true;
    ResultText text(form);
    text.count("a", 1);
    if (place < layer.shapes().size())
        layer.put(place, taken, text);
    else
        layer.put_none(taken, text);
    text.end();
    return {text.text().begin(), text.text().end()};
}

Style geojson() {
    Style style;
    style.notation = Notation::geojson;
    return style;
}

const std::string features =
    R"({"type":"Feature","id":7,"properties":{"name":"a \"b\"","n":1.50},"geometry":null})"
    R"({"type":"Feature","properties":{"list":[1, {"x":2}],"n":null},"geometry":null})";

}  // namespace

TEST_CASE("fields of joined features are those of all of them", "[join]") {
    const JoinLayer layer = layer_of(features);
    REQUIRE(layer.shapes().size() == 2);
    const auto none = layer.taken({}, geojson());
    CHECK(fields(layer, 0, none) == R"({"a":1,"id":7,"name":"a \"b\"","n":1.50,"list":null})"
                                    "\n");
    CHECK(fields(layer, 1, none) == R"({"a":1,"id":null,"name":null,"n":null,"list":[1, {"x":2}]})"
                                    "\n");
    CHECK(fields(layer, 2, none) == R"({"a":1,"id":null,"name":null,"n":null,"list":null})"
                                    "\n");
}

TEST_CASE("joined fields whose names are taken get a prefix", "[join]") {
    const JoinLayer layer = layer_of(features, Blocks::rings, {"n", "name"});
    CHECK(layer.taken(R"({"name":{"n":2},"x":"n"})", geojson()) == std::vector{false, true});
    CHECK(fields(layer, 0, {false, true}) == R"({"a":1,"n":1.50,"b_name":"a \"b\""})"
                                             "\n");
    Style table;
    table.columns = {"x", "y", "n"};
    CHECK(layer.taken({}, table) == std::vector{true, false});
    CHECK_THROWS_AS(layer_of(features, Blocks::rings, {"nam"}), base::DataError);
}

TEST_CASE("joined rows bring their columns, others their numbers", "[join]") {
    const JoinLayer rows = layer_of("x,y,name\n1,2,P\n3,4,Q\n", Blocks::points);
    REQUIRE(rows.shapes().size() == 2);
    CHECK(rows.shapes()[1].points[0] == Point{3, 4});
    CHECK(fields(rows, 1, {false}) == "{\"a\":1,\"name\":\"Q\"}\n");
    const JoinLayer plain = layer_of("POINT (1 2)\nPOINT EMPTY\n");
    CHECK(fields(plain, 1, {false}) == "{\"a\":1,\"b\":2}\n");
    CHECK(layer_of("").shapes().empty());
}

}  // namespace join_layer_test
