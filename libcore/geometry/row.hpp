#pragma once

#include "geometry/circle.hpp"
#include "geometry/sketch.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// What the coordinates of a row are.
enum class Operand {
    number,
    point,
    vector,
    segment,   ///< both ends
    ray,       ///< where it begins, another point of it
    line,      ///< two points of it
    triangle,  ///< its corners
    circle,    ///< centre, radius
};
/// Coordinates of an operand.
std::size_t width_of(Operand operand);
std::size_t width_of(std::span<const Operand> operands);

/// The coordinates of one row, taken from the front.
class Row {
  public:
    explicit Row(std::span<const double> values, std::uint64_t line = 0)
        : values_(values), line_(line) {}
    /// Its number in the input, where numbers are asked for.
    std::uint64_t line() const { return line_; }
    double number() { return take(); }
    Point point() {
        const double x = take();
        return {x, take()};
    }
    Segment segment() {
        const Point a = point();
        return {a, point()};
    }
    Circle circle() {
        const Point centre = point();
        return {centre, take()};
    }
    double operator[](std::size_t i) const { return values_[i]; }
    bool empty() const { return values_.empty(); }

  private:
    double take() {
        const double value = values_.front();
        values_ = values_.subspan(1);
        return value;
    }
    std::span<const double> values_;
    std::uint64_t line_;
};

/// Where the radii of circles stand in a row.
std::vector<std::size_t> places_of_radii(std::span<const Operand> operands);

/// Draws the operands of a row on the ground layer.
void draw(Sketch& sketch, std::span<const Operand> operands, Row row);

}  // namespace pipelab::geometry
