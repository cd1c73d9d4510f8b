// The first byte chooses how far points lie off a lattice and whether detail is kept, the second
// the distance and the joins, the third what the shapes are, the rest are points of two shapes.
// Buffers must be valid and hold what they are around, or lie within it.
#include "geometry/buffer.hpp"
#include "geometry/members.hpp"
#include "geometry/overlay.hpp"
#include "geometry/relate.hpp"
#include "geometry/validity.hpp"
#include "lattice_shapes.hpp"

using namespace pipelab::geometry;
using namespace pipelab::fuzz;

namespace {

/// Whether some of `shape` is not in `other`.
bool reaches_beyond(const Shape& shape, const Shape& other) {
    const auto matrix = relate(shape, other);
    return matrix.at(Location::inside, Location::outside) != IntersectionMatrix::nothing ||
           matrix.at(Location::boundary, Location::outside) != IntersectionMatrix::nothing;
}

void check_buffer(const Buffering& buffering, const Shape& shape, double distance, Join join) {
    const Shape buffer = buffering.buffer(shape, distance).value();
    require(defects(buffer).empty(), "a buffer is not valid");
    // Slivers thinner than what rounding moves are no part of areas.
    const Shape areas = areas_of(shape);
    if (distance < 0) require(!reaches_beyond(buffer, areas), "a buffer reaches beyond the area");
    // Bevels may pass through a vertex.
    if (distance > 0 && join == Join::round)
        require(!reaches_beyond(has_rings(shape) ? areas : shape, buffer),
                "a buffer does not hold what it is around");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 3 || size > 36) return 0;
    constexpr std::array distances{0.25, 1.0, 3.0, -0.5, -2.0, 0x1p-40, 1e6, 0.0};
    const double distance = distances[data[1] % 8];
    BufferStyle style;
    style.blurs_detail = data[0] / 4 % 2 == 0;
    style.join = std::array{Join::round, Join::miter, Join::bevel}[data[1] / 8 % 3];
    style.quadrant_segments = 1 + data[1] / 24u;
    const auto paths = lattice_paths(data + 3, size - 3, steps[data[0] % 4]);
    const std::array shapes{shape_of(paths[0], data[2]), shape_of(paths[1], data[2] / 6u)};
    const Buffering buffering(style);
    for (const Shape& shape : shapes) check_buffer(buffering, shape, distance, style.join);

    const std::array pointers{&shapes[0], &shapes[1]};
    const Shape joined = buffering.joined(pointers, std::array{distance, distance}).value();
    require(defects(joined).empty(), "joined buffers are not valid");
    // Together, slivers thinner than what rounding moves may go where alone they do not.
    if (distance > 0 && style.join == Join::round && data[0] % 4 == 0) {
        for (const Shape& shape : shapes)
            require(!reaches_beyond(has_rings(shape) ? areas_of(shape) : shape, joined),
                    "joined buffers do not hold what they are around");
    }
    return 0;
}
