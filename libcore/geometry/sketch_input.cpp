#include "geometry/sketch_input.hpp"

#include "geometry/carried.hpp"
#include "geometry/location.hpp"
#include "geometry/open_input.hpp"
#include "geometry/polygon.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace pipelab::geometry {
namespace {

Point middle(Point a, Point b) { return {a.x / 2 + b.x / 2, a.y / 2 + b.y / 2}; }

/// Where the ring's edges cross the horizontal line at y.
void add_crossings(std::span<const Point> ring, double y, std::vector<double>& crossings) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point a = ring[i], b = ring[(i + 1) % ring.size()];
        if ((a.y <= y) == (b.y <= y)) continue;
        const double share = (y / 2 - a.y / 2) / (b.y / 2 - a.y / 2);
        crossings.push_back(a.x * (1 - share) + b.x * share);
    }
}

Point point_inside(const Shape& polygon) {
    const std::optional<Point> centre = centroid(polygon);
    if (!centre || locate(*centre, polygon) != Location::outside)
        return centre.value_or(polygon.points.front());
    std::vector<double> crossings;
    for (std::size_t i = 0; i < polygon.paths(); ++i)
        add_crossings(polygon.path(i), centre->y, crossings);
    std::sort(crossings.begin(), crossings.end());
    double widest = -1;
    Point found = polygon.points.front();
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
        const double width = crossings[i + 1] / 2 - crossings[i] / 2;
        if (width <= widest) continue;
        widest = width;
        found = middle({crossings[i], centre->y}, {crossings[i + 1], centre->y});
    }
    return found;
}

class LayerSketch {
  public:
    LayerSketch(Sketch& sketch, std::size_t layer) : sketch_(sketch), layer_(layer) {}

    void draw(const Feature& feature, const Style& style) {
        const Shape& shape = feature.shape;
        sketch_.shape(layer_, shape);
        if (feature.id.empty() || shape.empty()) return;
        const bool points =
            shape.type == Shape::Type::point || shape.type == Shape::Type::multi_point;
        sketch_.label(layer_, label_point(shape), id_text(feature.id, style), !points);
    }

    void draw(const PointSet& block, Blocks blocks, const Style& style, Shape& rings) {
        for (std::size_t i = 0; i < block.ids.size(); ++i)
            sketch_.label(layer_, block.points[i], id_text(block.ids[i], style));
        if (blocks == Blocks::rings) return rings.add_path(block.points);
        if (blocks == Blocks::paths) return sketch_.shape(layer_, line_shape(block.points));
        for (const Point point : block.points) sketch_.dot(layer_, point);
    }

    void draw(const Shape& rings) { sketch_.shape(layer_, rings); }

  private:
    Sketch& sketch_;
    std::size_t layer_;
};

}  // namespace

void sketch_input(const Input& input, Blocks blocks, std::size_t layer, Sketch& sketch,
                  base::Control control) {
    constexpr std::size_t coordinates = 2;
    detail::InputSequence inputs(input, coordinates, control);
    LayerSketch to(sketch, layer);
    while (const std::unique_ptr<detail::OpenInput> open = inputs.open()) {
        if (!open->has_rows()) {
            for (Feature feature; open->next(feature);) to.draw(feature, open->style());
            continue;
        }
        detail::BlockStream stream(*open);
        Shape rings;
        rings.type = Shape::Type::rings;
        for (PointSet block; stream.next(block);) to.draw(block, blocks, open->style(), rings);
        to.draw(rings);
    }
}

Point label_point(const Shape& shape) {
    for (const Shape& member : shape.members)
        if (!member.empty()) return label_point(member);
    if (shape.points.empty()) return {};
    if (shape.areal()) return point_inside(shape);
    const bool points = shape.type == Shape::Type::point || shape.type == Shape::Type::multi_point;
    if (points || shape.path(0).empty()) return shape.points.front();
    const std::span<const Point> line = shape.path(0);
    return line.size() == 2 ? middle(line[0], line[1]) : line[line.size() / 2];
}

}  // namespace pipelab::geometry
