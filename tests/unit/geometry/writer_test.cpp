#include "geometry/writer.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"
#include "unit/geometry/written.hpp"

#include <array>
#include <functional>
#include <limits>
#include <string>

namespace writer_test {

using namespace pipelab;
using namespace pipelab::geometry;

namespace {

using Write = std::function<void(ResultWriter&)>;

std::string output(const Form& form, const Write& write) {
    return testing::written([&](io::Output& out) {
        ResultWriter writer(out, form, base::Control::none());
        write(writer);
        writer.finish();
    });
}

Form text(std::optional<char> delimiter = {}, std::vector<std::string> columns = {}) {
    Form form;
    form.input.delimiter = delimiter;
    form.input.columns = std::move(columns);
    return form;
}
Form json() {
    Form form;
    form.json = true;
    return form;
}
Form of(Notation notation, bool document = false) {
    Form form;
    form.notation = form.input.notation = notation;
    form.document = document;
    return form;
}

const Shape square = polygon_shape(std::array<Point, 4>{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}});

void all_kinds(Results& out) {
    out.number("number", 0.1).count("count", 7).word("word", "a,b").answer("answer", true);
    out.point("point", {1, -0.0}).segment("segment", {{1, 2}, {3, 4}}).none("nothing");
    out.circle("circle", {5, 6}, 7.5).end();
}

}  // namespace

TEST_CASE("rows as text") {
    CHECK(output(text(), all_kinds) == "0.1 7 a,b yes 1 0 1 2 3 4 5 6 7.5\n");
    CHECK(output(text(','), all_kinds) == "0.1,7,\"a,b\",yes,1,0,1,2,3,4,,5,6,7.5\n");
    CHECK(output(text('\t'), [](ResultWriter& out) { out.none("a").none("b").end(); }) ==
          "none\t\n");
    CHECK(output(text(), [](ResultWriter& out) {
              out.answer("a", false).answer("b", true).end();
              CHECK((out.answers().yes == 1 && out.answers().no == 1 && !out.answers().all()));
          }) == "no yes\n");
    CHECK(output(text(), [](ResultWriter&) {}).empty());
}

TEST_CASE("what travels with rows of text, and ids instead of it") {
    const auto rows = [](ResultWriter& out) {
        out.carry("a  b", "").point("point", {1, 2}).end();
        out.point("point", {3, 4}).end();
        out.carry("a  b", "the id").point("point", {5, 6}).end();
        out.carry("", "").point("point", {7, 8}).end();
    };
    CHECK(output(text(), rows) == "1 2 a  b\n3 4 a  b\n5 6 the id\n7 8\n");
}

TEST_CASE("a header names fields where columns have names") {
    const auto point = [](ResultWriter& out) {
        out.carry("n,\"c, d\"", "").point("point", {1, 2}).end();
        out.point("point", {3, 4}).end();
    };
    CHECK(output(text(',', {"lon", "lat", "name", "a,b"}), point) ==
          "lon,lat,name,\"a,b\"\n1,2,n,\"c, d\"\n3,4,n,\"c, d\"\n");
    CHECK(output(text(',', {"x", "y"}), [](ResultWriter& out) {
              out.carry("", "me").point("a", {1, 2}).point("b", {3, 4}).number("distance", 5);
              out.none("rest").end();
          }) == "a_x,a_y,b_x,b_y,distance,rest,id\n1,2,3,4,5,,me\n");
    CHECK(output(text(',', {"x", "y"}), [](ResultWriter& out) {
              out.segment("edge", {{1, 2}, {3, 4}}).circle("circle", {0, 0}, 1).end();
          }) == "x1,y1,x2,y2,x,y,radius\n1,2,3,4,0,0,1\n");
    CHECK(output(text(',', {"x", "y"}), [](ResultWriter&) {}).empty());
    CHECK(output(text(',', {"x", "y"}), [](ResultWriter& out) {
              out.shape("square", square).end();
          }) == "x,y\n0,0\n1,0\n1,1\n0,1\n");
}

TEST_CASE("shapes and blocks as text are apart by blank lines") {
    CHECK(output(text(), [](ResultWriter& out) {
              out.shape("square", square).number("area", 1).end();
              out.shape("square", square).end();
          }) == "0 0\n1 0\n1 1\n0 1\n\n0 0\n1 0\n1 1\n0 1\n");
    CHECK(output(text(), [](ResultWriter& out) {
              out.block();
              out.point("p", {1, 2}).end();
              out.point("p", {3, 4}).end();
              out.block();
              out.point("p", {5, 6}).end();
          }) == "1 2\n3 4\n\n5 6\n");
    CHECK(output(json(), [](ResultWriter& out) {
              out.block();
              out.point("p", {1, 2}).end();
          }) == "[1,2]\n");
}

TEST_CASE("a header stands before the first block, made in parallel or not") {
    for (const std::size_t count : {1, 3, 10000}) {
        std::string expected = "x,y\n";
        for (std::size_t i = 0; i < count; ++i) expected += std::to_string(i) + ",0\n";
        const std::string rows = expected.substr(4);
        CHECK(output(text(',', {"x", "y"}), [&](ResultWriter& out) {
                  for (int block = 0; block < 2; ++block) {
                      out.block();
                      out.rows(count, [](std::size_t i, Results& part) {
                          part.point("point", {static_cast<double>(i), 0}).end();
                      });
                  }
              }) == expected + "\n" + rows);
    }
}

TEST_CASE("rows as well-known text") {
    const auto rows = [](ResultWriter& out) {
        out.word("meeting", "cross").point("point", {1, 2}).end();
        out.word("meeting", "none").end();
        out.word("meeting", "none").none("point", Absent::point).end();
        out.segment("edge", {{1, 2}, {3, 4}}).skip("vertex", Absent::point).end();
        out.segment("edge", {{1, 2}, {3, 4}}).point("vertex", {9, 9}).end();
        out.circle("circle", {5, 6}, 1).end();
        out.shape("square", square).number("area", 1).end();
    };
    CHECK(output(of(Notation::wkt), rows) ==
          "cross 1 2\nnone\nnone\nLINESTRING (1 2, 3 4)\n1 2 3 4 9 9\n5 6 1\n"
          "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))\n");
    Form asked = of(Notation::wkt);
    asked.asked = true;
    CHECK(output(asked, rows) ==
          "POINT (1 2)\nnone\nPOINT EMPTY\nLINESTRING (1 2, 3 4)\nLINESTRING (1 2, 3 4)\n"
          "POINT (5 6)\nPOLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))\n");
}

TEST_CASE("rows of tables have the same fields, whatever is missing") {
    const auto rows = [](ResultWriter& out) {
        out.carry("z", "").word("meeting", "cross").point("p", {1, 2});
        out.skip("edge", Absent::segment).end();
        out.word("meeting", "overlap").skip("p", Absent::point);
        out.segment("edge", {{1, 2}, {3, 4}}).end();
        out.none("meeting").none("p", Absent::point).skip("edge", Absent::segment).end();
    };
    CHECK(output(text(',', {"x", "y", "n"}), rows) ==
          "meeting,p_x,p_y,x1,y1,x2,y2,n\ncross,1,2,,,,,z\noverlap,,,1,2,3,4,z\nnone,,,,,,,z\n");
    CHECK(output(text(), rows) == "cross 1 2 z\noverlap 1 2 3 4 z\nnone z\n");
    CHECK(output(json(), [](ResultWriter& out) {
              out.word("region", "plane").skip("lines").end();
              out.none("p", Absent::circle).end();
          }) == "{\"region\":\"plane\"}\nnull\n");
}

TEST_CASE("what is beyond the largest double is refused") {
    const double huge = std::numeric_limits<double>::infinity();
    const auto refused = [](auto&& put) {
        CHECK_THROWS_WITH(output(text(), put), "a result (it) is beyond the largest double");
    };
    refused([&](ResultWriter& out) { out.number("it", -huge).end(); });
    refused([&](ResultWriter& out) { out.point("it", {0, huge}).end(); });
    refused([&](ResultWriter& out) { out.circle("it", {0, 0}, huge).end(); });
    const Shape shape = line_shape(std::array<Point, 2>{{{0, 0}, {huge, 1}}});
    refused([&](ResultWriter& out) { out.shape("it", shape).end(); });
}

TEST_CASE("rows as features, a line each") {
    Form form = of(Notation::geojson);
    const auto rows = [](ResultWriter& out) {
        out.carry("{\"b\":1,\n \"a\":[\n]}", "\"i\"").word("kind", "x").point("p", {1, 2}).end();
        out.carry("", "").circle("circle", {0, 0}, 2).point("other", {3, 4}).end();
        out.carry("{ }", "7").word("kind", "none").none("p").end();
    };
    const std::string first =
        R"({"type":"Feature","id":"i","geometry":{"type":"Point","coordinates":[1,2]},)"
        R"("properties":{"b":1,"a":[],"kind":"x"}})";
    const std::string second =
        R"({"type":"Feature","geometry":{"type":"Point","coordinates":[0,0]},)"
        R"("properties":{"radius":2,"other":[3,4]}})";
    const std::string third =
        R"({"type":"Feature","id":7,"geometry":null,"properties":{"kind":"none","p":null}})";
    CHECK(output(form, rows) == first + "\n" + second + "\n" + third + "\n");
    form.document = true;
    CHECK(output(form, rows) == "{\"type\":\"FeatureCollection\",\"features\":[\n" + first + ",\n" +
                                    second + ",\n" + third + "\n]}\n");
}

TEST_CASE("a document without features is an empty one, lines without any are nothing") {
    CHECK(output(of(Notation::geojson, true), [](ResultWriter&) {}) ==
          "{\"type\":\"FeatureCollection\",\"features\":[]}\n");
    CHECK(output(of(Notation::geojson), [](ResultWriter&) {}).empty());
    CHECK(output(of(Notation::wkt), [](ResultWriter&) {}).empty());
}

TEST_CASE("columns of text become properties of features") {
    Form form = of(Notation::geojson);
    form.input = {};
    form.input.delimiter = ',';
    form.input.columns = {"x", "y", "name"};
    CHECK(output(form,
                 [](ResultWriter& out) {
                     out.carry("\"a \"\"b\"\"\",5", "").point("point", {1, 2}).end();
                 }) == R"({"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},)"
                       R"("properties":{"name":"a \"b\"","column4":5}})"
                       "\n");
}

TEST_CASE("rows as JSON") {
    CHECK(output(json(),
                 [](ResultWriter& out) {
                     out.number("n", 0.1).end();
                     out.count("n", 18446744073709551615u).end();
                     out.word("w", "a\"").end();
                     out.answer("a", false).end();
                     out.none("n").end();
                     out.point("p", {1, 2}).end();
                     out.carry("x 7", "").point("p", {1, 2}).end();
                     out.number("n", 3).end();
                     out.point("a", {1, 2}).circle("c", {3, 4}, 5).end();
                     out.carry("x 7", "me").number("n", 3).end();
                 }) ==
          "0.1\n18446744073709551615\n\"a\\\"\"\nfalse\nnull\n[1,2]\n[1,2,\"x\",7]\n"
          "[3,\"x\",7]\n"
          "{\"a\":[1,2],\"c\":{\"centre\":[3,4],\"radius\":5},\"carried\":[\"x\",7]}\n"
          "{\"id\":\"me\",\"n\":3}\n");
    const std::string line =
        R"({"type":"Feature","geometry":{"type":"LineString","coordinates":[[0,0],[1,1]]},)"
        R"("properties":{"n":1}})";
    CHECK(output(json(), [](ResultWriter& out) {
              out.number("n", 1).straight("s", {{0, 0}, {1, 1}, Extent::line}).end();
          }) == line + "\n");
}

TEST_CASE("how results are written follows the input unless asked otherwise") {
    Style document;
    document.notation = Notation::geojson;
    document.document = true;
    CHECK(form_like(document, false, {}).document);
    CHECK_FALSE(form_like(document, true, {}).document);
    CHECK(form_like(document, false, Notation::wkt).notation == Notation::wkt);
    CHECK_FALSE(form_like(document, false, Notation::wkt).document);
    Style lines = document;
    lines.document = false;
    CHECK_FALSE(form_like(lines, false, {}).document);
    CHECK_FALSE(form_like(lines, false, Notation::geojson).document);
    CHECK(form_like({}, false, Notation::geojson).document);
    Style rows;
    rows.json_rows = true;
    CHECK(form_like(rows, false, {}).json);
    CHECK_FALSE(form_like(rows, false, Notation::xy).json);
}

TEST_CASE("rows made in parallel are those made one by one") {
    constexpr std::size_t count = 20'000;
    const auto row = [](std::size_t i, Results& out) {
        if (i % 3 == 2) return;
        out.carry(i % 2 == 0 ? "even" : "", "").count("n", i).end();
        if (i % 5 == 0) out.point("p", {static_cast<double>(i), 0.5}).end();
    };
    const int threads = base::threads();
    for (const Form& form : {text(), text(',', {"x", "y"}), json(), of(Notation::geojson, true)}) {
        const std::string expected = output(form, [&](ResultWriter& out) {
            for (std::size_t i = 0; i < count; ++i) row(i, out);
        });
        for (const int each : {1, 2, 5}) {
            base::set_threads(each);
            CHECK((output(form, [&](ResultWriter& out) { out.rows(count, row); }) == expected));
        }
    }
    base::set_threads(threads);
}

TEST_CASE("an output that is full is an error") {
    for (const std::size_t count : {1, 100'000}) {
        io::Output out("/dev/full");
        ResultWriter writer(out, text(), base::Control::none());
        CHECK_THROWS_AS(
            [&] {
                writer.rows(count, [](std::size_t i, Results& to) { to.count("n", i).end(); });
                writer.finish();
                out.finish();
            }(),
            base::IoError);
    }
}

}  // namespace writer_test
