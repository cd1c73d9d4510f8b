#include "io/svg_elements.hpp"

#include "io/print.hpp"

#include <array>
#include <cmath>

namespace pipelab::io {
namespace {

/// Okabe and Ito's colours, told apart with any kind of colour vision, those with most contrast
/// to white first.
constexpr std::array<std::string_view, 7> palette{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                  "#e69f00", "#56b4e9", "#555555"};
constexpr std::array<std::string_view, 3> dashes{"", "7 4", "2 3"};

}  // namespace

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char byte : text) {
        switch (byte) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            default:
                safe += byte;
        }
    }
    return safe;
}

std::string px(double value) { return printed(std::round(value * 100) / 100); }

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + std::string(value) + "\"";
}

std::string attribute(std::string_view name, double value) { return attribute(name, px(value)); }

std::string text_element(Pixel at, double size, Anchor anchor, std::string_view text,
                         std::string_view more) {
    constexpr std::array<std::string_view, 3> names{"start", "middle", "end"};
    return "<text" + attribute("x", at.x) + attribute("y", at.y) + attribute("font-size", size) +
           attribute("text-anchor", names[static_cast<std::size_t>(anchor)]) + std::string(more) +
           ">" + escaped(text) + "</text>\n";
}

std::string line_element(Pixel from, Pixel to, std::string_view more) {
    return "<line" + attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) +
           attribute("y2", to.y) + std::string(more) + "/>\n";
}

std::string rectangle(double x, double y, double width, double height) {
    return "<rect" + attribute("x", x) + attribute("y", y) + attribute("width", width) +
           attribute("height", height);
}

std::string_view series_colour(std::size_t series) { return palette[series % palette.size()]; }

std::string series_stroke(std::size_t series) {
    const std::string_view dash = dashes[series / palette.size() % dashes.size()];
    return attribute("stroke", series_colour(series)) +
           (dash.empty() ? "" : attribute("stroke-dasharray", dash));
}

}  // namespace pipelab::io
