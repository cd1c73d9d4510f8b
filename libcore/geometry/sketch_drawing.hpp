#pragma once

#include "geometry/sketch.hpp"
#include "io/svg_elements.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <string>
#include <utility>
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
    /// The part of a line or ray inside of the frame grown by `beyond` pixels; of a segment all.
    std::pair<io::Pixel, io::Pixel> across(const Straight& straight, double beyond) const;

  private:
    /// b - a in units whose number is neither too small nor too large.
    double distance(double a, double b) const { return b * scale_ - a * scale_; }

    Box box_;
    double scale_ = 0.5;
    double unit_ = 1;  ///< pixels for a unit of distance()
    double width_, height_;
};

/// Pixels that are set or not.
class Raster {
  public:
    Raster(double width, double height);
    /// Outside nothing happens.
    void set(double x, double y);
    /// The pixels that a box touches, as far as there are any.
    void fill(const Box& box);
    bool any(const Box& box) const;
    /// Path data that draws the set pixels with a pen one pixel wide.
    std::string path() const;

  private:
    struct Span {
        int x0, x1, y0, y1;  ///< first and last
    };
    Span span(const Box& box) const;

    int width_, height_, words_;
    std::vector<std::uint64_t> bits_;
};

/// Calls set(x, y) for points along a line at most one apart, for every n-th of them.
template <class Set>
void stroke(io::Pixel a, io::Pixel b, int every, Set&& set) {
    const double longest = std::max(std::abs(b.x - a.x), std::abs(b.y - a.y));
    const int steps = static_cast<int>(std::ceil(longest));
    for (int i = 0; i <= steps; ++i) {
        if (i % every != 0 && i != steps) continue;
        const double t = steps == 0 ? 0 : static_cast<double>(i) / steps;
        set(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
    }
}

/// The same along the edges of a path; place() says where its points are.
template <class Place, class Set>
void stroke_path(std::span<const Point> path, bool closed, int every, Place&& place, Set&& set) {
    for (std::size_t i = 0; i + 1 < path.size(); ++i)
        stroke(place(path[i]), place(path[i + 1]), every, set);
    if (path.size() == 1 || (closed && !path.empty()))
        stroke(place(path.back()), place(path.front()), every, set);
}

/// The same along a circle.
template <class Set>
void stroke_circle(io::Pixel centre, double radius, int every, Set&& set) {
    const int steps = static_cast<int>(std::clamp(7 * radius / every, 8.0, 2000.0));
    for (int i = 0; i < steps; ++i) {
        const double angle = 2 * std::numbers::pi * i / steps;
        set(centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle));
    }
}

}  // namespace pipelab::geometry::detail
