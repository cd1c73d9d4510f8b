#include "gap/grid.hpp"

#include "base/isa.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace pipelab::gap {
namespace {

PIPELAB_ISA_CLONES
void locate_reals(const double* values, std::size_t count, double unit, double low, double scale,
                  std::uint32_t* cells) {
    for (std::size_t i = 0; i < count; ++i) {
        cells[i] =
            static_cast<std::uint32_t>(static_cast<std::int32_t>((values[i] * unit - low) * scale));
    }
}

PIPELAB_ISA_CLONES
void locate_integers(const std::uint64_t* values, std::size_t count, std::uint64_t low, int shift,
                     std::uint32_t* cells) {
    for (std::size_t i = 0; i < count; ++i) {
        cells[i] = static_cast<std::uint32_t>((values[i] - low) >> shift);
    }
}

}  // namespace

template <class T>
Grid<T>::Grid(std::vector<Stretch<T>> stretches, std::uint64_t cells)
    : stretches_(std::move(stretches)) {
    if constexpr (std::is_same_v<T, double>) {
        const double low = stretches_.front().low, high = stretches_.back().high;
        const double magnitude = std::max(std::abs(low), std::abs(high));
        if (magnitude > 0x1p1000) unit_ = 0x1p-60;
        if (magnitude < 0x1p-600) unit_ = 0x1p400;
        double length = 0;
        for (const auto& stretch : stretches_) {
            length += stretch.high * unit_ - stretch.low * unit_;
        }
        scale_ = static_cast<double>(cells) / length;
    } else {
        std::uint64_t length = 0;
        for (const auto& stretch : stretches_) {
            // One a stretch for its last value; saturates for the whole 64-bit range.
            const std::uint64_t width = width_between(stretch.low, stretch.high);
            length = length + width + 1 > length ? length + width + 1 : ~std::uint64_t{0};
        }
        while (shift_ < 63 && ((length - 1) >> shift_) >= cells) ++shift_;
    }
    for (const auto& stretch : stretches_) {
        first_cells_.push_back(cells_);
        cells_ += cell_in(stretch, stretch.high) + 1;
    }
}

template <class T>
std::uint32_t Grid<T>::cell_in(const Stretch<T>& stretch, T value) const {
    if constexpr (std::is_same_v<T, double>) {
        return static_cast<std::uint32_t>((value * unit_ - stretch.low * unit_) * scale_);
    } else {
        return static_cast<std::uint32_t>(width_between(stretch.low, value) >> shift_);
    }
}

template <class T>
std::uint32_t Grid<T>::cell_of(T value) const {
    const auto behind =
        std::upper_bound(stretches_.begin(), stretches_.end(), value,
                         [](T v, const Stretch<T>& stretch) { return v < stretch.low; });
    if (behind == stretches_.begin() || value > (behind - 1)->high) return cells_;
    return first_cells_[static_cast<std::size_t>(behind - stretches_.begin()) - 1] +
           cell_in(*(behind - 1), value);
}

template <class T>
void Grid<T>::locate(std::span<const T> values, std::uint32_t* cells) const {
    if (!whole_) {
        std::transform(values.begin(), values.end(), cells,
                       [&](T value) { return cell_of(value); });
    } else if constexpr (std::is_same_v<T, double>) {
        locate_reals(values.data(), values.size(), unit_, stretches_[0].low * unit_, scale_, cells);
    } else {
        locate_integers(reinterpret_cast<const std::uint64_t*>(values.data()), values.size(),
                        static_cast<std::uint64_t>(stretches_[0].low), shift_, cells);
    }
}

template <class T>
bool Grid<T>::exact() const {
    return !std::is_same_v<T, double> && shift_ == 0;
}

template <class T>
T Grid<T>::value(std::uint32_t cell) const {
    const auto behind = std::upper_bound(first_cells_.begin(), first_cells_.end(), cell);
    const auto i = static_cast<std::size_t>(behind - first_cells_.begin()) - 1;
    if constexpr (std::is_same_v<T, double>) {
        return stretches_[i].low;
    } else {
        return static_cast<T>(static_cast<std::uint64_t>(stretches_[i].low) + cell -
                              first_cells_[i]);
    }
}

template <class T>
double Grid<T>::in_cells(const Width<T>& width) const {
    if constexpr (std::is_same_v<T, double>) {
        const double scaled = width.doubled ? width.high * unit_ * 2 : width.high * unit_;
        return scaled * scale_;
    } else {
        return std::ldexp(static_cast<double>(width), -shift_);
    }
}

template class Grid<double>;
template class Grid<std::int64_t>;
template class Grid<std::uint64_t>;

}  // namespace pipelab::gap
