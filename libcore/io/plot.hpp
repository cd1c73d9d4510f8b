#pragma once

#include "io/picture.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace pipelab::io {

/// A two-dimensional picture with axes, as values; the renderers below draw it. Coordinates are
/// data coordinates; ranges are found from the data where they are not given.
struct Plot : Picture {
    enum class Style { line, points, bars, area };
    struct Series {
        std::string name;  ///< shown in the legend; empty: none
        Style style = Style::line;
        std::vector<double> x, y;  ///< the same length; bars: x are the centres
        double bar_width = 0;      ///< in x units; 0: the smallest distance of neighbours
    };
    /// A shaded stretch of the x axis with a label above it.
    struct Band {
        double from = 0, to = 0;
        std::string label;
    };
    struct Axis {
        std::string label;
        double low = 0, high = 0;  ///< equal: from the data
        bool logarithmic = false;  ///< base 10
        bool time = false;         ///< values are seconds since 1970, ticks are dates
    };
    std::string title;
    Axis x, y;
    std::vector<Series> series;
    /// Thin grey lines behind all others, in SVG only; points that a line without them passes
    /// within a tenth of a pixel are left out.
    std::vector<Series> backdrop;
    std::vector<Band> bands;

    /// The functions below at their default sizes.
    std::string svg() const override;
    std::string braille() const override;
};

/// As Picture says, text escaped. Deterministic:
/// coordinates rounded to 0.01 px. Points that are not finite, or <= 0 on a logarithmic axis, are
/// left out, and lines are interrupted there. Of many points in one column of pixels a line keeps
/// the first, lowest, highest and last, so that a million of them make some 100 kB. Text that is
/// too long ends in an ellipsis; what a plot without data shows is empty axes from 0 to 1.
std::string svg(const Plot& plot, int width = 800, int height = 480);

/// The same drawn with braille dots (U+2800..U+28FF), tick labels in text; no escape sequences.
/// `rows` lines of at most `columns` characters, all counted; at least 20 by 6.
std::string braille(const Plot& plot, int columns = 76, int rows = 20);

/// About `count` multiples of a round number (1, 2, 5 times a power of ten), ascending, from the
/// last at or below `low` to the first at or above `high`, but for those beyond the doubles. Each
/// is the double nearest to its decimal. Empty if the ends are not finite or low > high.
std::vector<double> round_ticks(double low, double high, int count);

}  // namespace pipelab::io
