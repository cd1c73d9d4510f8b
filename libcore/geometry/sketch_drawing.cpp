#include "geometry/sketch_drawing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pipelab::geometry::detail {
namespace {

class Extent {
  public:
    void add(Point p) {
        box_.low = {std::min(box_.low.x, p.x), std::min(box_.low.y, p.y)};
        box_.high = {std::max(box_.high.x, p.x), std::max(box_.high.y, p.y)};
    }
    void add(std::span<const Point> points) {
        for (const Point point : points) add(point);
    }
    void add(const std::vector<Segment>& segments) {
        for (const Segment& segment : segments) add(segment.a), add(segment.b);
    }
    Box box() const { return box_.low.x <= box_.high.x ? box_ : Box{}; }

  private:
    static constexpr double largest = std::numeric_limits<double>::max();
    Box box_{{largest, largest}, {-largest, -largest}};
};

Box extent(std::span<const Sketch::Layer> layers) {
    Extent found;
    for (const Sketch::Layer& layer : layers) {
        found.add(layer.dots);
        found.add(layer.path_points);
        found.add(layer.segments);
        found.add(layer.rays);
        found.add(layer.lines);
        for (const auto& [centre, radius] : layer.circles) {
            found.add({centre.x - radius, centre.y - radius});
            found.add({centre.x + radius, centre.y + radius});
        }
    }
    const auto finite = [](double value) {
        constexpr double largest = std::numeric_limits<double>::max();
        return std::clamp(value, -largest, largest);
    };
    const Box box = found.box();
    return {{finite(box.low.x), finite(box.low.y)}, {finite(box.high.x), finite(box.high.y)}};
}

/// b - a, halved so that it cannot overflow.
double half_distance(double a, double b) { return b / 2 - a / 2; }

}  // namespace

Frame::Frame(std::span<const Sketch::Layer> layers, double width, double height)
    : box_(extent(layers)) {
    constexpr double least_share = 1.0 / 16;
    const double wide = half_distance(box_.low.x, box_.high.x);
    const double high = half_distance(box_.low.y, box_.high.y);
    if (wide == 0 && high == 0) {
        width_ = height_ = std::min(width, height) / 2;
        unit_ = 0;
        return;
    }
    unit_ = std::min({wide > 0 ? width / wide : HUGE_VAL, high > 0 ? height / high : HUGE_VAL,
                      std::numeric_limits<double>::max()});
    width_ = std::max(wide * unit_, width * least_share);
    height_ = std::max(high * unit_, height * least_share);
}

io::Pixel Frame::place(Point point) const {
    // What is narrower than the frame stands in its middle.
    const double x = half_distance(box_.low.x, point.x) * unit_;
    const double y = half_distance(box_.low.y, point.y) * unit_;
    const double wide = half_distance(box_.low.x, box_.high.x) * unit_;
    const double high = half_distance(box_.low.y, box_.high.y) * unit_;
    return {x + (width_ - wide) / 2, y + (height_ - high) / 2};
}

double Frame::length(double value) const { return value / 2 * unit_; }

std::pair<io::Pixel, io::Pixel> Frame::across(const Segment& segment, bool ray) const {
    const io::Pixel a = place(segment.a), b = place(segment.b);
    const double dx = b.x - a.x, dy = b.y - a.y;
    if (dx == 0 && dy == 0) return {a, b};
    double begin = ray ? 0 : -HUGE_VAL, end = HUGE_VAL;
    const auto cut = [&](double from, double change, double limit) {
        if (change == 0) return;
        const double low = -from / change, high = (limit - from) / change;
        begin = std::max(begin, std::min(low, high));
        end = std::min(end, std::max(low, high));
    };
    cut(a.x, dx, width_);
    cut(a.y, dy, height_);
    if (begin > end) return {a, a};
    return {{a.x + begin * dx, a.y + begin * dy}, {a.x + end * dx, a.y + end * dy}};
}

bool Drawn::first(io::Pixel a, io::Pixel b) {
    std::uint64_t key = 0;
    for (const double part : {a.x, a.y, b.x, b.y})
        key = key << 16 | static_cast<std::uint16_t>(std::lround(part * 2));
    return pairs_.insert(key).second;
}

}  // namespace pipelab::geometry::detail
