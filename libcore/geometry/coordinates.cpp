#include "geometry/coordinates.hpp"

#include "io/chunk.hpp"
#include "io/number_text.hpp"
#include "io/print.hpp"

#include <cmath>

namespace pipelab::geometry::detail {
namespace {

std::string shown(Point p) { return "(" + io::printed(p.x) + " " + io::printed(p.y) + ")"; }

}  // namespace

void Coordinates::fail(std::size_t offset, const std::string& message) const {
    throw base::DataError(io::position_at(start_, text_, offset), message);
}

void Coordinates::pass(std::size_t begin, std::size_t end) const {
    const std::string_view token = text_.substr(begin, end - begin);
    const auto scanned = io::detail::scan_number(token, grammar_);
    if (!scanned) fail(begin, "expected a number, found " + io::detail::quoted(token));
    if (std::isinf(io::detail::nearest_double(*scanned, token)))
        fail(begin, "number beyond the range of double");
}

void Coordinates::end_ring(std::size_t first, std::size_t offset) {
    const std::size_t count = points() - first;
    if (count < 4)
        fail(offset, "expected a ring of at least 4 points, the last equal to the first; found " +
                         std::to_string(count));
    rings_.push_back({first, count, offset});
}

void Coordinates::read() {
    values_ = column_.finish();
    const auto point = [&](std::size_t i) { return Point{values_[2 * i], values_[2 * i + 1]}; };
    for (const Ring& ring : rings_) {
        const Point first = point(ring.first), last = point(ring.first + ring.count - 1);
        if (first != last)
            fail(ring.offset, "ring is not closed: its first point is " + shown(first) +
                                  ", its last " + shown(last));
    }
}

void Coordinates::fill(Shape& shape) {
    const std::size_t closing = shape.areal() ? 1 : 0;
    std::size_t all = shape.path_ends.empty() ? 0 : shape.path_ends.back();
    shape.points.resize(all - closing * shape.paths());
    std::size_t begin = 0;
    Point* to = shape.points.data();
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        const std::size_t end = shape.path_ends[i];
        for (; begin < end - closing; ++begin, filled_ += 2)
            *to++ = {values_[filled_], values_[filled_ + 1]};
        begin += closing;
        filled_ += 2 * closing;
        shape.path_ends[i] -= closing * (i + 1);
    }
    for (Shape& member : shape.members) fill(member);
}

}  // namespace pipelab::geometry::detail
