#include "geometry/carried.hpp"

#include "catch.hpp"

namespace carried_test {

using namespace pipelab;
using namespace pipelab::geometry;

namespace {

Style blanks() { return {}; }
Style csv(std::vector<std::string> columns = {}) {
    Style style;
    style.delimiter = ',';
    style.columns = std::move(columns);
    return style;
}
Style json_rows() {
    Style style;
    style.json_rows = true;
    return style;
}
Style geojson() {
    Style style;
    style.notation = Notation::geojson;
    return style;
}
Style wkt() {
    Style style;
    style.notation = Notation::wkt;
    return style;
}

}  // namespace

TEST_CASE("what is carried as text stays as it stands") {
    CHECK(carried_text("a  b\tc", blanks()) == "a  b\tc");
    CHECK(carried_text("\"a, b\",,x", csv()) == "\"a, b\",,x");
    CHECK(carried_text(R"("a b", 1.50 ,[1,2],null)", json_rows()) == "a b 1.50 [1,2] null");
    CHECK(carried_text("[1,\n 2],{\n\"a\" :\r\n3}", json_rows()) == "[1,2] {\"a\" :3}");
    CHECK(carried_text(R"({"a":1})", geojson()).empty());
    CHECK(carried_text("x", wkt()).empty());
    CHECK(carried_text("", blanks()).empty());
    CHECK(carried_text("", json_rows()).empty());
}

TEST_CASE("what is carried as JSON values") {
    CHECK(carried_elements("7 -0.5e3 .5 007 abc", blanks()) == R"(7,-0.5e3,".5","007","abc")");
    CHECK(carried_elements(R"("a, ""b""",,1)", csv()) == R"("a, \"b\"","",1)");
    CHECK(carried_elements("1, \"a,b\" ,[2,\n3]", json_rows()) == R"(1,"a,b",[2,3])");
    CHECK(carried_elements(R"({"a":1})", geojson()).empty());
    CHECK(carried_elements("", csv()).empty());
}

TEST_CASE("what is carried as members of an object") {
    CHECK(carried_members("a 1", blanks()) == R"("column3":"a","column4":1)");
    CHECK(carried_members("a,1,b", csv({"x", "y", "the \"name\"", "n"})) ==
          R"("the \"name\"":"a","n":1,"column5":"b")");
    CHECK(carried_members("true", json_rows()) == R"("column3":true)");
    CHECK(carried_members("", blanks()).empty());
    CHECK(carried_members("x", wkt()).empty());
}

TEST_CASE("properties keep order and text, on one line") {
    CHECK(carried_members(R"({"b": 1e400,"a":"x  y","b2":{"c":[ ]}})", geojson()) ==
          R"("b": 1e400,"a":"x  y","b2":{"c":[ ]})");
    CHECK(carried_members("{\n  \"a\": [1,\n\t2],\r\n  \"b\": \"\\n\"\n}", geojson()) ==
          R"("a": [1,2],"b": "\n")");
    CHECK(carried_members("{}", geojson()).empty());
    CHECK(carried_members("{ \n }", geojson()).empty());
    CHECK(carried_members("", geojson()).empty());
}

TEST_CASE("ids as text and as JSON") {
    CHECK(id_text("a", blanks()) == "a");
    CHECK(id_json("a\"", csv()) == R"("a\"")");
    CHECK(id_json("12", csv()) == "12");
    CHECK(id_text(R"("é \"x\"")", geojson()) == "é \"x\"");
    CHECK(id_text("12", geojson()) == "12");
    CHECK(id_json(R"("12")", geojson()) == R"("12")");
    CHECK(id_json("{\n\"a\":1}", geojson()) == R"({"a":1})");
    CHECK(id_text(R"("a b")", json_rows()) == "a b");
}

TEST_CASE("words as fields") {
    CHECK(field_text("a b", std::nullopt) == "a b");
    CHECK(field_text("a b", ',') == "a b");
    CHECK(field_text("a,b", ',') == "\"a,b\"");
    CHECK(field_text("a\"b", ',') == "\"a\"\"b\"");
    CHECK(field_text("a\nb", ';') == "\"a\nb\"");
    CHECK(field_text("", ',').empty());
}

TEST_CASE("members one by one") {
    const auto members = members_of(R"({"a\"":{"b":"x:y"}, "c" : "d,e" })", geojson());
    REQUIRE(members.size() == 2);
    CHECK(members[0].name == "a\"");
    CHECK(members[0].value == R"({"b":"x:y"})");
    CHECK(members[1].name == "c");
    CHECK(json_text(members[1].value) == "d,e");
    CHECK(members_of("{}", geojson()).empty());
    CHECK(members_of("x", wkt()).empty());
    CHECK(members_of("7 b", blanks()).at(1).name == "column4");
}

}  // namespace carried_test
