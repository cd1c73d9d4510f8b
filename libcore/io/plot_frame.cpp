#include "io/plot_frame.hpp"

#include "io/plot_text.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::io {

std::string Plot::svg() const { return io::svg(*this); }
std::string Plot::braille() const { return io::braille(*this); }
namespace {

struct Extents {
    Extent x, y;
};

/// Of all that is shown; along y only of what a stated range of x leaves.
Extents extents(const Plot& plot) {
    Extents found;
    const auto add_x = [&](double x) {
        if (drawable(plot.x, x)) found.x.add(x);
    };
    const bool x_stated = stated(plot.x);
    const auto [x_low, x_high] = std::minmax(plot.x.low, plot.x.high);
    for (const Plot::Series& series : plot.series) {
        const bool bars = series.style == Plot::Style::bars;
        const double half = bars ? bar_width(series) / 2 : 0;
        const std::size_t count = std::min(series.x.size(), series.y.size());
        bool any = false;
        for (std::size_t i = 0; i < count; ++i) {
            const double x = series.x[i], y = series.y[i];
            if (!drawable(plot.x, x) || !drawable(plot.y, y)) continue;
            if (x_stated && (x < x_low || x > x_high)) continue;
            add_x(x - half);
            add_x(x + half);
            found.y.add(y);
            any = true;
        }
        if (any && !plot.y.logarithmic && (bars || series.style == Plot::Style::area))
            found.y.add(0);
    }
    for (const Plot::Band& band : plot.bands) {
        add_x(band.from);
        add_x(band.to);
    }
    return found;
}

bool any_drawable(const Plot& plot) {
    for (const Plot::Series& series : plot.series)
        for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i)
            if (drawable(plot.x, series.x[i]) && drawable(plot.y, series.y[i])) return true;
    return false;
}

}  // namespace

Frame make_frame(const Plot& plot) {
    const Extents found = extents(plot);
    Frame frame{make_scale(plot.x, found.x, false), make_scale(plot.y, found.y, true)};
    if (!frame.y.logarithmic) frame.base = std::clamp(frame.y.position(0), 0.0, 1.0);
    frame.empty = !any_drawable(plot);
    return frame;
}

std::vector<std::vector<Share>> stretches(const Plot& plot, const Plot::Series& series,
                                          const Frame& frame) {
    std::vector<std::vector<Share>> found(1);
    const std::size_t count = std::min(series.x.size(), series.y.size());
    for (std::size_t i = 0; i < count; ++i) {
        const double x = series.x[i], y = series.y[i];
        if (drawable(plot.x, x) && drawable(plot.y, y))
            found.back().push_back({frame.x.position(x), frame.y.position(y)});
        else if (!found.back().empty())
            found.emplace_back();
    }
    if (found.back().empty()) found.pop_back();
    return found;
}

double bar_width(const Plot::Series& series) {
    if (series.bar_width > 0 && std::isfinite(series.bar_width)) return series.bar_width;
    std::vector<double> centres;
    for (const double x : series.x)
        if (std::isfinite(x)) centres.push_back(x);
    std::sort(centres.begin(), centres.end());
    double smallest = INFINITY;
    for (std::size_t i = 1; i < centres.size(); ++i)
        if (centres[i] > centres[i - 1]) smallest = std::min(smallest, centres[i] - centres[i - 1]);
    return std::isfinite(smallest) ? smallest : 1;
}

std::vector<Bar> bars(const Plot& plot, const Plot::Series& series, const Frame& frame) {
    std::vector<Bar> found;
    const double half = bar_width(series) / 2;
    const std::size_t count = std::min(series.x.size(), series.y.size());
    for (std::size_t i = 0; i < count; ++i) {
        const double x = series.x[i], y = series.y[i];
        if (!drawable(plot.x, x) || !drawable(plot.y, y)) continue;
        const double left = drawable(plot.x, x - half) ? frame.x.position(x - half) : 0;
        const double right = drawable(plot.x, x + half) ? frame.x.position(x + half) : 1;
        if (right < 0 || left > 1) continue;
        const double top = std::clamp(frame.y.position(y), 0.0, 1.0);
        found.push_back({std::max(left, 0.0), std::min(right, 1.0), std::min(top, frame.base),
                         std::max(top, frame.base)});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Bar& a, const Bar& b) { return a.left < b.left; });
    return found;
}

std::vector<Shade> shades(const Plot& plot, const Frame& frame, double length, std::size_t rows,
                          double gap, double (*width)(std::string_view)) {
    std::vector<Shade> found;
    for (const Plot::Band& band : plot.bands) {
        if (!drawable(plot.x, band.from) || !drawable(plot.x, band.to)) continue;
        const auto [low, high] = std::minmax(band.from, band.to);
        const double from = frame.x.position(low), to = frame.x.position(high);
        if (to < 0 || from > 1) continue;
        found.push_back({std::max(from, 0.0), std::min(to, 1.0), clean(band.label)});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Shade& a, const Shade& b) { return a.from < b.from; });
    std::vector<double> ends(rows, -gap);
    for (Shade& shade : found) {
        shade.label = clipped(shade.label, length / 2, width);
        const double half = width(shade.label) / 2;
        const double wanted = (shade.from + shade.to) / 2 * length;
        shade.centre = std::clamp(wanted, half, std::max(half, length - half));
        const auto free = std::find_if(
            ends.begin(), ends.end(), [&](double end) { return shade.centre - half >= end + gap; });
        if (free == ends.end()) {
            shade.label.clear();
        } else if (!shade.label.empty()) {
            *free = shade.centre + half;
            shade.row = static_cast<std::size_t>(free - ends.begin());
        }
    }
    return found;
}

}  // namespace pipelab::io
