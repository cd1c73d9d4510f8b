#include "geometry/row.hpp"

#include <array>
#include <numeric>

namespace pipelab::geometry {
namespace {

void draw(Sketch& sketch, Operand operand, Row& row) {
    switch (operand) {
        case Operand::number:
            row.number();
            return;
        case Operand::point:
            return sketch.dot(0, row.point());
        case Operand::vector:
            return sketch.segment(0, {{}, row.point()});
        case Operand::segment:
            return sketch.segment(0, row.segment());
        case Operand::ray:
        case Operand::line: {
            const Segment s = row.segment();
            return sketch.straight(
                0, {s.a, s.b, operand == Operand::ray ? Extent::ray : Extent::line});
        }
        case Operand::triangle: {
            const Point a = row.point(), b = row.point();
            return sketch.shape(0, polygon_shape(std::array{a, b, row.point()}));
        }
        case Operand::circle: {
            const Point centre = row.point();
            return sketch.circle(0, centre, row.number());
        }
    }
}

}  // namespace

std::size_t width_of(Operand operand) {
    switch (operand) {
        case Operand::number:
            return 1;
        case Operand::point:
        case Operand::vector:
            return 2;
        case Operand::circle:
            return 3;
        case Operand::segment:
        case Operand::ray:
        case Operand::line:
            return 4;
        case Operand::triangle:
            return 6;
    }
    return 0;
}

std::size_t width_of(std::span<const Operand> operands) {
    return std::accumulate(operands.begin(), operands.end(), std::size_t{0},
                           [](std::size_t sum, Operand each) { return sum + width_of(each); });
}

std::vector<std::size_t> places_of_radii(std::span<const Operand> operands) {
    std::vector<std::size_t> places;
    std::size_t width = 0;
    for (const Operand operand : operands) {
        width += width_of(operand);
        if (operand == Operand::circle) places.push_back(width - 1);
    }
    return places;
}

void draw(Sketch& sketch, std::span<const Operand> operands, Row row) {
    for (const Operand operand : operands) draw(sketch, operand, row);
}

}  // namespace pipelab::geometry
