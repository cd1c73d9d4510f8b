#pragma once

#include "base/array.hpp"
#include "geometry/input.hpp"
#include "geometry/point.hpp"
#include "geometry/results.hpp"
#include "geometry/shape.hpp"
#include "io/picture.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pipelab::geometry {

/// A picture of geometry in layers, equal scales on both axes, y upwards. Layers of more than
/// 100 000 points or lines are drawn as pixels but for what is larger than some of these, so that a
/// million points or triangles make some megabytes at most. Coordinates of pixels are rounded to
/// 0.01; decisions here are plain arithmetic. What is not finite is left out; without points the
/// picture is empty. In braille there are no labels and no legend.
class Sketch : public io::Picture {
  public:
    static constexpr double default_width = 760;

    /// Layer 0, the ground: the input, in grey. What is drawn is at most `width` pixels wide and
    /// three quarters of it high.
    explicit Sketch(double width = default_width);
    /// A layer above all others; the name stands in the legend unless empty.
    std::size_t add_layer(std::string name, std::size_t colour);

    void dot(std::size_t layer, Point point);
    /// Rays and lines go on to the border.
    void straight(std::size_t layer, const Straight& straight);
    void segment(std::size_t layer, const Segment& segment) {
        straight(layer, {segment.a, segment.b, Extent::segment});
    }
    void circle(std::size_t layer, Point centre, double radius);
    void shape(std::size_t layer, const Shape& shape);
    /// Beside a point or, `centred`, upon it, where no other label or point is in the way; if it is
    /// farther off, a thin line leads there. Labels added first are placed first.
    void label(std::size_t layer, Point at, std::string text, bool centred = false);
    void title(std::string text) { title_ = std::move(text); }

    bool empty() const;
    /// Labels that svg() leaves out for lack of room.
    std::size_t hidden_labels() const;
    std::string svg() const override;
    std::string braille() const override;

    struct Label {
        Point at;
        std::string text;
        bool centred;
    };
    struct Layer {
        std::string name;
        std::size_t colour = 0;
        base::Array<Point> dots;
        std::vector<Straight> straights;
        std::vector<std::pair<Point, double>> circles;
        base::Array<Point> path_points;
        std::vector<std::size_t> path_ends;
        struct Path {
            std::size_t end;  ///< of its parts in path_ends
            bool closed;
        };
        std::vector<Path> paths;  ///< each drawn as one, inside by even-odd
        std::vector<Label> labels;

        std::span<const Point> part(std::size_t i) const {
            const std::size_t begin = i == 0 ? 0 : path_ends[i - 1];
            return {path_points.data() + begin, path_ends[i] - begin};
        }
        bool crowded() const {
            constexpr std::size_t most = 100'000;
            return dots.size() + path_points.size() + straights.size() + circles.size() > most;
        }
    };

  private:
    std::vector<Layer> layers_;
    std::string title_;
    double width_;
};

/// Draws the geometric fields of results on layers of `sketch`. Rows with a count called "cluster"
/// or "layer" or a word called "location" get a colour each, the word in the legend. Ids are
/// labels: of a point, or of both ends of a segment.
class SketchResults : public Results {
  public:
    /// `sketch` must outlive the object; ids are written as in inputs of `style`.
    explicit SketchResults(Sketch& sketch, Style style = {})
        : sketch_(sketch), style_(std::move(style)) {}

    Results& number(std::string_view, double) override { return *this; }
    Results& count(std::string_view name, std::uint64_t value) override;
    Results& integer(std::string_view, base::SignedWide) override { return *this; }
    Results& value(std::string_view, std::string_view) override { return *this; }
    Results& id(std::string_view name, std::string_view id) override;
    Results& word(std::string_view name, std::string_view value) override;
    Results& answer(std::string_view, bool yes) override;
    Results& point(std::string_view name, Point value) override;
    Results& straight(std::string_view name, const Straight& value) override;
    Results& circle(std::string_view name, Point centre, double radius) override;
    Results& shape(std::string_view name, const Shape& value) override;
    Results& none(std::string_view, Absent) override { return *this; }
    Results& skip(std::string_view, Absent) override { return *this; }
    Results& carry(std::string_view carried, std::string_view id) override;
    void end() override;

  private:
    std::size_t layer();

    void add_labels(std::size_t layer);

    Sketch& sketch_;
    Style style_;
    std::size_t group_ = 0;
    std::string carried_id_;
    std::vector<std::string> ids_;
    std::string location_;
    std::vector<std::optional<std::size_t>> layers_;                 ///< of each group
    std::vector<std::pair<std::string, std::size_t>> named_layers_;  ///< of each location
    std::vector<Point> points_;
    std::vector<Straight> straights_;
    std::vector<std::pair<Point, double>> circles_;
    std::vector<const Shape*> shapes_;
};

}  // namespace pipelab::geometry
