#include "geometry/sketch_drawing.hpp"
#include "io/braille_canvas.hpp"
#include "io/plot_text.hpp"

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
        const auto place = [this](Point point) { return frame_.place(point); };
        const auto set = [this](double x, double y) {
            canvas_.set(static_cast<int>(std::lround(x)), static_cast<int>(std::lround(y)));
        };
        for (const Point point : layer.dots) {
            const io::Pixel at = place(point);
            set(at.x, at.y);
        }
        for (const Straight& straight : layer.straights) {
            const auto ends = frame_.across(straight, 0);
            detail::stroke(ends.first, ends.second, every, set);
        }
        for (const auto& [centre, radius] : layer.circles)
            detail::stroke_circle(place(centre), frame_.length(radius), every, set);
        std::size_t part = 0;
        for (const Sketch::Layer::Path& path : layer.paths)
            for (; part < path.end; ++part)
                detail::stroke_path(layer.part(part), path.closed, every, place, set);
    }

    detail::Frame frame_;
    int rows_;
    io::BrailleCanvas canvas_;
};

}  // namespace

std::string Sketch::braille() const {
    const auto width = [](std::string_view text) { return static_cast<double>(io::columns(text)); };
    const std::string title = io::clipped(io::clean(title_), columns, width);
    return (title.empty() ? "" : title + "\n") + (empty() ? "" : Dots(layers_).text());
}

}  // namespace pipelab::geometry
