// The first byte chooses the fill rule, how far points lie off a lattice and what is checked, the
// rest are points of rings of two shapes. Areas must add up, results be valid and stay what they
// are when they are laid over nothing.
#include "geometry/noding.hpp"
#include "geometry/overlay.hpp"
#include "geometry/ring_edges.hpp"
#include "lattice_shapes.hpp"

#include <array>
#include <cmath>

using namespace pipelab::fuzz;
using namespace pipelab::geometry;

namespace {

std::array<Shape, 2> shapes_of(const unsigned char* data, std::size_t size, double step) {
    const auto paths = lattice_paths(data, size, step);
    return {shape_of(paths[0], 0), shape_of(paths[1], 0)};
}

void check_result(const Shape& result, Rounding rounding) {
    RingEdges edges;
    edges.add(result);
    for (const ExactVertex& vertex : split(edges.segments).vertices)
        require(vertex.is_end(), "edges of a result cross");
    const Shape again =
        Overlay({&result, 1}, FillRule::positive).polygons(SetOperation::union_of_all, rounding);
    require(again.points == result.points && again.path_ends == result.path_ends &&
                again.part_ends == result.part_ends,
            "a result does not stay");
}

bool near(double a, double b) { return std::abs(a - b) <= 1e-12 * (1 + std::abs(a)); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 1 || size > 60) return 0;
    constexpr std::array rules{FillRule::even_odd, FillRule::nonzero, FillRule::positive,
                               FillRule::negative};
    const FillRule rule = rules[data[0] % 4];
    const auto shapes = shapes_of(data + 1, size - 1, steps[data[0] / 4 % 4]);
    const Overlay both(shapes, rule);
    const auto area = [](const Overlay& overlay, SetOperation operation) {
        return overlay.area(operation).value();
    };
    const double common = area(both, SetOperation::intersection);
    const double left = area(both, SetOperation::difference);
    const double all = area(both, SetOperation::union_of_all);
    const double first = area(Overlay({&shapes[0], 1}, rule), SetOperation::union_of_all);
    const double second = area(Overlay({&shapes[1], 1}, rule), SetOperation::union_of_all);
    require(near(first, common + left), "a shape is not what is in the other and what is not");
    require(near(all + common, first + second), "union and intersection do not add up");
    require(near(area(both, SetOperation::symmetric_difference) + common, all),
            "the symmetric difference is not the union without the intersection");
    const Rounding rounding = data[0] / 16 % 2 == 0 ? Rounding() : Rounding(0.25);
    check_result(both.polygons(data[0] / 32 % 2 == 0 ? SetOperation::intersection
                                                     : SetOperation::symmetric_difference,
                               rounding),
                 rounding);
    return 0;
}
