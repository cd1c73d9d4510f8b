#pragma once

#include "base/array.hpp"
#include "geometry/point.hpp"
#include "geometry/results.hpp"
#include "geometry/shape.hpp"
#include "io/picture.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pipelab::geometry {

/// A picture of geometry in layers, equal scales on both axes, y upwards. What lies within one
/// pixel is drawn once, so that a million points or triangles make some megabytes at most.
/// Coordinates of pixels are rounded to 0.01; decisions here are plain arithmetic.
class Sketch : public io::Picture {
  public:
    /// Layer 0, the ground: the input, in grey.
    Sketch();
    /// A layer above all others; the name stands in the legend unless empty.
    std::size_t add_layer(std::string name, std::size_t colour);

    void dot(std::size_t layer, Point point);
    void segment(std::size_t layer, const Segment& segment);
    /// From segment.a through segment.b to the border.
    void ray(std::size_t layer, const Segment& segment);
    void line(std::size_t layer, const Segment& segment);
    void circle(std::size_t layer, Point centre, double radius);
    void shape(std::size_t layer, const Shape& shape);
    /// Beside a point, where no earlier label is in the way.
    void label(std::size_t layer, Point at, std::string text);
    void title(std::string text) { title_ = std::move(text); }

    bool empty() const;
    std::string svg() const override;
    std::string braille() const override;

    struct Layer {
        std::string name;
        std::size_t colour = 0;
        base::Array<Point> dots;
        std::vector<Segment> segments, rays, lines;
        std::vector<std::pair<Point, double>> circles;
        base::Array<Point> path_points;
        std::vector<std::size_t> path_ends;
        struct Path {
            std::size_t end;  ///< of its parts in path_ends
            bool closed;
        };
        std::vector<Path> paths;  ///< each drawn as one, inside by even-odd
        std::vector<std::pair<Point, std::string>> labels;
    };

  private:
    std::vector<Layer> layers_;
    std::string title_;
};

/// Draws the geometric fields of results on a layer of `sketch`; rows with a count called
/// "cluster" or "layer" get a colour each.
class SketchResults : public Results {
  public:
    /// `sketch` must outlive the object.
    explicit SketchResults(Sketch& sketch) : sketch_(sketch) {}

    Results& number(std::string_view, double) override { return *this; }
    Results& count(std::string_view name, std::uint64_t value) override;
    Results& integer(std::string_view, base::SignedWide) override { return *this; }
    Results& word(std::string_view, std::string_view) override { return *this; }
    Results& id(std::string_view, std::string_view) override { return *this; }
    Results& answer(std::string_view, bool) override { return *this; }
    Results& point(std::string_view name, Point value) override;
    Results& segment(std::string_view name, const Segment& value) override;
    Results& circle(std::string_view name, Point centre, double radius) override;
    Results& shape(std::string_view name, const Shape& value) override;
    Results& none(std::string_view, bool) override { return *this; }
    Results& carry(std::string_view, std::string_view) override { return *this; }
    void end() override;

  private:
    std::size_t layer();

    Sketch& sketch_;
    std::size_t group_ = 0;
    std::vector<std::optional<std::size_t>> layers_;  ///< of each group
    std::vector<Point> points_;
    std::vector<Segment> segments_;
    std::vector<std::pair<Point, double>> circles_;
    std::vector<const Shape*> shapes_;
};

}  // namespace pipelab::geometry
