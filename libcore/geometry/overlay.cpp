#include "geometry/overlay.hpp"

#include "geometry/crossing_formula.hpp"
#include "geometry/face_tour.hpp"
#include "geometry/members.hpp"
#include "geometry/merged_paths.hpp"
#include "geometry/noding.hpp"
#include "geometry/outlines.hpp"
#include "geometry/ring_edges.hpp"
#include "geometry/rounded.hpp"
#include "geometry/windings.hpp"

#include <cmath>
#include <vector>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;

/// In how many operands a point lies that moves from face to face.
class Standing {
  public:
    /// `operand_of` tells for each input.
    Standing(std::span<const std::size_t> operand_of, std::size_t operands, FillRule rule)
        : operand_of_(operand_of), windings_(operand_of.size(), rule), parts_(operands) {}

    void cross(std::size_t input, int turn) {
        windings_.cross(input, turn, [&](bool is_inside) {
            const std::size_t operand = operand_of_[input];
            std::size_t& parts = parts_[operand];
            differences_ -= is_difference(operand);
            if (is_inside) {
                inside_ += parts++ == 0;
            } else {
                inside_ -= --parts == 0;
            }
            differences_ += is_difference(operand);
        });
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
            case SetOperation::union_of_differences:
                return differences_ > 0;
        }
        return false;
    }

  private:
    /// In an operand of even number and not in the next: of the two that one belongs to.
    bool is_difference(std::size_t operand) const {
        const std::size_t even = operand - operand % 2;
        return parts_[even] > 0 && (even + 1 == parts_.size() || parts_[even + 1] == 0);
    }

    std::span<const std::size_t> operand_of_;
    Windings windings_;
    std::vector<std::size_t> parts_;  // of each operand, in which the point lies
    std::size_t inside_ = 0;          // operands
    std::size_t differences_ = 0;
};

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
          base::Control with_control)
        : rule(fill_rule), operands(operand_count), control(with_control) {
        for (const OverlayInput& input : inputs) {
            for_members(*input.shape, [&](const Shape& member) {
                if (!member.areal()) return;
                edges.add(member);
                input_of.resize(edges.segments.size(), static_cast<Index>(operand_of.size()));
                operand_of.push_back(input.operand);
            });
        }
        lines = exact_linework(edges.segments, control);
        faces.emplace(lines);
    }

    /// Which faces belong to the result.
    std::vector<bool> chosen(SetOperation operation) const {
        Standing standing(operand_of, operands, rule);
        std::vector<bool> result(faces->faces().size());
        tour_faces(
            *faces,
            [&](Index h) {
                step_over(*faces, h, [&](Index segment, int turn) {
                    standing.cross(input_of[segment], turn);
                });
            },
            [&](Index face) { result[face] = standing.belongs_to(operation); });
        return result;
    }

    /// The half-edges with the result on their left and not on their right.
    std::vector<Index> boundary(SetOperation operation) const {
        const std::vector<bool> is_in = chosen(operation);
        std::vector<Index> result;
        for (Index h = 0; h < faces->half_edges(); ++h) {
            if (is_in[faces->face(h)] && !is_in[faces->face(twin(h))]) result.push_back(h);
        }
        return result;
    }

    FillRule rule;
    std::size_t operands;
    base::Control control;
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

Shape Overlay::polygons(SetOperation operation, Rounding rounding, RingPoints wanted) const {
    return Outlines(*state_->faces, rounding)
        .polygons(state_->boundary(operation), state_->control, wanted);
}

Shape Overlay::edges_outside(SetOperation operation) const {
    const std::vector<bool> is_in = state_->chosen(operation);
    const auto& faces = *state_->faces;
    return merged_paths(
        faces, [&](Index h) { return !is_in[faces.face(h)] && !is_in[faces.face(twin(h))]; });
}

std::optional<double> Overlay::area(SetOperation operation) const {
    const auto sides = Outlines(*state_->faces).sides(state_->boundary(operation));
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
