#pragma once

#include "io/axis.hpp"

#include <string_view>
#include <vector>

namespace pipelab::io {

/// What the renderers of a Plot have in common.

struct Frame {
    Scale x, y;
    /// Where bars and areas stand, as a share of the y axis: at 0, or at the border next to it.
    double base = 0;
    bool empty = false;  ///< no point can be drawn
};
Frame make_frame(const Plot& plot);

/// Shares of the axes: inside the frame both are 0..1.
struct Share {
    double x, y;
};

/// The points of a series in order, cut where some cannot be drawn.
std::vector<std::vector<Share>> stretches(const Plot& plot, const Plot::Series& series,
                                          const Frame& frame);

/// The width that a series of bars states, else the smallest distance of its neighbours, else 1.
double bar_width(const Plot::Series& series);

/// From left to right and cut to the frame; in shares of the y axis, `low` <= `high`.
struct Bar {
    double left, right, low, high;
};
std::vector<Bar> bars(const Plot& plot, const Plot::Series& series, const Frame& frame);

/// A band cut to the frame, in shares of the x axis. `label` is where its label goes.
struct Shade {
    double from, to;
    std::string label;    ///< clipped; empty if there is none or no room
    double centre = 0;    ///< of the label, in the unit of the length given to shades()
    std::size_t row = 0;  ///< 0 is nearest to the frame
};

/// Labels keep `gap` between each other; those that find no place in `rows` rows are dropped.
std::vector<Shade> shades(const Plot& plot, const Frame& frame, double length, std::size_t rows,
                          double gap, double (*width)(std::string_view));

}  // namespace pipelab::io
