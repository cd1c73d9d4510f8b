#include "geometry/lines.hpp"

#include "geometry/approach.hpp"
#include "geometry/predicates.hpp"
#include "geometry/vector_formula.hpp"

#include <algorithm>
#include <array>

namespace pipelab::geometry {
namespace {

using namespace formula;

/// Whether a share of the way from a to b with the given signs of itself and of itself minus 1
/// belongs to the curve, and whether it is an end of it.
bool contains(Extent extent, int share, int beyond) {
    return (extent == Extent::line || share >= 0) && (extent != Extent::segment || beyond <= 0);
}
bool is_end(Extent extent, int share, int beyond) {
    return (extent != Extent::line && share == 0) || (extent == Extent::segment && beyond == 0);
}

/// How curves on lines that cross lie to each other; `turn` is the sign of the directions' cross
/// product.
Meeting meeting_across(const Straight& p, const Straight& q, int turn) {
    const int p_share = turn * orientation(p.a, q.a, q.b);
    const int p_beyond = turn * orientation(p.b, q.a, q.b);
    const int q_share = turn * orientation(p.a, q.a, p.b);
    const int q_beyond = turn * orientation(p.a, q.b, p.b);
    if (!contains(p.extent, p_share, p_beyond) || !contains(q.extent, q_share, q_beyond)) {
        return Meeting::none;
    }
    const bool touch = is_end(p.extent, p_share, p_beyond) || is_end(q.extent, q_share, q_beyond);
    return touch ? Meeting::touch : Meeting::cross;
}

/// The part of a line that a curve covers, in the order of before(); no end: unbounded.
struct Interval {
    std::optional<Point> low, high;
};

Interval interval(const Straight& p) {
    const bool forward = before(p.a, p.b);
    const Point low = forward ? p.a : p.b, high = forward ? p.b : p.a;
    if (p.extent == Extent::line && !p.is_point()) return {};
    if (p.extent != Extent::ray || p.is_point()) return {low, high};
    return forward ? Interval{low, {}} : Interval{{}, high};
}

/// What curves on one line have in common.
Interval common(const Straight& p, const Straight& q) {
    Interval result = interval(p);
    const Interval other = interval(q);
    if (!result.low || (other.low && before(*result.low, *other.low))) result.low = other.low;
    if (!result.high || (other.high && before(*other.high, *result.high))) {
        result.high = other.high;
    }
    return result;
}

Meeting meeting_along(const Interval& shared) {
    if (!shared.low || !shared.high || before(*shared.low, *shared.high)) return Meeting::overlap;
    return *shared.low == *shared.high ? Meeting::touch : Meeting::none;
}

bool on_one_line(const Straight& p, const Straight& q) {
    const Straight& base = p.is_point() ? q : p;
    const Straight& other = p.is_point() ? p : q;
    return orientation(base.a, base.b, other.a) == 0 && orientation(base.a, base.b, other.b) == 0;
}

Straight overlap(const Straight& p, const Straight& q, const Interval& shared) {
    std::array ends{p.a, p.b, q.a, q.b};
    const auto [least, most] = std::minmax_element(ends.begin(), ends.end(), before);
    if (shared.low && shared.high) return {*shared.low, *shared.high, Extent::segment};
    if (shared.low) return {*shared.low, *most, Extent::ray};
    if (shared.high) return {*shared.high, *least, Extent::ray};
    return {before(p.a, p.b) ? p.a : p.b, before(p.a, p.b) ? p.b : p.a, Extent::line};
}

Point crossing(const Straight& p, const Straight& q) {
    return rounded_point([&](const auto& number) {
        const auto u = between(number, p.a, p.b), v = between(number, q.a, q.b);
        const auto share = cross(between(number, p.a, q.a), v);
        return at(number, p.a) + u * share / cross(u, v);
    });
}

/// The points of p that may be nearest to another curve, if they do not meet.
int ends(const Straight& p) { return p.extent == Extent::segment && !p.is_point() ? 2 : 1; }

/// The nearest pair of curves that do not meet: one of the two is an end. A line has none that
/// matters beside those of the other, unless both are lines, parallel: any point will do.
std::pair<Approach, bool> nearest_approach(const Straight& p, const Straight& q) {
    std::optional<std::pair<Approach, bool>> best;
    const auto offer = [&](const Straight& from, const Straight& to, bool swapped) {
        for (int i = 0; i < ends(from); ++i) {
            const Approach next(i == 0 ? from.a : from.b, to);
            if (!best || next.compare(best->first) < 0) best.emplace(next, swapped);
        }
    };
    const bool p_endless = p.extent == Extent::line && !p.is_point();
    const bool q_endless = q.extent == Extent::line && !q.is_point();
    if (!p_endless || q_endless) offer(p, q, false);
    if (!q_endless) offer(q, p, true);
    return *best;
}

}  // namespace

bool on(Point p, const Straight& curve) { return meeting({p, p}, curve) != Meeting::none; }

Meeting meeting(const Straight& p, const Straight& q) {
    if (const int turn = cross_sign(p.a, p.b, q.a, q.b); turn != 0) {
        return meeting_across(p, q, turn);
    }
    return on_one_line(p, q) ? meeting_along(common(p, q)) : Meeting::none;
}

Intersection intersection(const Straight& p, const Straight& q) {
    if (const int turn = cross_sign(p.a, p.b, q.a, q.b); turn != 0) {
        const Meeting kind = meeting_across(p, q, turn);
        if (kind == Meeting::none) return {};
        return {kind, crossing(p, q), {}};
    }
    if (!on_one_line(p, q)) return {};
    const Interval shared = common(p, q);
    switch (const Meeting kind = meeting_along(shared)) {
        case Meeting::touch:
            return {kind, shared.low, {}};
        case Meeting::overlap:
            return {kind, {}, overlap(p, q, shared)};
        default:
            return {};
    }
}

Nearest nearest(const Straight& p, const Straight& q) {
    const Intersection shared = intersection(p, q);
    if (shared.point) return {0, *shared.point, *shared.point};
    if (shared.overlap) return {0, shared.overlap->a, shared.overlap->a};
    const auto [approach, swapped] = nearest_approach(p, q);
    const Point from = approach.from(), to = approach.point();
    return {approach.distance(), swapped ? to : from, swapped ? from : to};
}

double distance(const Straight& p, const Straight& q) {
    if (meeting(p, q) != Meeting::none) return 0;
    return nearest_approach(p, q).first.distance();
}

Point foot(Point p, const Straight& curve) { return Approach(p, curve).point(); }

double distance(Point p, const Straight& curve) { return Approach(p, curve).distance(); }

namespace {

/// From start(number), rounded, to start + offset, or to start + offset * 2^64k with the least k
/// for which that is another point.
template <class Start, class Offset>
Straight through(const Start& start, const Offset& offset, Extent extent) {
    const Point first = rounded_point(start);
    Point second = first;
    for (int steps = 0; second == first; ++steps) {
        second = rounded_point([&](const auto& number) {
            auto way = offset(number);
            for (int i = 0; i < steps; ++i) way = way * number(0x1p64);
            return start(number) + way;
        });
    }
    return {first, second, extent};
}

}  // namespace

std::optional<Straight> parallel(Point p, Segment direction) {
    if (direction.a == direction.b) return {};
    return through([=](const auto& number) { return at(number, p); },
                   [=](const auto& number) { return between(number, direction.a, direction.b); },
                   Extent::line);
}

std::optional<Straight> perpendicular(Point p, Segment direction) {
    if (direction.a == direction.b) return {};
    return through(
        [=](const auto& number) { return at(number, p); },
        [=](const auto& number) { return left(between(number, direction.a, direction.b)); },
        Extent::line);
}

std::optional<Straight> perpendicular_bisector(Point a, Point b) {
    if (a == b) return {};
    return through(
        [=](const auto& number) { return (at(number, a) + at(number, b)) * number(0.5); },
        [=](const auto& number) { return left(between(number, a, b)); }, Extent::line);
}

std::optional<Straight> angle_bisector(Point vertex, Point a, Point b) {
    if (vertex == a || vertex == b) return {};
    const bool straight =
        cross_sign(vertex, a, vertex, b) == 0 && dot_sign(vertex, a, vertex, b) < 0;
    return through([=](const auto& number) { return at(number, vertex); },
                   [=](const auto& number) {
                       const auto u = between(number, vertex, a), v = between(number, vertex, b);
                       const auto u_length = sqrt(square(u)), v_length = sqrt(square(v));
                       if (straight) return left(u) / u_length;
                       return (u * v_length + v * u_length) / (u_length * v_length);
                   },
                   Extent::ray);
}

std::vector<Straight> bisectors(Segment first, Segment second) {
    if (first.a == first.b || second.a == second.b) return {};
    const int turn = cross_sign(first.a, first.b, second.a, second.b);
    if (turn == 0) {
        const auto halfway = [=](Point p) {
            return rounded_point([=](auto number) {
                const auto v = between(number, second.a, second.b);
                const auto along = dot(between(number, second.a, p), v);
                const auto foot = at(number, second.a) * square(v) + v * along;
                return (at(number, p) * square(v) + foot) / (2 * square(v));
            });
        };
        return {{halfway(first.a), halfway(first.b), Extent::line}};
    }
    const auto along = [=](double share_first, double share_second) {
        return rounded_point([=](auto number) {
            const auto u = between(number, first.a, first.b);
            const auto v = between(number, second.a, second.b);
            const auto middle = at(number, first.a) +
                                u * cross(between(number, first.a, second.a), v) / cross(u, v);
            return middle + u * number(share_first) / sqrt(square(u)) +
                   v * number(share_second) / sqrt(square(v));
        });
    };
    const Point middle = along(0, 0);
    return {{middle, along(1, 1), Extent::line}, {middle, along(1, -1), Extent::line}};
}

}  // namespace pipelab::geometry
