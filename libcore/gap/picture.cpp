#include "gap/picture.hpp"

#include "io/time.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pipelab::gap {

namespace {

std::string label(std::uint64_t width, const Notation& notation) {
    return notation.time ? io::duration_text(width, notation.scale) : notation.width(width);
}

std::string label(const RealWidth& width, const Notation& notation) {
    return notation.width(width);
}

}  // namespace

template <class T>
io::Plot values_picture(const Values<T>& values, const std::vector<Gap<T>>& gaps,
                        const Notation& notation, std::size_t bins) {
    const double unit = std::pow(10.0, -notation.scale);
    const auto position = [&](T value) { return static_cast<double>(value) * unit; };
    const Extent<T> extent = values.extent();
    io::Plot plot;
    plot.title = "Values and their widest gap";
    plot.x.label = notation.time ? "time" : "value";
    plot.x.time = notation.time;
    plot.y.label = "values per bin";
    if (extent.count == 0) return plot;

    const double low = position(extent.minimum), high = position(extent.maximum);
    // Halves, so that the range of the largest doubles stays finite.
    const double width = (high / 2 - low / 2) / static_cast<double>(bins) * 2;
    std::vector<std::vector<double>> counts(static_cast<std::size_t>(values.workers()));
    values.visit([&](const Block<T>& block, int worker) {
        auto& own = counts[static_cast<std::size_t>(worker)];
        own.resize(bins);
        for (const T value : block.values) {
            const double bin = width > 0 ? (position(value) / width - low / width) : 0;
            ++own[std::min(bins - 1, static_cast<std::size_t>(std::max(bin, 0.0)))];
        }
    });
    io::Plot::Series series;
    series.style = io::Plot::Style::bars;
    series.bar_width = width;
    for (std::size_t i = 0; i < bins; ++i) {
        double count = 0;
        for (const auto& own : counts) count += own.empty() ? 0 : own[i];
        const double middle = (static_cast<double>(i) + 0.5) / static_cast<double>(bins);
        series.x.push_back(std::lerp(low, high, middle));
        series.y.push_back(count);
    }
    plot.series.push_back(std::move(series));
    constexpr std::size_t most_labels = 12;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        plot.bands.push_back({position(gaps[i].lower), position(gaps[i].upper),
                              i < most_labels ? label(gaps[i].width(), notation) : ""});
    }
    if (gaps.size() > 1) plot.title = "Values and their widest gaps";
    return plot;
}

io::Plot histogram_picture(const Histogram& histogram) {
    io::Plot plot;
    plot.title = "Gaps between sorted neighbours";
    plot.x.label = "width";
    plot.x.logarithmic = true;
    plot.y.label = "gaps";
    io::Plot::Series series;
    const auto root = [](const Border& border) {  // finite also where no double is as large
        return std::sqrt(std::min(border.value(), std::numeric_limits<double>::max()));
    };
    for (const Bin& bin : histogram.bins()) {
        series.x.push_back(root(bin.low) * root(bin.high));
        series.y.push_back(static_cast<double>(bin.count));
    }
    plot.series.push_back(std::move(series));
    return plot;
}

#define PIPELAB_GAP_PICTURE(T)                                                     \
    template io::Plot values_picture(const Values<T>&, const std::vector<Gap<T>>&, \
                                     const Notation&, std::size_t);
PIPELAB_GAP_PICTURE(double)
PIPELAB_GAP_PICTURE(std::int64_t)
PIPELAB_GAP_PICTURE(std::uint64_t)

}  // namespace pipelab::gap
