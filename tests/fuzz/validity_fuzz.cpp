// The first byte chooses how far points lie off a lattice and how shapes are mended, the second
// what they are, the rest are points of two shapes. What has been made valid must be valid, stay as
// it is and have the area that its rings say; what was valid must stay too.
#include "geometry/overlay.hpp"
#include "geometry/validity.hpp"
#include "lattice_shapes.hpp"

#include <cmath>

using namespace pipelab::geometry;
using namespace pipelab::fuzz;

namespace {

double area_of(const Shape& shape) {
    return Overlay({&shape, 1}, FillRule::even_odd).area(SetOperation::union_of_all).value();
}

void check(const Shape& shape, Repair repair, bool keep_collapsed) {
    const bool is_valid = defects(shape).empty();
    const Shape valid = made_valid(shape, repair, keep_collapsed);
    require(defects(valid).empty(), "what has been made valid is not");
    require(made_valid(valid, repair, keep_collapsed) == valid, "what is valid does not stay");
    if (is_valid && shape.areal()) require(valid == shape, "what was valid has not stayed");
    if (shape.areal() && repair == Repair::linework) {
        const double before = area_of(shape), after = area_of(valid);
        require(std::abs(before - after) <= 1e-12 * (1 + before), "an area has changed");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 2 || size > 60) return 0;
    const auto paths = lattice_paths(data + 2, size - 2, steps[data[0] % 4]);
    const Repair repair = data[0] / 4 % 2 == 0 ? Repair::structure : Repair::linework;
    const bool keep_collapsed = data[0] / 8 % 2 != 0;
    check(shape_of(paths[0], data[1]), repair, keep_collapsed);
    check(shape_of(paths[1], data[1] / 6u), repair, keep_collapsed);
    return 0;
}
