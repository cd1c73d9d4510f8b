#include "optim/contour_plot.hpp"

#include "io/contour.hpp"

#include <algorithm>
#include <limits>

namespace pipelab::optim {
namespace {

constexpr std::size_t across = 96, up = 64, contour_levels = 12;

struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -low;

    void add(const std::vector<double>& values) {
        for (const double value : values) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    void widen() {
        const double more = std::max((high - low) / 5, 5e-7);
        low -= more;
        high += more;
    }
    std::vector<double> points(std::size_t count) const {
        std::vector<double> all(count);
        for (std::size_t i = 0; i < count; ++i)
            all[i] = low + (high - low) * static_cast<double>(i) / static_cast<double>(count - 1);
        return all;
    }
};

}  // namespace

io::Plot contour_plot(const FormulaObjective& objective, std::vector<io::Plot::Series> paths) {
    Range x, y;
    for (const auto& path : paths) {
        x.add(path.x);
        y.add(path.y);
    }
    x.widen();
    y.widen();
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
