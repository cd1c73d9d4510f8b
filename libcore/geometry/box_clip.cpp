#include "geometry/box_clip.hpp"

#include "geometry/circumcentre.hpp"
#include "geometry/predicates.hpp"
#include "geometry/rounded.hpp"

namespace pipelab::geometry::detail {
namespace {

/// Whether the coordinate, rounded or exactly, is beyond `low` or on it. Rounding is monotone: only
/// equality leaves it open. The sign is asked for then.
template <class Sign>
bool at_most(double coordinate, double low, const Sign& sign) {
    return coordinate < low || (coordinate == low && sign() <= 0);
}

/// Whether `at`, a corner of the box of index k, is nearer to p than to q; if neither, whether it
/// becomes so when it moves inwards, across before up or down.
bool nearer(Point at, std::uint32_t k, Point p, Point q) {
    if (const int sign = compare_distances(at, p, at, q); sign != 0) return sign < 0;
    if (p.x != q.x) return (p.x > q.x) == (k == 0 || k == 3);
    return (p.y > q.y) == (k < 2);
}

}  // namespace

Centre circumcentre(Point a, Point b, Point c, const Box& box) {
    const auto centre = [&](auto number) { return formula::circumcentre(number, a, b, c); };
    const auto [x, y] = rounded(centre);
    const auto side = [&](std::size_t coordinate, double value) {
        return [&, coordinate, value] {
            return sign_of([&](auto number) { return centre(number)[coordinate] - number(value); });
        };
    };
    const auto beyond = [&](std::size_t coordinate, double value, double high) {
        const auto sign = side(coordinate, high);
        return at_most(-value, -high, [&] { return -sign(); });
    };
    unsigned outside = 0;
    if (at_most(y, box.low.y, side(1, box.low.y))) outside |= 1;
    if (beyond(0, x, box.high.x)) outside |= 2;
    if (beyond(1, y, box.high.y)) outside |= 4;
    if (at_most(x, box.low.x, side(0, box.low.x))) outside |= 8;
    return {{x + 0.0, y + 0.0}, static_cast<std::uint8_t>(outside)};
}

Bisector::Bisector(Point p, Point q, const Box& box) : p_(p), q_(q), box_(box) {
    for (std::uint32_t k = 0; k < 4; ++k) left_[k] = nearer(corner(box, k), k, p, q);
}

std::optional<Bisector::Part> Bisector::part(const Centre* from, const Centre* to) const {
    std::optional<std::uint32_t> entry, exit;
    for (std::uint32_t k = 0; k < 4; ++k) {
        const bool left = left_[k], next_left = left_[(k + 1) % 4];
        if (left && !next_left) entry = k;
        if (!left && next_left) exit = k;
    }
    if (!entry) return std::nullopt;
    const auto beyond = [](const Centre* centre, std::uint32_t side) {
        return (centre->outside >> side & 1) != 0;
    };
    Part part;
    if (from == nullptr || beyond(from, *entry)) {
        part.start = crossing(*entry);
    } else if (beyond(from, *exit)) {
        return std::nullopt;
    } else {
        part.start = {from->at, {}};
    }
    if (to == nullptr || beyond(to, *exit)) {
        part.end = crossing(*exit);
    } else if (beyond(to, *entry)) {
        return std::nullopt;
    } else {
        part.end = {to->at, {}};
    }
    return part;
}

/// With c the coordinate of the side, x across it and y along it:
/// y = ((q_y - p_y) (q_y + p_y) + (q_x - p_x) (q_x + p_x - 2 c)) / 2 (q_y - p_y).
BisectorEnd Bisector::crossing(std::uint32_t side) const {
    const bool level = side % 2 == 0;
    const Point at = corner(box_, side);
    const double place = level ? at.y : at.x;
    const auto turned = [level](Point v) { return level ? Point{v.y, v.x} : v; };
    const Point p = turned(p_), q = turned(q_);
    const double along = rounded([&](auto number) {
        const auto dx = number(q.x) - number(p.x), dy = number(q.y) - number(p.y);
        const auto sx = number(q.x) + number(p.x), sy = number(q.y) + number(p.y);
        return (dy * sy + dx * (sx - number(2) * number(place))) / (number(2) * dy);
    });
    return {turned({place, along + 0.0}), side};
}

}  // namespace pipelab::geometry::detail
