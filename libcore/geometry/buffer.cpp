#include "geometry/buffer.hpp"

#include "geometry/boundary_side.hpp"
#include "geometry/generate.hpp"
#include "geometry/members.hpp"
#include "geometry/overlay.hpp"
#include "geometry/raw_offset.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace pipelab::geometry {

std::optional<std::size_t> quadrant_segments_for(double distance, double tolerance) {
    constexpr double quarter_pi = 0x1.921fb54442d18p-1, most = 1 << 20;
    const double half_angle = std::sqrt(2 * (tolerance / std::abs(distance)));
    if (!(half_angle < quarter_pi)) return 1;
    const double segments = std::ceil(quarter_pi / half_angle);
    if (!(segments <= most)) return std::nullopt;
    return static_cast<std::size_t>(segments);
}

Buffering::Buffering(const BufferStyle& style) : style_(style) {
    style_.quadrant_segments = std::max<std::size_t>(style.quadrant_segments, 1);
    const auto directions = regular_polygon(4 * style_.quadrant_segments, {0, 0}, 1);
    directions_.assign(directions.begin(), directions.end());
}

/// Whether nothing can come to lie beyond the largest double.
bool Buffering::in_range(const Shape& shape, double distance) const {
    const double reach = style_.join == Join::miter ? std::max(style_.miter_limit, 2.0) : 2;
    return std::isfinite(largest_coordinate(shape) + std::abs(distance) * reach);
}

RawOffset Buffering::raw(const Shape& shape, const Shape& areas, double distance) const {
    RawOffset offset(distance, style_, directions_);
    for_rings(areas, [&](std::span<const Point> ring) { offset.add_ring(ring); });
    std::vector<Point> points;
    for_members(shape, [&](const Shape& member) {
        if (member.areal()) return;
        for (std::size_t i = 0; is_linear(member) && i < member.paths(); ++i)
            offset.add_line(member.path(i));
        if (!is_linear(member))
            points.insert(points.end(), member.points.begin(), member.points.end());
    });
    if (distance > 0) offset.add_points(points);
    return offset;
}

std::optional<Shape> Buffering::buffer(const Shape& shape, double distance,
                                       base::Control control) const {
    if (!in_range(shape, distance)) return std::nullopt;
    Shape areas = areas_of(shape, control);
    if (distance == 0) return areas;
    const RawOffset offset = raw(shape, areas, distance);
    const Shape hulls = offset.hulls();
    const bool grows = distance > 0;
    const std::array inputs{OverlayInput{&offset.curves(), 0},
                            OverlayInput{&hulls, grows ? std::size_t{0} : 1}};
    return Overlay(inputs, grows ? 1 : 2, FillRule::positive, control)
        .polygons(grows ? SetOperation::union_of_all : SetOperation::difference);
}

std::optional<Shape> Buffering::joined(std::span<const Shape* const> shapes,
                                       std::span<const double> distances,
                                       base::Control control) const {
    const auto differs = [&](double distance) { return distance != distances[0]; };
    if (!shapes.empty() && distances[0] > 0 && style_.join == Join::round &&
        std::none_of(distances.begin(), distances.end(), differs)) {
        Shape all;
        all.type = Shape::Type::collection;
        for (const Shape* shape : shapes) all.members.push_back(*shape);
        return buffer(all, distances[0], control);
    }
    std::vector<Shape> parts;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (!in_range(*shapes[i], distances[i])) return std::nullopt;
        if (distances[i] > 0) {
            const Shape areas = areas_of(*shapes[i], control);
            const RawOffset offset = raw(*shapes[i], areas, distances[i]);
            parts.push_back(offset.curves());
            parts.push_back(offset.hulls());
        } else {
            parts.push_back(*buffer(*shapes[i], distances[i], control));
        }
    }
    return Overlay(parts, FillRule::positive, control).polygons(SetOperation::union_of_all);
}

std::optional<Shape> Buffering::offset_curve(const Shape& shape, double distance,
                                             base::Control control) const {
    if (!in_range(shape, distance)) return std::nullopt;
    BufferStyle style = style_;
    style.cap = Cap::round;
    style.side = BufferSide::both;
    Shape result;
    result.type = Shape::Type::multi_line_string;
    const auto add = [&](std::vector<Point> path) {
        if (distance == 0) return result.add_path(path);
        if (distance > 0) std::reverse(path.begin(), path.end());
        RawOffset offset(std::abs(distance), style, directions_, false);
        offset.add_line(path);
        auto pieces = side_of_boundary(offset.curves(), offset.side(), control);
        if (distance > 0) {
            for (auto& piece : pieces) std::reverse(piece.begin(), piece.end());
            std::reverse(pieces.begin(), pieces.end());
            std::stable_partition(pieces.begin(), pieces.end(),
                                  [](const auto& piece) { return piece.front() != piece.back(); });
        }
        for (const auto& piece : pieces) result.add_path(piece);
    };
    for_rings(areas_of(shape, control), [&](std::span<const Point> ring) {
        std::vector<Point> path(ring.begin(), ring.end());
        path.push_back(ring[0]);
        add(std::move(path));
    });
    for_members(shape, [&](const Shape& member) {
        for (std::size_t i = 0; is_linear(member) && i < member.paths(); ++i)
            add({member.path(i).begin(), member.path(i).end()});
    });
    return result;
}

}  // namespace pipelab::geometry
