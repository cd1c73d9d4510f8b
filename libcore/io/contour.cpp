#include "io/contour.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

namespace pipelab::io {
namespace {

struct Point {
    double x, y;
};

/// The lines of one level. A crossing lies on an edge of the grid, which has a number: twice that
/// of its lower or left point, and 1 more if it goes up. At most two segments end at a crossing.
class Tracer {
  public:
    Tracer(const PlaneGrid& grid, double level)
        : grid_(grid), width_(grid.x.size()), level_(level) {
        for (std::size_t j = 0; j + 1 < grid.y.size(); ++j)
            for (std::size_t i = 0; i + 1 < width_; ++i) cross(j * width_ + i);
    }

    Plot::Series lines() {
        for (const bool closed : {false, true})  // those with ends before all others
            for (std::size_t i = 0; i < order_.size(); ++i)
                if (closed || crossings_.at(order_[i]).degree == 1) follow(order_[i]);
        return std::move(made_);
    }

  private:
    struct Crossing {
        std::array<std::size_t, 2> next{};
        std::size_t degree = 0;
        bool used = false;
    };

    double height(std::size_t point) const { return grid_.values[point] - level_; }

    /// The segments of the cell with this lower left point.
    void cross(std::size_t point) {
        // Counterclockwise, like the sides behind them.
        const std::array corners{point, point + 1, point + width_ + 1, point + width_};
        const std::array sides{2 * point, 2 * corners[1] + 1, 2 * corners[3], 2 * point + 1};
        std::array<std::size_t, 4> crossed;
        std::size_t count = 0;
        double sum = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const double here = height(corners[i]), next = height(corners[(i + 1) % 4]);
            sum += here / 4;
            if ((here > 0) != (next > 0)) crossed[count++] = sides[i];
        }
        if (count == 0 || !std::isfinite(sum)) return;
        if (count == 2) return join(crossed[0], crossed[1]);
        // Around each corner that differs from the middle runs a segment of its own.
        const std::size_t first = (height(corners[1]) > 0) != (sum > 0) ? 0 : 3;
        join(crossed[first], crossed[(first + 1) % 4]);
        join(crossed[(first + 2) % 4], crossed[(first + 3) % 4]);
    }

    void join(std::size_t a, std::size_t b) {
        for (const auto& [from, to] : {std::pair(a, b), std::pair(b, a)}) {
            const auto [place, added] = crossings_.try_emplace(from);
            if (added) order_.push_back(from);
            place->second.next[place->second.degree++] = to;
        }
    }

    void follow(std::size_t first) {
        if (crossings_.at(first).used) return;
        std::size_t edge = first;
        for (bool more = true; more;) {
            Crossing& here = crossings_.at(edge);
            here.used = true;
            add(place(edge));
            more = false;
            for (std::size_t i = 0; i < here.degree && !more; ++i) {
                more = !crossings_.at(here.next[i]).used;
                if (more) edge = here.next[i];
            }
        }
        const Crossing& last = crossings_.at(edge);
        if (edge != first && last.degree == 2 && (last.next[0] == first || last.next[1] == first))
            add(place(first));
        constexpr double gap = std::numeric_limits<double>::quiet_NaN();
        add({gap, gap});
    }

    Point place(std::size_t edge) const {
        const std::size_t point = edge / 2, i = point % width_, j = point / width_;
        const bool up = edge % 2 == 1;
        const double here = height(point), next = height(point + (up ? width_ : 1));
        const double share = here / (here - next);
        if (up) return {grid_.x[i], grid_.y[j] + share * (grid_.y[j + 1] - grid_.y[j])};
        return {grid_.x[i] + share * (grid_.x[i + 1] - grid_.x[i]), grid_.y[j]};
    }

    void add(Point point) {
        made_.x.push_back(point.x);
        made_.y.push_back(point.y);
    }

    const PlaneGrid& grid_;
    std::size_t width_;
    double level_;
    std::unordered_map<std::size_t, Crossing> crossings_;
    std::vector<std::size_t> order_;
    Plot::Series made_;
};

}  // namespace

Plot::Series contour(const PlaneGrid& grid, double level) { return Tracer(grid, level).lines(); }

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
