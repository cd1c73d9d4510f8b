#include "geometry/sketch.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/shape.hpp"
#include "geometry/sketch_input.hpp"
#include "io/plot_text.hpp"
#include "io/svg_elements.hpp"
#include "unit/geometry/outcome.hpp"
#include "unit/io/svg_reading.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace sketch_test {

using namespace pipelab;
using namespace pipelab::geometry;
using testing::Element;
using testing::occurrences;

namespace {

constexpr double largest = std::numeric_limits<double>::max();
constexpr double infinite = std::numeric_limits<double>::infinity();

/// The elements of a well-formed picture in which all that is drawn lies within its borders.
std::vector<Element> drawn(const Sketch& sketch) {
    const std::string svg = sketch.svg();
    const auto found = testing::elements(svg);
    const double width = found.at(0).number("width"), height = found.at(0).number("height");
    testing::check_svg(svg, width, height);
    const std::string braille = sketch.braille();
    for (std::size_t begin = 0, end; begin < braille.size(); begin = end + 1) {
        end = braille.find('\n', begin);
        REQUIRE(end != std::string::npos);
        CHECK(io::columns(braille.substr(begin, end - begin)) <= 76);
    }
    return found;
}

struct Move {
    char command;
    io::Pixel to;
};

/// The coordinates of path data made of M, L, h and Z.
std::vector<Move> moves(const std::string& data) {
    std::vector<Move> found;
    for (std::size_t i = 0; i < data.size();) {
        const char command = data[i++];
        if (command == 'Z') continue;
        char* end = nullptr;
        const double x = std::strtod(&data[i], &end);
        const double y = command == 'h' ? 0 : std::strtod(end, &end);
        i = static_cast<std::size_t>(end - data.data());
        found.push_back({command, {x, y}});
    }
    return found;
}

/// The paths drawn in the stroke colour of the layer added first.
std::vector<std::string> paths_of_first(const std::vector<Element>& elements) {
    std::vector<std::string> found;
    for (const Element& element : elements)
        if (element.name == "path" && element.attributes.count("stroke") != 0 &&
            element.attributes.at("stroke") == "#0072b2")
            found.push_back(element.attributes.at("d"));
    return found;
}

Sketch with_dots(const std::vector<Point>& points) {
    Sketch sketch;
    const std::size_t layer = sketch.add_layer("", 1);
    for (const Point point : points) sketch.dot(layer, point);
    return sketch;
}

/// Where the dots stand on the page.
std::vector<io::Pixel> dots_of(const std::vector<Point>& points) {
    const auto elements = drawn(with_dots(points));
    const double width = elements[0].number("width"), height = elements[0].number("height");
    std::vector<io::Pixel> found;
    for (const std::string& path : paths_of_first(elements))
        for (const Move& move : moves(path)) {
            if (move.command != 'M') continue;
            CHECK((move.to.x >= 3 && move.to.x <= width - 3));
            CHECK((move.to.y >= 3 && move.to.y <= height - 3));
            found.push_back(move.to);
        }
    return found;
}

}  // namespace

TEST_CASE("a sketch of nothing is a valid picture") {
    Sketch sketch;
    CHECK(sketch.empty());
    CHECK(drawn(sketch).size() == 2);
    sketch.title("Nothing <at> all & \x01\xff");
    CHECK(drawn(sketch).size() == 3);
    CHECK(sketch.braille().find("Nothing <at> all &") == 0);
}

TEST_CASE("points keep their places whatever the scale") {
    const double unit = GENERATE(1.0, 1e-300, 1e300, 0x1p-1074, largest / 4);
    const auto dots = dots_of({{0, 0}, {4 * unit, 0}, {4 * unit, 3 * unit}, {unit, unit}});
    REQUIRE(dots.size() == 4);
    CHECK(dots[1].x - dots[0].x == Approx(760));
    CHECK(dots[1].y == dots[0].y);
    CHECK(dots[1].y - dots[2].y == Approx(570));
    CHECK(dots[3].x - dots[0].x == Approx(190));
    CHECK(dots[0].y - dots[3].y == Approx(190));
}

TEST_CASE("points that span no area or more than the doubles do") {
    CHECK(dots_of({{3, 4}}).size() == 1);
    CHECK(dots_of({{3, 4}, {3, 4}, {3, 4}}).size() == 3);
    const auto upright = dots_of({{7, 1}, {7, 2}, {7, 5}});
    CHECK(upright[0].x == upright[2].x);
    CHECK(upright[0].y - upright[2].y == Approx(570));
    const auto level = dots_of({{-1, 7}, {1, 7}});
    CHECK(level[1].x - level[0].x == Approx(760));
    const auto wide = dots_of({{-largest, -largest}, {largest, largest}, {0, 1e-300}});
    CHECK(wide[2].x == Approx((wide[0].x + wide[1].x) / 2));
    const auto flat = dots_of({{0, 0}, {1e300, 1e-300}});
    CHECK(flat[0].y == Approx(flat[1].y));
}

TEST_CASE("what is not finite is left out") {
    Sketch sketch = with_dots({{infinite, 0}, {0, -infinite}, {std::nan(""), 1}});
    sketch.circle(1, {0, 0}, infinite);
    sketch.straight(1, {{0, 0}, {infinite, 1}, Extent::line});
    sketch.label(1, {infinite, 0}, "far");
    CHECK(sketch.empty());
    CHECK(drawn(sketch).size() == 2);
    sketch.circle(1, {largest, 0}, largest);
    CHECK_FALSE(sketch.empty());
    CHECK(drawn(sketch).size() == 4);
}

TEST_CASE("rays and lines go on to the border, segments end") {
    Sketch sketch;
    const std::size_t layer = sketch.add_layer("", 1);
    sketch.dot(0, {0, 0});
    sketch.dot(0, {8, 6});
    sketch.segment(layer, {{2, 1}, {4, 1}});
    sketch.straight(layer, {{2, 3}, {4, 3}, Extent::ray});
    sketch.straight(layer, {{4, 2}, {4, 4}, Extent::line});
    sketch.straight(layer, {{5, 5}, {5, 5}, Extent::line});
    const auto paths = paths_of_first(drawn(sketch));
    REQUIRE(paths.size() == 1);
    const auto path = moves(paths[0]);
    REQUIRE(path.size() == 8);
    const double left = 20, right = 780, top = 20, bottom = 590, unit = 95;
    CHECK(path[0].to.x == Approx(left + 2 * unit));
    CHECK(path[1].to.x == Approx(left + 4 * unit));
    CHECK(path[2].to.x == Approx(left + 2 * unit));
    CHECK(path[3].to.x > right);
    CHECK(path[3].to.x < right + 20);
    CHECK(path[4].to.x == Approx(left + 4 * unit));
    CHECK(std::min(path[4].to.y, path[5].to.y) < top);
    CHECK(std::max(path[4].to.y, path[5].to.y) > bottom);
    CHECK(path[6].to.x == Approx(path[7].to.x));
}

TEST_CASE("polygons are drawn with their holes, each as one path") {
    Shape polygons;
    polygons.type = Shape::Type::multi_polygon;
    polygons.add_part();
    polygons.add_path(std::array<Point, 4>{{{0, 0}, {9, 0}, {9, 9}, {0, 9}}});
    polygons.add_path(std::array<Point, 3>{{{1, 1}, {2, 1}, {2, 2}}});
    polygons.add_part();
    polygons.add_path(std::array<Point, 3>{{{10, 0}, {12, 0}, {12, 9}}});
    Shape all;
    all.type = Shape::Type::collection;
    all.members = {polygons, point_shape({5, 5}), segment_shape({{0, 0}, {1, 5}})};
    Sketch sketch;
    sketch.shape(sketch.add_layer("", 1), all);
    std::vector<std::string> areas;
    for (const Element& element : drawn(sketch))
        if (element.name == "path" && element.attributes.count("stroke") == 0)
            areas.push_back(element.attributes.at("d"));
    REQUIRE(areas.size() == 2);
    CHECK(occurrences(areas[0], "Z") == 2);
    CHECK(occurrences(areas[1], "Z") == 1);
    CHECK(moves(areas[0]).size() == 7);
}

TEST_CASE("legends and titles fit, whatever their length and letters") {
    Sketch sketch;
    sketch.title(std::string(300, 'W'));
    for (std::size_t i = 0; i < 30; ++i)
        sketch.dot(sketch.add_layer("layer <" + std::to_string(i) + "> of 第一层", i + 1),
                   {static_cast<double>(i), 0});
    sketch.dot(sketch.add_layer(std::string(400, 'm'), 3), {0, 0});
    const auto elements = drawn(sketch);
    std::size_t texts = 0;
    for (const Element& element : elements) texts += element.name == "text";
    CHECK(texts == 32);
}

TEST_CASE("labels stand beside their points and never on each other") {
    const base::Random random(11);
    Sketch sketch;
    const std::size_t layer = sketch.add_layer("points", 1);
    constexpr std::size_t count = 300;
    for (std::uint64_t i = 0; i < count; ++i) {
        const Point at{static_cast<double>(random.integer(2 * i, 1000)),
                       static_cast<double>(random.integer(2 * i + 1, 700))};
        sketch.dot(layer, at);
        sketch.label(layer, at, "label " + std::to_string(i));
    }
    std::size_t labels = 0;
    for (const Element& element : drawn(sketch)) labels += element.text.starts_with("label ");
    CHECK(labels + sketch.hidden_labels() == count);
    CHECK(labels > 100);
}

TEST_CASE("few labels all find room, also at borders") {
    Sketch sketch;
    const std::size_t layer = sketch.add_layer("", 1);
    const std::array<Point, 6> points{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {5, 5}, {5.1, 5}}};
    for (const Point at : points) {
        sketch.dot(layer, at);
        sketch.label(layer, at, "a label of some length");
    }
    sketch.label(layer, {5, 2}, "upon it", true);
    CHECK(sketch.hidden_labels() == 0);
    double middle = 0;
    for (const Element& element : drawn(sketch))
        if (element.text == "upon it") {
            CHECK(element.attributes.at("text-anchor") == "middle");
            middle = element.number("x");
        }
    CHECK(middle == Approx(20 + 570.0 / 2));
}

TEST_CASE("crowds stay small") {
    const base::Random random(5);
    Sketch sketch;
    const std::size_t layer = sketch.add_layer("", 1), lines = sketch.add_layer("", 2);
    const std::uint64_t count = testing::quick ? 110'000 : 400'000;
    const auto point = [&](std::uint64_t i) {
        return Point{static_cast<double>(random.integer(2 * i, 1 << 20)),
                     static_cast<double>(random.integer(2 * i + 1, 1 << 20))};
    };
    for (std::uint64_t i = 0; i < count; ++i) {
        sketch.dot(layer, point(i));
        sketch.segment(lines, {point(i), point(i + 1)});
    }
    CHECK(sketch.svg().size() < 9'000'000);
}

TEST_CASE("results in a picture") {
    Sketch sketch;
    SketchResults results(sketch);
    results.point("a", {0, 0}).point("b", {3, 4}).number("distance", 5).end();
    results.point("point", {1, 1}).word("location", "inside").end();
    results.point("point", {2, 1}).word("location", "outside").end();
    results.point("point", {2, 2}).word("location", "inside").end();
    results.point("point", {2, 2}).count("cluster", 5).end();
    results.straight("line", {{0, 0}, {1, 0}, Extent::line}).none("x").end();
    const Shape triangle = polygon_shape(std::array<Point, 3>{{{0, 0}, {1, 0}, {0, 1}}});
    results.shape("triangle", triangle).circle("circle", {0, 0}, 1).end();
    results.answer("yes", true).end();
    CHECK(results.answers().all());
    std::string words;
    for (const Element& element : drawn(sketch))
        if (element.name == "text") words += element.text + ' ';
    CHECK(words == "inside outside ");
    CHECK(occurrences(sketch.svg(), "<circle") == 1);
}

TEST_CASE("inputs in a picture") {
    const auto sketch_of = [](std::string_view text, Blocks blocks, const std::string& label = "") {
        const testing::TextFile file(text);
        Input input;
        input.paths = {file.path()};
        input.id = label;
        Sketch sketch;
        sketch_input(input, blocks, sketch.add_layer("", 1), sketch, base::Control::none());
        return sketch;
    };
    const std::string blocks = "0 0 a\n4 0 b\n4 4 c\n\n1 1 d\n2 1 e\n2 2 f\n";
    const std::string points = sketch_of(blocks, Blocks::points, "3").svg();
    CHECK(occurrences(points, "h0") == 6);
    CHECK(occurrences(points, "<text") == 6);
    CHECK(occurrences(sketch_of(blocks, Blocks::paths).svg(), "M") == 2);
    const std::string rings = sketch_of(blocks, Blocks::rings).svg();
    CHECK(occurrences(rings, "Z") == 2);
    CHECK(occurrences(rings, "<path") == 1);
    const std::string feature =
        R"({"type":"Feature","properties":{"name":"a \"square\""},"geometry":{"type":"Polygon",)"
        R"("coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}})";
    CHECK(occurrences(sketch_of(feature, Blocks::points, "name").svg(), ">a &quot;square&quot;<") ==
          1);
    CHECK(occurrences(sketch_of("POINT (1 2) MULTIPOINT (3 4, 5 6)", Blocks::rings).svg(), "h0") ==
          3);
    CHECK(sketch_of("", Blocks::points).empty());
}

TEST_CASE("where the name of a shape stands") {
    CHECK(label_point(Shape{}) == Point{});
    CHECK(label_point(point_shape({1, 2})) == Point{1, 2});
    CHECK(label_point(segment_shape({{0, 0}, {2, 4}})) == Point{1, 2});
    CHECK(label_point(line_shape(std::array<Point, 3>{{{0, 0}, {9, 9}, {2, 4}}})) == Point{9, 9});
    const std::array<Point, 4> square{{{0, 0}, {2, 0}, {2, 2}, {0, 2}}};
    CHECK(label_point(polygon_shape(square)) == Point{1, 1});
    // The centroid of a U is not in it.
    const std::array<Point, 8> u{{{0, 0}, {6, 0}, {6, 9}, {5, 9}, {5, 1}, {1, 1}, {1, 9}, {0, 9}}};
    const Point in_u = label_point(polygon_shape(u));
    CHECK((in_u.x == 0.5 || in_u.x == 5.5));
    Shape nested;
    nested.type = Shape::Type::collection;
    nested.members = {Shape{}, point_shape({3, 3})};
    CHECK(label_point(nested) == Point{3, 3});
    CHECK(label_point(polygon_shape(std::array<Point, 2>{{{1, 1}, {1, 1}}})) == Point{1, 1});
}

}  // namespace sketch_test
