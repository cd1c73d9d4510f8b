#pragma once

#include "io/plot.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::io {

/// The smallest interval that holds the values added.
struct Extent {
    double low = 1, high = 0;
    bool empty() const { return low > high; }
    void add(double value);
};

/// An axis with its range decided.
struct Scale {
    double low = 0, high = 1;  ///< finite, low < high; both > 0 if logarithmic
    bool logarithmic = false;
    bool time = false;
    /// Where `value` lies: 0 at low, 1 at high, beyond them outside. NaN, infinite or impossible
    /// values must be sorted out before.
    double position(double value) const;
};

/// Whether `value` can be drawn on an axis of this kind.
bool drawable(const Plot::Axis& axis, double value);

/// Whether the axis states a range that can be drawn.
bool stated(const Plot::Axis& axis);

/// The range the axis states, else the extent: widened a little (`cover` false) or to round
/// numbers. Never empty: 0..1 without data, something around the value if all are equal.
Scale make_scale(const Plot::Axis& axis, const Extent& extent, bool cover);

struct Tick {
    double value;
    std::string label;  ///< empty: a small tick
};

struct Ticks {
    std::vector<Tick> ticks;  ///< ascending, inside the scale
    std::string unit;         ///< what the labels leave out: "×10⁶", "+ 1700000000", a date
};

/// About `count` labelled ticks.
Ticks make_ticks(const Scale& scale, int count);
Ticks make_time_ticks(const Scale& scale, int count);

/// As many ticks, at most `count`, as leave `gap` between labels; widths and gap in shares of the
/// axis, the width of a label by `width`.
Ticks fitting_ticks(const Scale& scale, int count, double gap,
                    const std::function<double(std::string_view)>& width);

/// The label of an axis and, in parentheses, the unit of its ticks. Of what is too wide for the
/// limit the label is clipped, never the unit.
std::string full_label(const std::string& label, const std::string& unit, double limit,
                       double (*width)(std::string_view));

}  // namespace pipelab::io
