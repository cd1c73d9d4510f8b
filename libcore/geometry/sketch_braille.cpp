#include "geometry/sketch_drawing.hpp"
#include "io/braille_canvas.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pipelab::geometry {
namespace {

constexpr int columns = 76, most_rows = 32;

/// A sketch in dots: layers differ by how densely their lines are dotted.
class Dots {
  public:
    explicit Dots(const std::vector<Sketch::Layer>& layers)
        : frame_(layers, 2 * columns - 1, 4 * most_rows - 1),
          rows_(std::max(1, (static_cast<int>(frame_.height()) + 4) / 4)),
          canvas_(columns, rows_) {
        for (std::size_t i = 0; i < layers.size(); ++i) draw(layers[i], i == 0 ? 2 : 1);
    }

    std::string text() const {
        std::string made;
        for (int row = 0; row < rows_; ++row) {
            std::string line = canvas_.row(row);
            line.erase(line.find_last_not_of(' ') + 1);
            made += line + "\n";
        }
        return made;
    }

  private:
    void draw(const Sketch::Layer& layer, int every) {
        for (const Point point : layer.dots) set(frame_.place(point));
        for (const Segment& segment : layer.segments)
            stroke(frame_.place(segment.a), frame_.place(segment.b), every);
        for (const Segment& segment : layer.rays) across(segment, true, every);
        for (const Segment& segment : layer.lines) across(segment, false, every);
        for (const auto& [centre, radius] : layer.circles) circle(centre, radius, every);
        std::size_t part = 0, begin = 0;
        for (const Sketch::Layer::Path& path : layer.paths)
            for (; part < path.end; ++part) {
                const std::size_t end = layer.path_ends[part];
                for (std::size_t i = begin; i + 1 < end; ++i) stroke(layer, i, i + 1, every);
                if (path.closed && end > begin) stroke(layer, end - 1, begin, every);
                begin = end;
            }
    }

    void stroke(const Sketch::Layer& layer, std::size_t i, std::size_t j, int every) {
        stroke(frame_.place(layer.path_points[i]), frame_.place(layer.path_points[j]), every);
    }

    void across(const Segment& segment, bool ray, int every) {
        const auto ends = frame_.across(segment, ray);
        stroke(ends.first, ends.second, every);
    }

    void circle(Point centre, double radius, int every) {
        const io::Pixel at = frame_.place(centre);
        const double r = frame_.length(radius);
        const int steps = std::clamp(static_cast<int>(7 * r / every), 8, 2000);
        for (int i = 0; i < steps; ++i) {
            const double angle = 2 * std::numbers::pi * i / steps;
            set({at.x + r * std::cos(angle), at.y + r * std::sin(angle)});
        }
    }

    void stroke(io::Pixel a, io::Pixel b, int every) {
        const double longest = std::max(std::abs(b.x - a.x), std::abs(b.y - a.y));
        const int steps = static_cast<int>(std::ceil(longest));
        for (int i = 0; i <= steps; ++i) {
            if (i % every != 0 && i != steps) continue;
            const double t = steps == 0 ? 0 : static_cast<double>(i) / steps;
            set({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
        }
    }

    void set(io::Pixel at) {
        canvas_.set(static_cast<int>(std::lround(at.x)), static_cast<int>(std::lround(at.y)));
    }

    detail::Frame frame_;
    int rows_;
    io::BrailleCanvas canvas_;
};

}  // namespace

std::string Sketch::braille() const {
    return (title_.empty() ? "" : title_ + "\n") + Dots(layers_).text();
}

}  // namespace pipelab::geometry
