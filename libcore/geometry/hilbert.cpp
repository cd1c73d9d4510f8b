#include "geometry/hilbert.hpp"

#include "base/isa.hpp"
#include "base/parallel.hpp"
#include "base/parallel_sort.hpp"
#include "geometry/vectors.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace pipelab::geometry {
namespace {

constexpr std::size_t lanes = 512;
constexpr double last_cell = 0x1.fffffffep31;
constexpr std::size_t block_of_places = std::size_t{1} << 14;

struct Lanes {
    std::uint32_t x[lanes], y[lanes];
    std::uint32_t high[lanes], low[lanes];  ///< halves of the distance
};

/// The cell of a coordinate, monotonically: the products and the difference are.
struct Square {
    double unit;  ///< a power of two that brings coordinates near 1
    Point low;
    double cells;  ///< in one

    explicit Square(const Box& box) {
        const double largest = std::max({std::abs(box.low.x), std::abs(box.low.y),
                                         std::abs(box.high.x), std::abs(box.high.y), 0x1p-1000});
        unit = std::ldexp(1.0, std::max(-std::ilogb(largest), -1000));
        low = {box.low.x * unit, box.low.y * unit};
        const double side = std::max(box.high.x * unit - low.x, box.high.y * unit - low.y);
        cells = side > 0 ? 0x1p32 / side : 0;
    }
};

PIPELAB_ISA_CLONES
void find_cells(const Point* points, std::size_t count, const Square& square, Lanes& to) {
    for (std::size_t i = 0; i < count; ++i) {
        const double x = (points[i].x * square.unit - square.low.x) * square.cells;
        const double y = (points[i].y * square.unit - square.low.y) * square.cells;
        to.x[i] =
            static_cast<std::uint32_t>(static_cast<std::int64_t>(x < last_cell ? x : last_cell));
        to.y[i] =
            static_cast<std::uint32_t>(static_cast<std::int64_t>(y < last_cell ? y : last_cell));
    }
}

/// The quarter of the square at bit `level`, in the order of the curve, and the rest of the way as
/// if the curve of that quarter began at the lower left too: it is transposed in the first and last
/// one, and in the last one turned around.
inline std::uint32_t quarter(std::uint32_t& x, std::uint32_t& y, unsigned level) {
    const std::uint32_t right = x >> level & 1, up = y >> level & 1;
    const std::uint32_t lower = up - 1, turned = -right & lower;
    const std::uint32_t u = x ^ turned, v = y ^ turned, swapped = (u ^ v) & lower;
    x = u ^ swapped, y = v ^ swapped;
    return 3 * right ^ up;
}

PIPELAB_ISA_CLONES
void find_distances(Lanes& lane, std::size_t count) {
    for (std::uint32_t* half : {lane.high, lane.low}) {
        for (std::size_t i = 0; i < count; ++i) half[i] = 0;
        const unsigned first = half == lane.high ? 16 : 0;
        for (unsigned level = first + 16; level-- > first;) {
            for (std::size_t i = 0; i < count; ++i) {
                half[i] = half[i] << 2 | quarter(lane.x[i], lane.y[i], level);
            }
        }
    }
}

struct CurvePlace {
    std::uint64_t distance, index;
    bool operator<(const CurvePlace& other) const {
        return distance != other.distance ? distance < other.distance : index < other.index;
    }
};

}  // namespace

std::uint64_t detail::hilbert_distance(std::uint32_t x, std::uint32_t y) {
    std::uint64_t distance = 0;
    for (unsigned level = 32; level-- > 0;) distance = distance << 2 | quarter(x, y, level);
    return distance;
}

base::Array<std::uint64_t> hilbert_order(std::span<const Point> points) {
    base::Array<std::uint64_t> order(points.size());
    if (points.empty()) return order;
    const Square square(*bounding_box(points));
    base::Array<CurvePlace> places(points.size());
    base::parallel_blocks(
        points.size(), block_of_places, [&](std::size_t, std::size_t begin, std::size_t end) {
            Lanes lane;
            for (; begin < end; begin += lanes) {
                const std::size_t count = std::min(lanes, end - begin);
                find_cells(points.data() + begin, count, square, lane);
                find_distances(lane, count);
                for (std::size_t i = 0; i < count; ++i) {
                    places[begin + i] = {std::uint64_t{lane.high[i]} << 32 | lane.low[i],
                                         begin + i};
                }
            }
        });
    base::parallel_sort(std::span(places), std::less<CurvePlace>());
    base::parallel_blocks(points.size(), block_of_places,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t i = begin; i < end; ++i) order[i] = places[i].index;
                          });
    return order;
}

}  // namespace pipelab::geometry
