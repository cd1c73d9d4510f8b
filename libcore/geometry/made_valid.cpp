#include "geometry/members.hpp"
#include "geometry/overlay.hpp"
#include "geometry/region_locator.hpp"
#include "geometry/validity.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

using Type = Shape::Type;

/// The members as one shape: nothing, that of one, a collection.
Shape gathered(std::vector<Shape> members, Type type) {
    std::erase_if(members, [](const Shape& member) { return member.empty(); });
    Shape result;
    result.type = type;
    if (members.size() == 1) return std::move(members[0]);
    if (members.empty()) return result;
    result.type = Type::collection;
    result.members = std::move(members);
    return result;
}

void add_places(const Shape& shape, std::vector<Point>& places) {
    for (std::size_t i = 0; i < shape.paths(); ++i)
        if (is_place(shape.path(i))) places.push_back(shape.path(i)[0]);
}

/// The points that lie in no region.
Shape collapsed_points(std::vector<Point> points, std::span<const Shape> region) {
    if (!points.empty() && !region.empty()) {
        const RegionLocator locator(region, FillRule::even_odd);
        std::erase_if(points, [&](Point p) { return locator.locate(p) != Location::outside; });
    }
    std::sort(points.begin(), points.end(), before);
    points.erase(std::unique(points.begin(), points.end()), points.end());
    Shape result;
    result.type = points.size() == 1 ? Type::point : Type::multi_point;
    if (!points.empty()) result.add_path(points);
    return result;
}

/// The lines that have two different points.
Shape without_places(const Shape& lines) {
    Shape result;
    result.type = lines.type;
    for (std::size_t i = 0; i < lines.paths(); ++i)
        if (!is_one_place(lines.path(i))) result.add_path(lines.path(i));
    return result;
}

/// The shells of a shape as operands of even number, the holes of each as the next one.
class ShellsAndHoles {
  public:
    explicit ShellsAndHoles(const Shape& shape) {
        for (std::size_t i = 0; i < shape.parts(); ++i) {
            const auto [begin, end] = shape.part(i);
            for (std::size_t ring = begin; ring < end; ++ring) {
                rings_.push_back(polygon_shape(shape.path(ring)));
                operands_.push_back(2 * i + (ring > begin ? 1 : 0));
            }
        }
        for (std::size_t i = 0; i < rings_.size(); ++i)
            inputs_.push_back({&rings_[i], operands_[i]});
    }
    ShellsAndHoles(const ShellsAndHoles&) = delete;
    std::span<const OverlayInput> inputs() const { return inputs_; }

  private:
    std::vector<Shape> rings_;
    std::vector<std::size_t> operands_;
    std::vector<OverlayInput> inputs_;
};

Shape valid_area(const Shape& shape, Repair repair, bool keep_collapsed, base::Control control) {
    const auto result = [&](const Overlay& overlay, SetOperation operation) {
        std::vector<Shape> members{unpacked(overlay.polygons(operation))};
        if (keep_collapsed) {
            // Rounding may have made a place of an edge.
            const Shape edges = overlay.edges_outside(operation);
            std::vector<Point> places;
            add_places(shape, places), add_places(edges, places);
            const Shape points = collapsed_points(std::move(places), {&members[0], 1});
            members.push_back(without_places(edges));
            if (members[1].paths() == 1) members[1].type = Type::line_string;
            members.push_back(points);
        }
        return gathered(std::move(members), shape.type);
    };
    if (repair == Repair::linework || shape.type == Type::rings) {
        const OverlayInput whole{&shape, 0};
        return result(Overlay({&whole, 1}, 1, FillRule::even_odd, control),
                      SetOperation::union_of_all);
    }
    const ShellsAndHoles rings(shape);
    return result(Overlay(rings.inputs(), 2 * shape.parts(), FillRule::nonzero, control),
                  SetOperation::union_of_differences);
}

Shape valid_lines(const Shape& shape, bool keep_collapsed) {
    std::vector<Shape> members{without_places(shape)};
    std::vector<Point> places;
    add_places(shape, places);
    if (keep_collapsed) members.push_back(collapsed_points(std::move(places), {}));
    return gathered(std::move(members), shape.type);
}

}  // namespace

Shape made_valid(const Shape& shape, Repair repair, bool keep_collapsed, base::Control control) {
    if (shape.type == Type::collection) {
        Shape result;
        result.type = Type::collection;
        for (const Shape& member : shape.members) {
            Shape valid = made_valid(member, repair, keep_collapsed, control);
            if (!valid.empty() || member.empty()) result.members.push_back(std::move(valid));
        }
        return result;
    }
    if (defects(shape, control).empty()) return shape;
    return shape.areal() ? valid_area(shape, repair, keep_collapsed, control)
                         : valid_lines(shape, keep_collapsed);
}

}  // namespace pipelab::geometry
