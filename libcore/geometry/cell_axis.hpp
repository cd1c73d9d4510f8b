#pragma once

#include <cstdint>
#include <utility>

namespace pipelab::geometry {

/// Numbers the cells of an axis: monotonically in the coordinate, so that which of two coordinates
/// has the lower cell needs no rounding argument.
class CellAxis {
  public:
    CellAxis() = default;
    /// Cells 0..cells - 1 over [low, high]; one cell if that is a single number. At most 2^22.
    CellAxis(double low, double high, std::uint32_t cells);

    std::uint32_t cells() const { return cells_; }
    /// The coordinate in cells; for values in [low, high] within 2^-29 of the exact position.
    double position(double value) const { return (value * unit_ - origin_) * scale_; }
    std::uint32_t cell(double value) const { return cell_at(position(value)); }
    std::uint32_t cell_at(double position) const {
        const auto cell = static_cast<std::uint32_t>(static_cast<std::int64_t>(position));
        return cell < cells_ ? cell : cells_ - 1;
    }

    /// Bounds of the coordinates in [low, high] that have this cell, not always the tightest.
    std::pair<double, double> bounds(std::uint32_t cell) const;

  private:
    double low_ = 0, high_ = 0;
    double unit_ = 1;  ///< a power of two that keeps differences from overflow and underflow
    double origin_ = 0, scale_ = 0;
    std::uint32_t cells_ = 1;
};

}  // namespace pipelab::geometry
