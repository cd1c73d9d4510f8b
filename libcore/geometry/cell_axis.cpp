#include "geometry/cell_axis.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pipelab::geometry {

CellAxis::CellAxis(double low, double high, std::uint32_t cells) : low_(low), high_(high) {
    if (std::max(std::abs(low), std::abs(high)) >= 0x1p1000) {
        unit_ = 0x1p-100;
    } else if (high - low < 0x1p-900) {
        unit_ = 0x1p200;
    }
    origin_ = low * unit_;
    const double width = high * unit_ - origin_;
    cells_ = width > 0 ? cells : 1;
    scale_ = width > 0 ? cells / width : 0;
}

std::pair<double, double> CellAxis::bounds(std::uint32_t cell) const {
    const double slack = std::max(std::abs(low_), std::abs(high_)) * 0x1p-50 +
                         std::numeric_limits<double>::denorm_min();
    const auto value = [&](double position) {
        const double t = position / cells_;
        return low_ * (1 - t) + high_ * t;
    };
    return {std::max(value(cell - 0x1p-20) - slack, low_),
            std::min(value(cell + 1 + 0x1p-20) + slack, high_)};
}

}  // namespace pipelab::geometry
