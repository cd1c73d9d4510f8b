#pragma once

#include "geometry/sketch.hpp"
#include "io/svg_elements.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

namespace pipelab::geometry::detail {

/// Where the points of the plane go on a page of limited size.
class Frame {
  public:
    /// The frame of all that `layers` hold, at most `width` by `height`.
    Frame(std::span<const Sketch::Layer> layers, double width, double height);
    double width() const { return width_; }
    double height() const { return height_; }
    /// y upwards from the lower left corner.
    io::Pixel place(Point point) const;
    double length(double value) const;
    /// The part of the line through `segment` inside of the frame; of a ray from segment.a on.
    std::pair<io::Pixel, io::Pixel> across(const Segment& segment, bool ray) const;

  private:
    Box box_;
    double unit_ = 1;  ///< pixels for half a unit of the plane
    double width_, height_;
};

/// Tells what has been drawn within the same pixels before.
class Drawn {
  public:
    /// Not yet, and now it is.
    bool first(io::Pixel a, io::Pixel b);

  private:
    std::unordered_set<std::uint64_t> pairs_;
};

}  // namespace pipelab::geometry::detail
