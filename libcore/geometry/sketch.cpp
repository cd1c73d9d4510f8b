#include "geometry/sketch.hpp"

namespace pipelab::geometry {

Sketch::Sketch() { layers_.emplace_back(); }

std::size_t Sketch::add_layer(std::string name, std::size_t colour) {
    Layer& layer = layers_.emplace_back();
    layer.name = std::move(name);
    layer.colour = colour;
    return layers_.size() - 1;
}

void Sketch::dot(std::size_t layer, Point point) { layers_[layer].dots.push_back(point); }

void Sketch::segment(std::size_t layer, const Segment& segment) {
    layers_[layer].segments.push_back(segment);
}

void Sketch::ray(std::size_t layer, const Segment& segment) {
    layers_[layer].rays.push_back(segment);
}

void Sketch::line(std::size_t layer, const Segment& segment) {
    layers_[layer].lines.push_back(segment);
}

void Sketch::circle(std::size_t layer, Point centre, double radius) {
    layers_[layer].circles.emplace_back(centre, radius);
}

void Sketch::shape(std::size_t layer, const Shape& shape) {
    for (const Shape& member : shape.members) this->shape(layer, member);
    if (shape.points.empty()) return;
    Layer& to = layers_[layer];
    if (shape.type == Shape::Type::point || shape.type == Shape::Type::multi_point) {
        to.dots.insert(to.dots.end(), shape.points.begin(), shape.points.end());
        return;
    }
    const std::size_t offset = to.path_points.size();
    to.path_points.insert(to.path_points.end(), shape.points.begin(), shape.points.end());
    std::size_t part = 0;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        to.path_ends.push_back(offset + shape.path_ends[i]);
        const bool whole = shape.type == Shape::Type::rings
                               ? i + 1 == shape.paths()
                               : !shape.areal() || i + 1 == shape.part_ends[part];
        if (!whole) continue;
        to.paths.push_back({to.path_ends.size(), shape.areal()});
        while (part < shape.parts() && shape.part_ends[part] <= i + 1) ++part;
    }
}

void Sketch::label(std::size_t layer, Point at, std::string text) {
    layers_[layer].labels.emplace_back(at, std::move(text));
}

bool Sketch::empty() const {
    for (const Layer& layer : layers_)
        if (!layer.dots.empty() || !layer.segments.empty() || !layer.rays.empty() ||
            !layer.lines.empty() || !layer.circles.empty() || !layer.paths.empty())
            return false;
    return true;
}

Results& SketchResults::count(std::string_view name, std::uint64_t value) {
    if (name == "cluster" || name == "layer") group_ = static_cast<std::size_t>(value);
    return *this;
}

Results& SketchResults::point(std::string_view, Point value) {
    points_.push_back(value);
    return *this;
}

Results& SketchResults::segment(std::string_view, const Segment& value) {
    segments_.push_back(value);
    return *this;
}

Results& SketchResults::circle(std::string_view, Point centre, double radius) {
    circles_.emplace_back(centre, radius);
    return *this;
}

Results& SketchResults::shape(std::string_view, const Shape& value) {
    shapes_.push_back(&value);
    return *this;
}

std::size_t SketchResults::layer() {
    constexpr std::size_t most_groups = 64;
    const std::size_t group = group_ % most_groups;
    if (layers_.size() <= group) layers_.resize(group + 1);
    if (!layers_[group]) layers_[group] = sketch_.add_layer("", group + 1);
    return *layers_[group];
}

void SketchResults::end() {
    const std::size_t to = layer();
    for (const Shape* shape : shapes_) sketch_.shape(to, *shape);
    for (const auto& [centre, radius] : circles_) sketch_.circle(to, centre, radius);
    for (const Segment& segment : segments_) sketch_.segment(to, segment);
    for (const Point point : points_) sketch_.dot(to, point);
    if (points_.size() == 2 && segments_.empty() && shapes_.empty())
        sketch_.segment(to, {points_[0], points_[1]});
    points_.clear();
    segments_.clear();
    circles_.clear();
    shapes_.clear();
    group_ = 0;
}

}  // namespace pipelab::geometry
