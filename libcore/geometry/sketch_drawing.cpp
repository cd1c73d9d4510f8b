#include "geometry/sketch_drawing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pipelab::geometry::detail {
namespace {

class Bounds {
  public:
    void add(Point p) {
        box_.low = {std::min(box_.low.x, p.x), std::min(box_.low.y, p.y)};
        box_.high = {std::max(box_.high.x, p.x), std::max(box_.high.y, p.y)};
    }
    void add(std::span<const Point> points) {
        for (const Point point : points) add(point);
    }
    Box box() const { return box_.low.x <= box_.high.x ? box_ : Box{}; }

  private:
    static constexpr double largest = std::numeric_limits<double>::max();
    Box box_{{largest, largest}, {-largest, -largest}};
};

Box bounds(std::span<const Sketch::Layer> layers) {
    Bounds found;
    for (const Sketch::Layer& layer : layers) {
        found.add(layer.dots);
        found.add(layer.path_points);
        for (const Straight& straight : layer.straights)
            found.add(straight.a), found.add(straight.b);
        for (const Sketch::Label& label : layer.labels) found.add(label.at);
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

}  // namespace

Frame::Frame(std::span<const Sketch::Layer> layers, double width, double height)
    : box_(bounds(layers)) {
    constexpr double least_share = 1.0 / 16, tiny = 0x1p-700;
    if (box_.high.x - box_.low.x < tiny && box_.high.y - box_.low.y < tiny) scale_ = 0x1p600;
    const double wide = distance(box_.low.x, box_.high.x);
    const double high = distance(box_.low.y, box_.high.y);
    if (wide == 0 && high == 0) {
        width_ = height_ = std::min(width, height) / 2;
        unit_ = 0;
        return;
    }
    unit_ = std::min(wide > 0 ? width / wide : HUGE_VAL, high > 0 ? height / high : HUGE_VAL);
    width_ = std::max(wide * unit_, width * least_share);
    height_ = std::max(high * unit_, height * least_share);
}

io::Pixel Frame::place(Point point) const {
    // What is narrower than the frame stands in its middle.
    const double wide = distance(box_.low.x, box_.high.x) * unit_;
    const double high = distance(box_.low.y, box_.high.y) * unit_;
    return {distance(box_.low.x, point.x) * unit_ + (width_ - wide) / 2,
            distance(box_.low.y, point.y) * unit_ + (height_ - high) / 2};
}

double Frame::length(double value) const { return value * scale_ * unit_; }

std::pair<io::Pixel, io::Pixel> Frame::across(const Straight& straight, double beyond) const {
    const io::Pixel a = place(straight.a), b = place(straight.b);
    const double dx = b.x - a.x, dy = b.y - a.y;
    if (straight.extent == Extent::segment || (dx == 0 && dy == 0)) return {a, b};
    double begin = straight.extent == Extent::ray ? 0 : -HUGE_VAL, end = HUGE_VAL;
    const auto cut = [&](double from, double change, double limit) {
        if (change == 0) return;
        const double low = (-beyond - from) / change, high = (limit + beyond - from) / change;
        begin = std::max(begin, std::min(low, high));
        end = std::min(end, std::max(low, high));
    };
    cut(a.x, dx, width_);
    cut(a.y, dy, height_);
    return {{a.x + begin * dx, a.y + begin * dy}, {a.x + end * dx, a.y + end * dy}};
}

Raster::Raster(double width, double height)
    : width_(static_cast<int>(std::ceil(width))),
      height_(static_cast<int>(std::ceil(height))),
      words_((width_ + 63) / 64),
      bits_(static_cast<std::size_t>(words_ * height_)) {}

void Raster::set(double x, double y) {
    if (!(x >= 0 && y >= 0 && x < width_ && y < height_)) return;
    const int column = static_cast<int>(x), row = static_cast<int>(y);
    bits_[static_cast<std::size_t>(row * words_ + column / 64)] |= std::uint64_t{1} << column % 64;
}

Raster::Span Raster::span(const Box& box) const {
    const auto pixel = [](double value, int size) {
        return static_cast<int>(std::clamp(std::floor(value), -1.0, static_cast<double>(size)));
    };
    return {std::max(pixel(box.low.x, width_), 0), std::min(pixel(box.high.x, width_), width_ - 1),
            std::max(pixel(box.low.y, height_), 0),
            std::min(pixel(box.high.y, height_), height_ - 1)};
}

namespace {

/// The bits of word `word` that columns [first, last] have.
std::uint64_t columns_of(int word, int first, int last) {
    const int from = std::max(first - 64 * word, 0), to = std::min(last - 64 * word, 63);
    return ~std::uint64_t{0} >> (63 - to) & ~std::uint64_t{0} << from;
}

}  // namespace

void Raster::fill(const Box& box) {
    const Span s = span(box);
    if (s.x0 > s.x1) return;
    for (int y = s.y0; y <= s.y1; ++y)
        for (int word = s.x0 / 64; word <= s.x1 / 64; ++word)
            bits_[static_cast<std::size_t>(y * words_ + word)] |= columns_of(word, s.x0, s.x1);
}

bool Raster::any(const Box& box) const {
    const Span s = span(box);
    if (s.x0 > s.x1) return false;
    for (int y = s.y0; y <= s.y1; ++y)
        for (int word = s.x0 / 64; word <= s.x1 / 64; ++word)
            if (bits_[static_cast<std::size_t>(y * words_ + word)] & columns_of(word, s.x0, s.x1))
                return true;
    return false;
}

std::string Raster::path() const {
    std::string made;
    for (int y = 0; y < height_; ++y) {
        const auto set = [&](int x) {
            return x < width_ &&
                   (bits_[static_cast<std::size_t>(y * words_ + x / 64)] >> x % 64 & 1) != 0;
        };
        for (int x = 0, end; x < width_; x = end) {
            for (end = x + 1; set(x) && set(end);) ++end;
            if (!set(x)) continue;
            made +=
                'M' + std::to_string(x) + ' ' + std::to_string(y) + ".5h" + std::to_string(end - x);
        }
    }
    return made;
}

}  // namespace pipelab::geometry::detail
