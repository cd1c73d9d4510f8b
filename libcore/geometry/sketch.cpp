#include "geometry/sketch.hpp"

#include "geometry/carried.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::geometry {
namespace {

bool finite(Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }

}  // namespace

Sketch::Sketch(double width) : width_(width) { layers_.emplace_back(); }

std::size_t Sketch::add_layer(std::string name, std::size_t colour) {
    Layer& layer = layers_.emplace_back();
    layer.name = std::move(name);
    layer.colour = colour;
    return layers_.size() - 1;
}

void Sketch::dot(std::size_t layer, Point point) {
    if (finite(point)) layers_[layer].dots.push_back(point);
}

void Sketch::straight(std::size_t layer, const Straight& straight) {
    if (finite(straight.a) && finite(straight.b)) layers_[layer].straights.push_back(straight);
}

void Sketch::circle(std::size_t layer, Point centre, double radius) {
    if (finite(centre) && std::isfinite(radius))
        layers_[layer].circles.emplace_back(centre, radius);
}

void Sketch::shape(std::size_t layer, const Shape& shape) {
    for (const Shape& member : shape.members) this->shape(layer, member);
    if (shape.points.empty()) return;
    Layer& to = layers_[layer];
    if (shape.type == Shape::Type::point || shape.type == Shape::Type::multi_point) {
        for (const Point point : shape.points) dot(layer, point);
        return;
    }
    if (!std::all_of(shape.points.begin(), shape.points.end(), finite)) return;
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

void Sketch::label(std::size_t layer, Point at, std::string text, bool centred) {
    if (finite(at) && !text.empty())
        layers_[layer].labels.push_back({at, std::move(text), centred});
}

bool Sketch::empty() const {
    return std::all_of(layers_.begin(), layers_.end(), [](const Layer& layer) {
        return layer.dots.empty() && layer.straights.empty() && layer.circles.empty() &&
               layer.paths.empty();
    });
}

Results& SketchResults::count(std::string_view name, std::uint64_t value) {
    if (name == "cluster" || name == "layer") group_ = static_cast<std::size_t>(value);
    return *this;
}

Results& SketchResults::word(std::string_view name, std::string_view value) {
    if (name == "location") location_ = value;
    return *this;
}

Results& SketchResults::id(std::string_view, std::string_view id) {
    ids_.push_back(id_text(id, style_));
    return *this;
}

Results& SketchResults::carry(std::string_view, std::string_view id) {
    carried_id_ = id.empty() ? std::string() : id_text(id, style_);
    return *this;
}

Results& SketchResults::answer(std::string_view, bool yes) {
    tell(yes);
    return *this;
}

Results& SketchResults::point(std::string_view, Point value) {
    points_.push_back(value);
    return *this;
}

Results& SketchResults::straight(std::string_view, const Straight& value) {
    straights_.push_back(value);
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
    for (const auto& [name, layer] : named_layers_)
        if (name == location_) return layer;
    if (!location_.empty()) {
        const std::size_t layer = sketch_.add_layer(location_, named_layers_.size() + 1);
        return named_layers_.emplace_back(location_, layer).second;
    }
    constexpr std::size_t most_groups = 64;
    const std::size_t group = group_ % most_groups;
    if (layers_.size() <= group) layers_.resize(group + 1);
    if (!layers_[group]) layers_[group] = sketch_.add_layer("", group + 1);
    return *layers_[group];
}

void SketchResults::add_labels(std::size_t layer) {
    if (straights_.size() == 1 && ids_.size() == 2) {
        sketch_.label(layer, straights_[0].a, ids_[0]);
        sketch_.label(layer, straights_[0].b, ids_[1]);
    }
    if (points_.size() == 1 && !carried_id_.empty()) sketch_.label(layer, points_[0], carried_id_);
}

void SketchResults::end() {
    const std::size_t to = layer();
    for (const Shape* shape : shapes_) sketch_.shape(to, *shape);
    for (const auto& [centre, radius] : circles_) sketch_.circle(to, centre, radius);
    for (const Straight& straight : straights_) sketch_.straight(to, straight);
    for (const Point point : points_) sketch_.dot(to, point);
    if (points_.size() == 2 && straights_.empty() && shapes_.empty())
        sketch_.segment(to, {points_[0], points_[1]});
    add_labels(to);
    ids_.clear();
    points_.clear();
    straights_.clear();
    circles_.clear();
    shapes_.clear();
    group_ = 0;
    location_.clear();
}

}  // namespace pipelab::geometry
