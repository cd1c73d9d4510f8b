#pragma once

#include "geometry/point.hpp"
#include "geometry/shape.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Rings that wind once around each of some convex pieces: strips along a path, and fans of
/// triangles around its corners. What rounding has turned over is mended, so that every piece is
/// wound around in one direction, exactly: counterclockwise, or clockwise where `sign` is -1.
class StripCurve {
  public:
    explicit StripCurve(int sign = 1) : sign_(sign) { curves_.type = Shape::Type::rings; }

    /// 1 if c lies to the left of ab; where sign is -1, to its right.
    int side_of(Point a, Point b, Point c) const;

    /// The strip between ab on its left and from-to: on to `from` and `to`. Where rounding has
    /// folded it, by a and b instead, and the hull of the four is a ring of its own.
    void put_strip(Point a, Point b, Point from, Point to);
    /// On through those of some points, in turning order around a centre, that keep turning from
    /// the last point to `last`, which is to follow. Where that itself is not ahead: the centre.
    void put_fan(Point centre, std::span<const Point> points, Point last);
    void put(Point p) { ring_.push_back(p); }

    /// Of the ring that is being made.
    std::size_t size() const { return ring_.size(); }
    Point last() const { return ring_.back(); }
    void close_ring();
    /// A ring that winds in the direction of all.
    void add_ring(std::span<const Point> ring) { curves_.add_path(ring); }

    /// Of type rings.
    const Shape& curves() const { return curves_; }
    Shape take() { return std::move(curves_); }

  private:
    int sign_;
    std::vector<Point> ring_;
    Shape curves_;
};

}  // namespace pipelab::geometry
