// The first byte chooses how far points lie off a lattice and whether detail is kept, the second
// the distance and the joins, the third what the shapes are, the rest are points of two shapes.
// Buffers must be valid, hold what they are around, or lie within it, and be those of the parts.
#include "geometry/buffer.hpp"
#include "geometry/members.hpp"
#include "geometry/overlay.hpp"
#include "geometry/relate.hpp"
#include "geometry/validity.hpp"
#include "lattice_shapes.hpp"

#include <cmath>

using namespace pipelab::geometry;
using namespace pipelab::fuzz;

namespace {

double area_of(const Shape& shape) {
    return Overlay({&shape, 1}, FillRule::even_odd).area(SetOperation::union_of_all).value();
}

double common_area(const std::array<Shape, 2>& shapes) {
    return Overlay(shapes, FillRule::even_odd).area(SetOperation::intersection).value();
}

void check_buffer(const Buffering& buffering, const Shape& shape, double distance) {
    const Shape buffer = buffering.buffer(shape, distance).value();
    require(defects(buffer).empty(), "a buffer is not valid");
    const Shape areas = areas_of(shape);
    if (distance < 0) {
        require(
            buffer.empty() || holds(Relation::within, PreparedShape(buffer), PreparedShape(areas)),
            "a buffer to the inside reaches beyond the area");
    } else if (distance > 0 && !shape.empty()) {
        require(holds(Relation::covers, PreparedShape(buffer), PreparedShape(shape)),
                "a buffer does not hold what it is around");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 3 || size > 50) return 0;
    constexpr std::array distances{0.25, 1.0, 3.0, -0.5, -2.0, 0x1p-40, 1e6, 0.0};
    const double distance = distances[data[1] % 8];
    BufferStyle style;
    style.blurs_detail = data[0] / 4 % 2 == 0;
    style.join = std::array{Join::round, Join::miter, Join::bevel}[data[1] / 8 % 3];
    style.quadrant_segments = 1 + data[1] / 24u;
    const auto paths = lattice_paths(data + 3, size - 3, steps[data[0] % 4]);
    const std::array shapes{shape_of(paths[0], data[2]), shape_of(paths[1], data[2] / 6u)};
    const Buffering buffering(style);
    for (const Shape& shape : shapes) check_buffer(buffering, shape, distance);

    const std::array pointers{&shapes[0], &shapes[1]};
    const Shape joined = buffering.joined(pointers, std::array{distance, distance}).value();
    require(defects(joined).empty(), "joined buffers are not valid");
    if (distance > 0 && !style.blurs_detail) {
        const std::array parts{*buffering.buffer(shapes[0], distance),
                               *buffering.buffer(shapes[1], distance)};
        const double all = area_of(parts[0]) + area_of(parts[1]) - common_area(parts);
        require(std::abs(all - area_of(joined)) <= 1e-9 * (1 + all),
                "joined buffers are not the union of buffers");
    }
    return 0;
}
