#include "geometry/offset_formula.hpp"

#include "geometry/vector_formula.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pipelab::geometry::offset {
namespace {

using formula::between;

/// Whether a number is known to 70 bits, or to be as near to 0 as that is to `scale`: then it is 0.
bool nearly_settled(const Bounded& value, double scale, double& result) {
    result = std::abs(value.hi) <= value.error ? 0 : value.hi;
    const double size = result == 0 ? scale : std::abs(result);
    return std::isfinite(value.hi) && value.error <= 0x1p-70 * size;
}

}  // namespace

double length_of(Point a, Point b) {
    const double x = std::abs(b.x - a.x), y = std::abs(b.y - a.y), most = std::max(x, y);
    if (most == 0 || !std::isfinite(most)) return most;
    const double ratio = std::min(x, y) / most;
    return most * std::sqrt(1 + ratio * ratio);
}

Point to_parallel(Point a, Point b, double distance) {
    return formula::rounded_point([&](const auto& number) {
        const auto along = between(number, a, b);
        return left(along) * number(-distance) / sqrt(square(along));
    });
}

double cut(Point to_first, Point to_second, double distance) {
    const auto unit = [&](Point v) { return Point{v.x / distance, v.y / distance}; };
    const Point u = unit(to_first), v = unit(to_second);
    const double cosine = u.x * v.x + u.y * v.y, sine = u.x * v.y - u.y * v.x;
    if (!(1 + cosine > 0x1p-40)) return std::numeric_limits<double>::infinity();
    return std::abs(distance * sine / (1 + cosine));
}

Point meeting_of_parallels(Point a, Point b, Point c, double distance) {
    const auto meeting = [&](const auto& number) {
        const auto in = between(number, a, b), out = between(number, b, c);
        const auto sum = in * sqrt(square(out)) - out * sqrt(square(in));
        return formula::at(number, b) + sum * number(distance) / cross(in, out);
    };
    const auto near = meeting(BoundedNumbers{});
    Point result;
    const double scale = std::abs(distance);
    if (nearly_settled(near.x, scale, result.x) && nearly_settled(near.y, scale, result.y))
        return result;
    return formula::rounded_point(meeting, 1024);
}

bool within_miter_limit(Point a, Point b, Point c, double limit) {
    // The tip is at 1 / cos of half the turn: 2 <= limit^2 (1 + cos), times both lengths.
    const int roots =
        sign_of([&](const auto& number) { return square(number(limit)) - number(2); });
    const int dots = sign_of(
        [&](const auto& number) { return dot(between(number, a, b), between(number, b, c)); });
    if (roots >= 0 && dots >= 0) return true;
    if (roots <= 0 && dots <= 0) return false;
    const int larger = sign_of([&](const auto& number) {
        const auto in = between(number, a, b), out = between(number, b, c);
        const auto factor = square(number(limit)) - number(2);
        const auto product = square(number(limit)) * dot(in, out);
        return square(factor) * (square(in) * square(out)) - square(product);
    });
    return roots > 0 ? larger >= 0 : larger <= 0;
}

}  // namespace pipelab::geometry::offset
