#include "gap/state_bounds.hpp"

#include "base/error.hpp"
#include "gap/grid_cells.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <variant>

namespace pipelab::gap {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class T>
T held(const io::Number& value) {
    if constexpr (std::is_same_v<T, std::int64_t>) {
        return std::get<io::Decimal>(value).mantissa;
    } else {
        return std::get<T>(value);
    }
}

template <std::integral T>
std::uint64_t pigeonhole(T minimum, T maximum, std::uint64_t count) {
    const std::uint64_t width = width_between(minimum, maximum);
    return width / (count - 1) + (width % (count - 1) != 0);
}

RealWidth pigeonhole(double minimum, double maximum, std::uint64_t count) {
    const RealWidth width = width_between(minimum, maximum);
    if (count == 2) return width;
    double mean = width.high / static_cast<double>(count - 1) * (width.doubled ? 2 : 1);
    // Three roundings, half a step each.
    for (int i = 0; i < 3; ++i) mean = std::nextafter(mean, 0);
    return {false, mean, 0};
}

template <class T>
class Bounds {
  public:
    explicit Bounds(const State& state)
        : state_(state),
          grid_(state.grid()),
          scale_(state.type().scale),
          all_{held<T>(state.need().minimum()), held<T>(state.need().maximum())} {}

    GapBounds<T> find(std::size_t most_places) {
        CellNumber left = grid_.range().first;
        grid_.for_each([&](CellNumber cell) {
            longest_run_ = std::max(longest_run_, cell - left - 1);
            left = cell;
        });
        bounds_.least = pigeonhole(all_.least, all_.greatest, state_.count());
        for_each_wide([&](const Place<T>& place) {
            bounds_.least = std::max(bounds_.least, place.least());
            bounds_.most = std::max(bounds_.most, place.most());
        });
        look_within_cells();
        for_each_wide([&](const Place<T>& place) {
            if (place.most() < bounds_.least) return;
            if (bounds_.candidates++ < most_places) bounds_.places.push_back(place);
        });
        return bounds_;
    }

  private:
    CellValues<T> values(CellNumber cell) const {
        return values_in_cell(cell, grid_.range().level, scale_, all_);
    }

    /// All places but those that are narrower than the longest run for sure.
    template <class See>
    void for_each_wide(const See& see) const {
        CellNumber left = grid_.range().first;
        CellValues<T> lower{};
        bool lower_known = false;  // found as the upper end of the place before
        grid_.for_each([&](CellNumber right) {
            const bool wide = right != left && right - left + 1 > longest_run_;
            if (wide) {
                if (!lower_known) lower = values(left);
                const CellValues<T> upper = values(right);
                see(Place<T>{lower.least, lower.greatest, upper.least, upper.greatest});
                lower = upper;
            }
            lower_known = wide;
            left = right;
        });
    }

    void look_within_cells() {
        if (longest_run_ > 0 || grid_.count() == state_.count()) return;
        Width<T> widest{};
        grid_.for_each([&](CellNumber cell) {
            const CellValues<T> inside = values(cell);
            widest = std::max(widest, width_between(inside.least, inside.greatest));
        });
        bounds_.unresolved = widest > Width<T>{} && widest >= bounds_.least;
        bounds_.most = std::max(bounds_.most, widest);
    }

    const State& state_;
    const DyadicGrid& grid_;
    int scale_;
    CellValues<T> all_;
    CellNumber longest_run_ = 0;
    GapBounds<T> bounds_;
};

}  // namespace

template <class T>
GapBounds<T> widest_gap_bounds(const State& state, std::size_t most_places) {
    if (state.count() < 2) return {};
    return Bounds<T>(state).find(most_places);
}

double rounded_down(const RealWidth& width) {
    const double high = width.low < 0 ? std::nextafter(width.high, 0) : width.high;
    return width.doubled ? std::min(2 * high, std::numeric_limits<double>::max()) : high;
}

double rounded_up(const RealWidth& width) {
    const double high = width.low > 0 ? std::nextafter(width.high, infinity) : width.high;
    return width.doubled ? 2 * high : high;
}

template GapBounds<std::int64_t> widest_gap_bounds(const State&, std::size_t);
template GapBounds<std::uint64_t> widest_gap_bounds(const State&, std::size_t);
template GapBounds<double> widest_gap_bounds(const State&, std::size_t);

}  // namespace pipelab::gap
