#include "io/axis.hpp"

#include "io/plot_text.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace pipelab::io {
namespace {

/// integer * 10^exponent, rounded once; infinity beyond the doubles.
double decimal_value(std::int64_t integer, int exponent) {
    const std::string text = std::to_string(integer) + "e" + std::to_string(exponent);
    double value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec == std::errc::result_out_of_range)
        return exponent < 0 ? 0 : std::copysign(INFINITY, static_cast<double>(integer));
    return value;
}

/// The ticks i * factor * 10^exponent, i from first to last.
struct RoundTicks {
    std::int64_t first = 0, last = -1;
    int factor = 1, exponent = 0;
    double value(std::int64_t i) const { return decimal_value(i * factor, exponent); }
};

/// The fewest ticks of a step near (high - low) / count that begin at or below low and end at or
/// above high.
RoundTicks covering_ticks(double low, double high, int count) {
    RoundTicks ticks;
    if (!std::isfinite(low) || !std::isfinite(high) || low > high || count < 1) return ticks;
    const double size = std::max(std::fabs(low), std::fabs(high));
    double step = high / count - low / count;
    step = std::max({step, size * 1e-14, 1e-305});
    ticks.exponent = static_cast<int>(std::floor(std::log10(step)));
    const double share = step / decimal_value(1, ticks.exponent);
    // The borders are the geometric means of 1, 2, 5, 10.
    ticks.factor = share < std::sqrt(2.0) ? 1 : share < std::sqrt(10.0) ? 2 : 5;
    if (share >= std::sqrt(50.0)) {
        ticks.factor = 1;
        ++ticks.exponent;
    }
    const double unit = ticks.value(1);
    ticks.first = static_cast<std::int64_t>(std::floor(low / unit));
    ticks.last = static_cast<std::int64_t>(std::ceil(high / unit));
    if (ticks.value(ticks.first + 1) <= low) ++ticks.first;
    if (ticks.value(ticks.last - 1) >= high) --ticks.last;
    return ticks;
}

/// The part of covering ticks that lies in the scale, but for rounding.
RoundTicks inner_ticks(const Scale& scale, int count) {
    RoundTicks ticks = covering_ticks(scale.low, scale.high, count);
    const double slack = 1e-9;
    while (ticks.first <= ticks.last && scale.position(ticks.value(ticks.first)) < -slack)
        ++ticks.first;
    while (ticks.first <= ticks.last && scale.position(ticks.value(ticks.last)) > 1 + slack)
        --ticks.last;
    return ticks;
}

/// Very large and very small numbers are labelled in units of a power of a thousand.
int shared_exponent(double largest) {
    if (largest == 0 || (largest >= 1e-3 && largest < 1e6)) return 0;
    return 3 * static_cast<int>(std::floor(std::log10(largest) / 3 + 1e-12));
}

Ticks label_linear(const RoundTicks& round) {
    Ticks made;
    std::int64_t origin = 0;
    const auto labels = [&] {
        made.ticks.clear();
        double largest = 0;
        for (const std::int64_t i : {round.first, round.last})
            largest = std::max(largest, std::fabs(round.value(i - origin)));
        const int power = shared_exponent(largest);
        std::size_t longest = 0;
        for (std::int64_t i = round.first; i <= round.last; ++i) {
            const double shown = decimal_value((i - origin) * round.factor, round.exponent - power);
            made.ticks.push_back({round.value(i), printed(shown)});
            longest = std::max(longest, made.ticks.back().label.size());
        }
        made.unit = power == 0 ? "" : "×" + power_of_ten_text(power);
        return longest;
    };
    if (round.first <= round.last && labels() > 9) {
        // A rounder number than the first tick that still leaves short labels.
        std::int64_t grain = 10;
        while (grain < 10 * (round.last - round.first)) grain *= 10;
        origin = (round.first + (round.first < 0 ? -grain : grain) / 2) / grain * grain;
        labels();
        const double start = round.value(origin);
        made.unit += (made.unit.empty() ? "" : " ") + std::string(start < 0 ? "− " : "+ ") +
                     printed(std::fabs(start));
    }
    return made;
}

std::string log_label(int factor, int exponent, bool plain) {
    if (plain) return printed(decimal_value(factor, exponent));
    return (factor == 1 ? "" : std::to_string(factor) + "×") + power_of_ten_text(exponent);
}

Ticks make_log_ticks(const Scale& scale, int count) {
    const double decades = std::log10(scale.high) - std::log10(scale.low);
    const int first = static_cast<int>(std::floor(std::log10(scale.low)));
    const int last = static_cast<int>(std::ceil(std::log10(scale.high)));
    const int every = std::max(1, static_cast<int>(std::ceil(decades / count)));
    const bool plain = first >= -3 && last <= 4;
    Ticks made;
    std::size_t labelled = 0;
    for (int e = first; e <= last; ++e) {
        for (int factor = 1; factor < 10; ++factor) {
            const double value = decimal_value(factor, e);
            const double at = scale.position(value);
            if (value == 0 || !std::isfinite(value) || at < -1e-9 || at > 1 + 1e-9) continue;
            const bool major = factor == 1 && e % every == 0;
            const bool between = decades < 2 && (factor == 2 || factor == 5);
            if (factor > 1 && (every > 1 || decades > 12)) continue;
            labelled += major || between;
            made.ticks.push_back(
                {value, major || between ? log_label(factor, e, plain) : std::string()});
        }
    }
    return labelled >= 2 ? made : label_linear(inner_ticks(scale, count));
}

/// `extent` or a stand-in for it, with some distance between its ends.
Extent widened(const Extent& extent, bool logarithmic) {
    if (extent.empty()) return logarithmic ? Extent{1, 10} : Extent{0, 1};
    Extent wide = extent;
    if (logarithmic) {
        if (wide.high / wide.low < 1.0001) {
            wide.low = std::max(wide.low / 2, std::numeric_limits<double>::min());
            wide.high = std::min(wide.high, std::numeric_limits<double>::max() / 2) * 2;
        }
        return wide;
    }
    const double size = std::max(std::fabs(wide.low), std::fabs(wide.high));
    if (wide.high / 2 - wide.low / 2 <= size * 1e-13) {
        const double more = size == 0 ? 1 : size * 0.1;
        wide.low = std::max(wide.low - more, -std::numeric_limits<double>::max());
        wide.high = std::min(wide.high + more, std::numeric_limits<double>::max());
    }
    return wide;
}

void add_margin(Scale& scale) {
    if (scale.logarithmic) {
        const double factor = std::pow(scale.high / scale.low, 0.02);
        if (!std::isfinite(factor) || scale.low / factor <= 0) return;
        scale.low /= factor;
        scale.high = std::min(scale.high * factor, std::numeric_limits<double>::max());
        return;
    }
    const double margin = (scale.high / 2 - scale.low / 2) * 0.04;
    if (!std::isfinite(scale.low - margin) || !std::isfinite(scale.high + margin)) return;
    scale.low -= margin;
    scale.high += margin;
}

void extend_to_ticks(Scale& scale) {
    if (scale.logarithmic) {
        if (scale.high / scale.low < 3) return add_margin(scale);
        const double low = decimal_value(1, static_cast<int>(std::floor(std::log10(scale.low))));
        const double high = decimal_value(1, static_cast<int>(std::ceil(std::log10(scale.high))));
        if (low > 0) scale.low = std::min(low, scale.low);
        if (std::isfinite(high)) scale.high = std::max(high, scale.high);
        return;
    }
    const RoundTicks ticks = covering_ticks(scale.low, scale.high, 6);
    const double low = ticks.value(ticks.first), high = ticks.value(ticks.last);
    if (std::isfinite(low)) scale.low = std::min(low, scale.low);
    if (std::isfinite(high)) scale.high = std::max(high, scale.high);
}

}  // namespace

void Extent::add(double value) {
    if (empty()) low = high = value;
    low = std::min(low, value);
    high = std::max(high, value);
}

double Scale::position(double value) const {
    const double at =
        logarithmic ? (std::log10(value) - std::log10(low)) / (std::log10(high) - std::log10(low))
                    : (value / 2 - low / 2) / (high / 2 - low / 2);
    // Far outside, where it makes no visible difference but could overflow.
    return std::clamp(at, -1000.0, 1000.0);
}

bool drawable(const Plot::Axis& axis, double value) {
    return std::isfinite(value) && (!axis.logarithmic || value > 0);
}

bool stated(const Plot::Axis& axis) {
    return axis.low != axis.high && drawable(axis, axis.low) && drawable(axis, axis.high);
}

Scale make_scale(const Plot::Axis& axis, const Extent& extent, bool cover) {
    Scale scale;
    scale.logarithmic = axis.logarithmic;
    if (stated(axis)) {
        scale.low = std::min(axis.low, axis.high);
        scale.high = std::max(axis.low, axis.high);
    } else {
        const Extent wide = widened(extent, axis.logarithmic);
        scale.low = wide.low;
        scale.high = wide.high;
        if (cover && !axis.time)
            extend_to_ticks(scale);
        else
            add_margin(scale);
    }
    // Beyond some ten thousand years these are no dates.
    scale.time = axis.time && !axis.logarithmic && scale.low > -3e11 && scale.high < 3e11;
    return scale;
}

Ticks make_ticks(const Scale& scale, int count) {
    if (scale.time) return make_time_ticks(scale, count);
    if (scale.logarithmic) return make_log_ticks(scale, count);
    return label_linear(inner_ticks(scale, count));
}

Ticks fitting_ticks(const Scale& scale, int count, double gap,
                    const std::function<double(std::string_view)>& width) {
    for (; count > 1; --count) {
        const Ticks ticks = make_ticks(scale, count);
        double end = -INFINITY;
        bool fits = true;
        for (const Tick& tick : ticks.ticks) {
            if (tick.label.empty()) continue;
            const double half = width(tick.label) / 2, at = scale.position(tick.value);
            fits = fits && at - half >= end;
            end = at + half + gap;
        }
        if (fits) return ticks;
    }
    return make_ticks(scale, 1);
}

std::string full_label(const std::string& label, const std::string& unit, double limit,
                       double (*width)(std::string_view)) {
    const std::string end = unit.empty() ? "" : label.empty() ? unit : " (" + unit + ")";
    return label.empty() ? end : clipped(clean(label), limit - width(end), width) + end;
}

std::vector<double> round_ticks(double low, double high, int count) {
    const RoundTicks ticks = covering_ticks(low, high, count);
    std::vector<double> values;
    for (std::int64_t i = ticks.first; i <= ticks.last; ++i)
        if (std::isfinite(ticks.value(i))) values.push_back(ticks.value(i));
    return values;
}

}  // namespace pipelab::io
