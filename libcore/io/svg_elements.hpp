#pragma once

#include <string>
#include <string_view>

namespace pipelab::io {

/// Pieces of SVG as text.

struct Pixel {
    double x, y;
};

/// `text` for use between tags and in attributes.
std::string escaped(std::string_view text);

/// A coordinate rounded to 0.01.
std::string px(double value);

/// name="value" with a blank in front.
std::string attribute(std::string_view name, std::string_view value);
std::string attribute(std::string_view name, double value);

/// The margin of a picture and the sizes of its kinds of text, in pixels.
inline constexpr double margin = 14, title_size = 16, label_size = 13, text_size = 12;

enum class Anchor { start, middle, end };

/// `more` holds further attributes, each with a blank in front.
std::string text_element(Pixel at, double size, Anchor anchor, std::string_view text,
                         std::string_view more = "");
std::string line_element(Pixel from, Pixel to, std::string_view more = "");
/// Without its end: append attributes, then "/>".
std::string rectangle(double x, double y, double width, double height);

/// The colour of the n-th series.
std::string_view series_colour(std::size_t series);
/// Attributes of its lines: colour, and dashes where colours come back.
std::string series_stroke(std::size_t series);

}  // namespace pipelab::io
