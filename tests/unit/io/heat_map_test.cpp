#include "io/heat_map.hpp"

#include "catch.hpp"

#include <string>

namespace heat_map_test {

using namespace pipelab;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

io::HeatMap sample() {
    io::HeatMap map;
    map.title = "a < b";
    map.column_label = "c";
    map.panels.push_back({"one", {"r0", "r1"}, {"x", "y", "z"}, {{1, 2, 4}, {8, 16, 1000}}, {}});
    map.panels.push_back({"two", {"r"}, {"x"}, {{3}}, {0.0}});
    map.cap = 16;
    return map;
}

}  // namespace

TEST_CASE("heat maps draw a cell for each value, light to dark") {
    const std::string svg = sample().svg();
    CHECK(count(svg, "a &lt; b") == 1);
    // Seven cells, the background and the parts of the scale.
    CHECK(count(svg, "<rect") == 7 + 1 + 44);
    CHECK(count(svg, "<circle") == 1);
    CHECK(count(svg, "rgb(255,250,205)") == 1);  // the lowest
    CHECK(count(svg, "rgb(28,32,92)") == 2);     // the cap and beyond
    CHECK(count(svg, "16 and more") == 1);
}

TEST_CASE("heat maps in a terminal") {
    CHECK(sample().braille() ==
          "a < b\n\none\nr1 ▓▓████\nr0   ░░▒▒\n   x ... z c\n\ntwo\nr ()\n  x ... x c\n");
}

TEST_CASE("a heat map of one value or of none") {
    io::HeatMap map;
    CHECK(count(map.svg(), "</svg>") == 1);
    map.panels.push_back({"", {"r"}, {"c"}, {{5}}, {}});
    CHECK(count(map.svg(), "rgb(255,250,205)") == 1);
}

}  // namespace heat_map_test
