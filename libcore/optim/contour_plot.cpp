#include "optim/contour_plot.hpp"

#include "io/contour.hpp"

#include <algorithm>
#include <limits>

namespace pipelab::optim {
namespace {

constexpr std::size_t across = 384, up = 256, contour_levels = 12;

struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -low;

    void add(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    void add(const std::vector<double>& values) {
        for (const double value : values) add(value);
    }
    void widen(double share) {
        const double more = std::max((high - low) * share, 5e-7);
        low -= more;
        high += more;
    }
    void keep_within(const Range& other) {
        low = std::max(low, other.low);
        high = std::min(high, other.high);
    }
    std::vector<double> points(std::size_t count) const {
        std::vector<double> all(count);
        for (std::size_t i = 0; i < count; ++i)
            all[i] = low + (high - low) * static_cast<double>(i) / static_cast<double>(count - 1);
        return all;
    }
};

}  // namespace

io::Plot contour_plot(const FormulaObjective& objective, std::vector<io::Plot::Series> paths,
                      std::span<const double> low, std::span<const double> high) {
    const bool limited = low.size() == 2 && high.size() == 2;
    const auto range = [&](std::vector<double> io::Plot::Series::*coordinate, std::size_t i) {
        Range all, limits;
        for (const auto& path : paths) {
            if ((path.*coordinate).empty()) continue;
            all.add(path.*coordinate);
            limits.add((path.*coordinate).front());
        }
        all.widen(0.2);
        if (!limited) return all;
        limits.add(low[i]);
        limits.add(high[i]);
        limits.widen(1);
        all.keep_within(limits);
        return all;
    };
    const Range x = range(&io::Plot::Series::x, 0), y = range(&io::Plot::Series::y, 1);
    io::PlaneGrid grid{x.points(across), y.points(up), std::vector<double>(across * up)};
    std::vector<double> all_x, all_y;
    for (const double height : grid.y) {
        all_x.insert(all_x.end(), grid.x.begin(), grid.x.end());
        all_y.insert(all_y.end(), across, height);
    }
    const double* const in[] = {all_x.data(), all_y.data()};
    objective.values(in, grid.values);

    io::Plot plot;
    plot.x.low = x.low;
    plot.x.high = x.high;
    plot.y.low = y.low;
    plot.y.high = y.high;
    for (const double level : io::contour_levels(grid, contour_levels))
        plot.backdrop.push_back(io::contour(grid, level));
    plot.series = std::move(paths);
    return plot;
}

}  // namespace pipelab::optim
