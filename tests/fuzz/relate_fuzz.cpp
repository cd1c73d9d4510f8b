// The first byte chooses how far points lie off a lattice, the second what the shapes are, the rest
// are points of two shapes. Relations must look the same from both sides, be those of the whole
// arrangement, and agree with where points lie and with areas.
#include "geometry/members.hpp"
#include "geometry/overlay.hpp"
#include "geometry/relate.hpp"
#include "geometry/relate_pieces.hpp"
#include "lattice_shapes.hpp"

using namespace pipelab::geometry;
using namespace pipelab::fuzz;

namespace {

void check_itself(const PreparedShape& a) {
    const auto matrix = relate(a, a);
    require(matrix == matrix.transposed(), "a shape lies to itself in two ways");
    require(holds(Relation::equals, a, a), "a shape does not equal itself");
    const bool nothing = matrix.dimension_a() == IntersectionMatrix::nothing;
    require(nothing != holds(Relation::covers, a, a), "a shape does not cover itself");
}

void check_points(const PreparedShape& a, const Shape& points) {
    for (const Point p : points.points) {
        const Shape shape = point_shape(p);
        const auto matrix = relate(PreparedShape(shape), a);
        const Location found = a.locate(p);
        for (const Location at : {Location::inside, Location::boundary, Location::outside})
            require((matrix.at(Location::inside, at) == 0) == (found == at),
                    "a point does not lie where it is located");
    }
}

void check_areas(const IntersectionMatrix& matrix, const std::array<Shape, 2>& shapes) {
    const Overlay overlay(shapes, FillRule::even_odd);
    const auto any = [&](SetOperation operation) { return overlay.area(operation).value() > 0; };
    const bool common = matrix.at(Location::inside, Location::inside) == 2;
    const bool rest = matrix.at(Location::inside, Location::outside) == 2;
    require(common || !any(SetOperation::intersection), "what shapes have in common is not");
    require(rest || !any(SetOperation::difference), "a shape is not all in the other");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 2 || size > 60) return 0;
    const auto paths = lattice_paths(data + 2, size - 2, steps[data[0] % 4]);
    const std::array shapes{shape_of(paths[0], data[1]), shape_of(paths[1], data[1] / 6u)};
    const PreparedShape a(shapes[0]), b(shapes[1]);
    const auto matrix = relate(a, b);
    require(relate(b, a).transposed() == matrix, "relations depend on who asks");
    require(pipelab::geometry::detail::relate(a.pieces(), b.pieces()) == matrix,
            "a relation is not that of the arrangement");
    for (int i = 0; i <= static_cast<int>(Relation::within); ++i) {
        const auto relation = static_cast<Relation>(i);
        require(holds(relation, a, b) == holds(relation, matrix),
                "a named relation is not that of the matrix");
    }
    check_itself(a);
    check_points(a, shape_of(paths[1], 5));
    check_areas(matrix, shapes);
    return 0;
}
