#include "geometry/overlay.hpp"

#include "geometry/crossing_formula.hpp"
#include "geometry/face_polygons.hpp"
#include "geometry/face_tour.hpp"
#include "geometry/noding.hpp"
#include "geometry/predicates.hpp"
#include "geometry/ring_edges.hpp"
#include "geometry/rounded.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;

bool is_inside(FillRule rule, std::int64_t winding) {
    switch (rule) {
        case FillRule::even_odd:
            return winding % 2 != 0;
        case FillRule::nonzero:
            return winding != 0;
        case FillRule::positive:
            return winding > 0;
        case FillRule::negative:
            return winding < 0;
    }
    return false;
}

/// In which operands a point lies that moves from face to face.
class Standing {
  public:
    /// `operand_of` tells for each input.
    Standing(std::span<const std::size_t> operand_of, std::size_t operands, FillRule rule)
        : operand_of_(operand_of), windings_(operand_of.size()), parts_(operands), rule_(rule) {}

    /// Across an edge along which a segment of `input` runs, from its right to its left if `turn`
    /// is 1, back if -1.
    void cross(std::size_t input, int turn) {
        const bool was = is_inside(rule_, windings_[input]);
        windings_[input] += turn;
        const bool is = is_inside(rule_, windings_[input]);
        if (was == is) return;
        std::size_t& parts = parts_[operand_of_[input]];
        if (is) {
            inside_ += parts++ == 0;
        } else {
            inside_ -= --parts == 0;
        }
    }
    bool belongs_to(SetOperation operation) const {
        switch (operation) {
            case SetOperation::intersection:
                return inside_ == parts_.size() && inside_ > 0;
            case SetOperation::union_of_all:
                return inside_ > 0;
            case SetOperation::difference:
                return inside_ == 1 && parts_[0] > 0;
            case SetOperation::symmetric_difference:
                return inside_ % 2 == 1;
        }
        return false;
    }

  private:
    std::span<const std::size_t> operand_of_;
    std::vector<std::int64_t> windings_;
    std::vector<std::size_t> parts_;  // of each operand, in which the point lies
    FillRule rule_;
    std::size_t inside_ = 0;  // operands
};

/// The half-edges with a chosen face on their left and none on their right. chooses(standing) is
/// asked in each face; input_of(segment) is the input that a segment belongs to.
template <class Lines, class InputOf, class Chooses>
std::vector<Index> boundary(const Arrangement<Lines>& faces, Standing standing,
                            const InputOf& input_of, const Chooses& chooses) {
    std::vector<bool> chosen(faces.faces().size());
    tour_faces(
        faces,
        [&](Index h) {
            for (const Covering& cover : faces.lines().covers_of(faces.edge(h))) {
                standing.cross(input_of(cover.segment),
                               h % 2 == 0 ? -cover.direction : cover.direction);
            }
        },
        [&](Index face) { chosen[face] = chooses(standing); });
    std::vector<Index> result;
    for (Index h = 0; h < faces.half_edges(); ++h) {
        if (chosen[faces.face(h)] && !chosen[faces.face(twin(h))]) result.push_back(h);
    }
    return result;
}

/// The straight parts of a boundary from corner to corner: half-edges that continue each other
/// alone, in one direction, make one.
std::vector<Side> sides_of(const Arrangement<ExactLinework>& faces,
                           const std::vector<Index>& boundary) {
    constexpr Index none = ~Index{0}, several = none - 1;
    const auto& lines = faces.lines();
    std::vector<Index> leaving(lines.vertices.size(), none);
    for (const Index h : boundary) {
        Index& out = leaving[faces.origin(h)];
        out = out == none ? h : several;
    }
    const auto continued = [&](Index h) {
        const Index out = leaving[faces.origin(twin(h))];
        if (out == several) return none;
        const Segment s = lines.direction(faces.edge(h)), t = lines.direction(faces.edge(out));
        return cross_sign(s.a, s.b, t.a, t.b) == 0 ? out : none;
    };
    std::vector<bool> continues(faces.half_edges());
    for (const Index h : boundary) {
        if (const Index out = continued(h); out != none) continues[out] = true;
    }
    std::vector<Side> sides;
    for (const Index h : boundary) {
        if (continues[h]) continue;
        Index last = h;
        for (Index out = continued(h); out != none; out = continued(last)) last = out;
        sides.push_back({faces.origin(h), faces.origin(twin(last))});
    }
    return sides;
}

/// Whether rounding moves a vertex.
bool is_moved(const ExactLinework& lines, Index vertex) {
    const ExactVertex& v = lines.vertices[vertex];
    if (v.is_end()) return false;
    return compare({lines.segments[v.first], lines.segments[v.second]}, v.rounded) != 0;
}

/// A vertex before rounding.
template <class Numbers>
auto exact_point(const ExactLinework& lines, Index vertex, const Numbers& number) {
    const ExactVertex& v = lines.vertices[vertex];
    if (v.is_end()) return formula::at(number, v.rounded);
    return formula::meeting_point(CrossingPoint{lines.segments[v.first], lines.segments[v.second]},
                                  number);
}

}  // namespace

struct Overlay::State {
    State(std::span<const OverlayInput> inputs, std::size_t operand_count, FillRule fill_rule,
          base::Control control)
        : rule(fill_rule), operands(operand_count) {
        for (const OverlayInput& input : inputs) {
            edges.add(*input.shape);
            input_of.resize(edges.segments.size(), static_cast<Index>(operand_of.size()));
            operand_of.push_back(input.operand);
        }
        lines = exact_linework(edges.segments, control);
        faces.emplace(lines);
    }

    std::vector<Side> sides(SetOperation operation) const {
        return sides_of(*faces, boundary(
                                    *faces, Standing(operand_of, operands, rule),
                                    [&](Index segment) { return input_of[segment]; },
                                    [&](const Standing& at) { return at.belongs_to(operation); }));
    }

    FillRule rule;
    std::size_t operands;
    RingEdges edges;
    std::vector<Index> input_of;          // of segments
    std::vector<std::size_t> operand_of;  // of inputs
    ExactLinework lines;
    std::optional<Arrangement<ExactLinework>> faces;
};

namespace {

std::vector<OverlayInput> each_an_operand(std::span<const Shape> shapes) {
    std::vector<OverlayInput> inputs;
    for (const Shape& shape : shapes) inputs.push_back({&shape, inputs.size()});
    return inputs;
}

}  // namespace

Overlay::Overlay(std::span<const OverlayInput> inputs, std::size_t operands, FillRule rule,
                 base::Control control)
    : state_(std::make_unique<State>(inputs, operands, rule, control)) {}
Overlay::Overlay(std::span<const Shape> operands, FillRule rule, base::Control control)
    : Overlay(each_an_operand(operands), operands.size(), rule, control) {}
Overlay::~Overlay() = default;
Overlay::Overlay(Overlay&&) noexcept = default;
Overlay& Overlay::operator=(Overlay&&) noexcept = default;

namespace {

std::vector<Segment> rounded(const ExactLinework& lines, std::span<const Side> sides) {
    std::vector<Segment> segments;
    for (const Side& side : sides) {
        const Segment s{lines.vertices[side.from].rounded, lines.vertices[side.to].rounded};
        if (s.a != s.b) segments.push_back(s);
    }
    return segments;
}

/// Of sides between vertices that are doubles.
Noding unmoved(const ExactLinework& lines, std::vector<Side> sides) {
    std::vector<Index> number(lines.vertices.size());
    for (const Side& side : sides) number[side.from] = 1;  // each corner begins a side
    base::Array<Point> corners;
    for (Index v = 0; v < number.size(); ++v) {
        if (number[v] == 0) continue;
        number[v] = static_cast<Index>(corners.size());
        const Point p = lines.vertices[v].rounded;
        corners.push_back({p.x + 0.0, p.y + 0.0});  // no -0
    }
    for (Side& side : sides) side = {number[side.from], number[side.to]};
    return noding_of(std::move(corners), sides);
}

}  // namespace

Shape Overlay::polygons(SetOperation operation) const {
    const std::vector<Side> sides = state_->sides(operation);
    const bool moved = std::any_of(sides.begin(), sides.end(), [&](const Side& side) {
        return is_moved(state_->lines, side.from);
    });
    const auto& vertices = state_->lines.vertices;
    const Noding noding =
        moved ? node(rounded(state_->lines, sides)) : unmoved(state_->lines, sides);
    Arrangement<Noding> faces(noding);
    constexpr std::array<std::size_t, 1> itself{0};
    auto around = boundary(
        faces, Standing(itself, 1, FillRule::positive), [](Index) { return 0; },
        [](const Standing& at) { return at.belongs_to(SetOperation::union_of_all); });
    if (around.size() < noding.edges.size()) {
        std::vector<Index> kept(around.size());
        std::transform(around.begin(), around.end(), kept.begin(),
                       [&](Index h) { return faces.edge(h); });
        for (Index i = 0; i < around.size(); ++i) around[i] = 2 * i + around[i] % 2;
        faces = Arrangement<Noding>(noding, kept);
    }
    std::vector<Index> chosen(around.size());
    std::transform(around.begin(), around.end(), chosen.begin(),
                   [&](Index h) { return faces.face(h); });
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    return polygons_of(faces, chosen, RingPoints::corners);
}

std::optional<double> Overlay::area(SetOperation operation) const {
    const std::vector<Side> sides = state_->sides(operation);
    const double area = rounded([&](auto number) {
        auto twice = number(0);
        for (const Side& side : sides) {
            twice = twice + cross(exact_point(state_->lines, side.from, number),
                                  exact_point(state_->lines, side.to, number));
        }
        return twice * number(0.5);
    });
    return std::isfinite(area) ? std::optional(area) : std::nullopt;
}

}  // namespace pipelab::geometry
