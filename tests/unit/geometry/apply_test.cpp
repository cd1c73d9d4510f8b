#include "geometry/apply.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"
#include "unit/geometry/outcome.hpp"
#include "unit/geometry/written.hpp"

#include <array>
#include <string>

namespace apply_test {

using namespace pipelab;
using namespace pipelab::geometry;

namespace {

constexpr std::array two_points{Operand::point, Operand::point};

void sum(Row row, Results& out) {
    const Point a = row.point(), b = row.point();
    CHECK(row.empty());
    out.point("sum", {a.x + b.x, a.y + b.y}).end();
}

std::string sums(std::string_view text, Request request = {}, std::vector<double> fixed = {}) {
    const testing::TextFile file(text);
    request.input.paths = {file.path()};
    return testing::written([&](io::Output& out) {
        apply_to_rows(request, two_points, fixed, out, base::Control::none(), sum);
    });
}

std::string sizes(std::string_view text, Request request = {}) {
    const testing::TextFile file(text);
    request.input.paths = {file.path()};
    return testing::written([&](io::Output& out) {
        apply_to_sets(request, out, base::Control::none(), [](const PointSet& set, Results& to) {
            to.count("size", set.points.size()).end();
        });
    });
}

std::string shapes(std::string_view text, Blocks blocks, Request request = {}) {
    const testing::TextFile file(text);
    request.input.paths = {file.path()};
    return testing::written([&](io::Output& out) {
        apply_to_features(
            request, blocks, out, base::Control::none(),
            [](const Feature& feature, Results& to) { to.shape("shape", feature.shape).end(); });
    });
}

Request to(Notation notation) {
    Request request;
    request.to = notation;
    return request;
}

}  // namespace

TEST_CASE("operands have widths") {
    constexpr std::array<std::pair<Operand, std::size_t>, 8> widths{{{Operand::number, 1},
                                                                     {Operand::point, 2},
                                                                     {Operand::vector, 2},
                                                                     {Operand::circle, 3},
                                                                     {Operand::segment, 4},
                                                                     {Operand::ray, 4},
                                                                     {Operand::line, 4},
                                                                     {Operand::triangle, 6}}};
    for (const auto& [operand, width] : widths) CHECK(width_of(operand) == width);
    CHECK(width_of(two_points) == 4);
    CHECK(width_of(std::span<const Operand>{}) == 0);
}

TEST_CASE("an operation on rows") {
    CHECK(sums("1 2 3 4 a\n5 6 7 8\n") == "4 6 a\n12 14\n");
    CHECK(sums("1,2,\"a, b\"\n", {}, {10, 20}) == "11,22,\"a, b\"\n");
    CHECK(sums("[1,2,3,4,\"x\"]\n") == "[4,6,\"x\"]\n");
    CHECK(sums("LINESTRING (1 2, 3 4)") == "POINT (4 6)\n");
    CHECK(sums("").empty());
    CHECK(sums("# nothing\n\n").empty());
    CHECK(sums("x1,y1,x2,y2,name\n1,2,3,4,a\n") == "sum_x,sum_y,name\n4,6,a\n");
    CHECK(sums("x1,y1,x2,y2,name\n1,2,3,4,a\n", to(Notation::geojson))
              .find(R"("properties":{"name":"a"})") != std::string::npos);
}

TEST_CASE("rows in any pieces and with any number of threads give the same bytes") {
    std::string text = "x,y,name\n";
    for (int i = 0; i < 500; ++i)
        text +=
            std::to_string(i) + "," + std::to_string(i % 7) + ",\"n," + std::to_string(i) + "\"\n";
    for (const Request& base_request : {Request{}, to(Notation::geojson), to(Notation::wkt)}) {
        const std::string expected = sums(text, base_request, {1, 2});
        const int threads = base::threads();
        for (const std::size_t bytes : {1, 13, 100, 4000})
            for (const int each : {1, 3}) {
                base::set_threads(each);
                Request request = base_request;
                request.input.chunk_bytes = bytes;
                CHECK((sums(text, request, {1, 2}) == expected));
            }
        base::set_threads(threads);
    }
}

TEST_CASE("an operation on sets") {
    CHECK(sizes("1 2\n3 4\n\n5 6\n") == "2\n1\n");
    CHECK(sizes("POINT (1 2) LINESTRING (3 4, 5 6, 7 8) POINT (9 9)") == "3\n2\n");
    CHECK(sizes("").empty());
}

TEST_CASE("an operation on features") {
    CHECK(shapes("0 0\n1 0\n0 1\n", Blocks::rings, to(Notation::wkt)) ==
          "MULTIPOLYGON (((0 0, 1 0, 0 1, 0 0)))\n");
    CHECK(shapes("0 0\n1 0\n\n0 1\n5 5\n", Blocks::paths, to(Notation::wkt)) ==
          "LINESTRING (0 0, 1 0)\nLINESTRING (0 1, 5 5)\n");
    CHECK(shapes("0 0\n1 0\n", Blocks::points, to(Notation::wkt)) == "MULTIPOINT ((0 0), (1 0))\n");
    const std::string feature =
        R"({"type":"Feature","id":3,"geometry":{"type":"Point","coordinates":[1,2]},)"
        R"("properties":{"b":1,"a":"x"}})";
    CHECK(shapes(feature, Blocks::rings) == feature + "\n");
    CHECK(shapes(feature + "\n" + feature, Blocks::rings) == feature + "\n" + feature + "\n");
    const std::string head = "{\"type\":\"FeatureCollection\",\"features\":[\n";
    const std::string document = head + feature + ",\n" + feature + "\n]}\n";
    CHECK(shapes(document, Blocks::rings) == document);
    for (const std::size_t bytes : {1, 50, 300}) {
        Request request;
        request.input.chunk_bytes = bytes;
        CHECK(shapes(document, Blocks::rings, request) == document);
    }
}

TEST_CASE("documents without features, and what has nothing but numbers") {
    const std::string empty = "{\"type\":\"FeatureCollection\",\"features\":[]}\n";
    CHECK(shapes(empty, Blocks::rings) == empty);
    CHECK(sums(empty) == empty);
    CHECK(shapes("", Blocks::rings, to(Notation::geojson)) == empty);
    CHECK(shapes(empty, Blocks::rings, to(Notation::wkt)).empty());
    Request numbers;
    numbers.measures = true;
    CHECK(sizes(empty, numbers).empty());
    CHECK(sizes(R"({"type":"MultiPoint","coordinates":[[1,2],[3,4]]})", numbers) == "2\n");
    CHECK(sizes(R"({"type":"MultiPoint","coordinates":[[1,2],[3,4]]})") ==
          "{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"size\":2}}\n");
    numbers.to = Notation::geojson;
    CHECK(sizes("", numbers) == empty);
}

TEST_CASE("answers are counted once, whatever takes the results") {
    const testing::TextFile file("1 2\n3 -4\n5 6\n");
    for (const bool drawn : {false, true})
        for (const bool sketched : {false, true}) {
            Request request;
            request.input.paths = {file.path()};
            request.drawn = drawn;
            Sketch sketch;
            if (sketched) request.sketch = &sketch;
            Answers answers;
            const std::string text = testing::written([&](io::Output& out) {
                constexpr std::array point{Operand::point};
                answers = apply_to_rows(request, point, {}, out, base::Control::none(),
                                        [](Row row, Results& to) {
                                            const Point p = row.point();
                                            to.answer("upper", p.y > 0).point("p", p).end();
                                        });
            });
            CHECK(answers.yes == 2);
            CHECK(answers.no == 1);
            CHECK(text.starts_with(drawn ? "<svg" : "yes 1 2\nno 3 -4\n"));
            CHECK(sketch.empty() == !sketched);
        }
}

TEST_CASE("bad input stops with its place") {
    CHECK_THROWS_WITH(sums("1 2 3 4\n5 6 7\n"), Catch::Contains(":2:"));
    CHECK_THROWS_AS(shapes("POINT (1", Blocks::rings), base::DataError);
}

}  // namespace apply_test
