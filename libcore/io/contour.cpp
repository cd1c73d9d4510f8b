#include "io/contour.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace pipelab::io {
namespace {

struct Point {
    double x, y;
};

/// One cell; corners from the lower left, counterclockwise.
class Cell {
  public:
    Cell(const PlaneGrid& grid, std::size_t i, std::size_t j, double level) {
        const std::size_t width = grid.x.size();
        places_ = {{{grid.x[i], grid.y[j]},
                    {grid.x[i + 1], grid.y[j]},
                    {grid.x[i + 1], grid.y[j + 1]},
                    {grid.x[i], grid.y[j + 1]}}};
        const std::size_t low = j * width + i, high = low + width;
        heights_ = {grid.values[low] - level, grid.values[low + 1] - level,
                    grid.values[high + 1] - level, grid.values[high] - level};
    }

    bool finite() const {
        return std::all_of(heights_.begin(), heights_.end(),
                           [](double height) { return std::isfinite(height); });
    }

    template <class Sink>
    void segments(Sink&& sink) const {
        std::array<Point, 4> crossings;
        std::array<std::size_t, 4> sides;
        std::size_t count = 0;
        for (std::size_t side = 0; side < 4; ++side)
            if (above(side) != above((side + 1) % 4)) {
                crossings[count] = crossing(side);
                sides[count++] = side;
            }
        if (count == 2) sink(crossings[0], crossings[1]);
        if (count < 4) return;
        // Around each corner that differs from the middle runs a segment of its own.
        const bool middle = heights_[0] + heights_[1] + heights_[2] + heights_[3] > 0;
        const std::size_t first = above(1) != middle ? 0 : 3;
        sink(crossings[first], crossings[(first + 1) % 4]);
        sink(crossings[(first + 2) % 4], crossings[(first + 3) % 4]);
    }

  private:
    bool above(std::size_t corner) const { return heights_[corner] > 0; }

    Point crossing(std::size_t side) const {
        const std::size_t next = (side + 1) % 4;
        const double share = heights_[side] / (heights_[side] - heights_[next]);
        const Point a = places_[side], b = places_[next];
        return {a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
    }

    std::array<Point, 4> places_;
    std::array<double, 4> heights_;
};

}  // namespace

Plot::Series contour(const PlaneGrid& grid, double level) {
    Plot::Series line;
    for (std::size_t j = 0; j + 1 < grid.y.size(); ++j)
        for (std::size_t i = 0; i + 1 < grid.x.size(); ++i) {
            const Cell cell(grid, i, j, level);
            if (!cell.finite()) continue;
            cell.segments([&](Point a, Point b) {
                constexpr double gap = std::numeric_limits<double>::quiet_NaN();
                line.x.insert(line.x.end(), {a.x, b.x, gap});
                line.y.insert(line.y.end(), {a.y, b.y, gap});
            });
        }
    return line;
}

std::vector<double> contour_levels(const PlaneGrid& grid, std::size_t count) {
    std::vector<double> sorted;
    for (const double value : grid.values)
        if (std::isfinite(value)) sorted.push_back(value);
    std::vector<double> levels;
    if (sorted.empty()) return levels;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 1; i <= count; ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(count + 1);
        const double level = sorted[static_cast<std::size_t>(
            share * share * static_cast<double>(sorted.size() - 1))];
        if (levels.empty() || level > levels.back()) levels.push_back(level);
    }
    return levels;
}

}  // namespace pipelab::io
