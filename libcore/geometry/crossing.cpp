#include "geometry/crossing.hpp"

#include "geometry/crossing_formula.hpp"
#include "geometry/formula.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>

namespace pipelab::geometry {
namespace {

using namespace formula;

int whole_sign(const CrossingPoint& p) { return cross_sign(p.s.a, p.s.b, p.t.a, p.t.b); }

/// A coordinate of the point minus `origin`, times whole.
template <class Number>
auto offset(const CrossingPoint& p, double Point::*axis, double origin, Number number) {
    return (number(p.s.a.*axis) - number(origin)) * whole(p, number) +
           share(p, number) * (number(p.s.b.*axis) - number(p.s.a.*axis));
}

int compare_coordinate(const CrossingPoint& p, double Point::*axis, double value) {
    return whole_sign(p) *
           filtered_sign([&](auto number) { return offset(p, axis, value, number); });
}

int compare_coordinate(const CrossingPoint& p, const CrossingPoint& q, double Point::*axis) {
    const int sign = filtered_sign([&](auto number) {
        return offset(p, axis, 0, number) * whole(q, number) -
               offset(q, axis, 0, number) * whole(p, number);
    });
    return sign * whole_sign(p) * whole_sign(q);
}

Segment ordered(const Segment& s) { return before(s.b, s.a) ? Segment{s.b, s.a} : s; }

bool boxes_meet(const Segment& s, const Segment& t) {
    return std::max(s.a.x, s.b.x) >= std::min(t.a.x, t.b.x) &&
           std::max(t.a.x, t.b.x) >= std::min(s.a.x, s.b.x) &&
           std::max(s.a.y, s.b.y) >= std::min(t.a.y, t.b.y) &&
           std::max(t.a.y, t.b.y) >= std::min(s.a.y, s.b.y);
}

bool contains(const Segment& s, Point p) {
    return boxes_meet(s, {p, p}) && orientation(s.a, s.b, p) == 0;
}

/// Whether b is between the others.
bool apart(double a, double b, double c) { return (a < b && b < c) || (a > b && b > c); }

}  // namespace

Meeting meeting(const Segment& s, const Segment& t) {
    if (!boxes_meet(s, t)) return Meeting::none;
    // Edges of noded linework share ends; they share no more if they leave to different sides.
    if (s.a == t.a || s.a == t.b || s.b == t.a || s.b == t.b) {
        const bool first = s.a == t.a || s.a == t.b;
        const Point shared = first ? s.a : s.b, end = first ? s.b : s.a;
        const Point other = t.a == shared ? t.b : t.a;
        if (apart(end.x, shared.x, other.x) || apart(end.y, shared.y, other.y) ||
            orientation(t.a, t.b, end) != 0)
            return Meeting::touch;
    }
    const int sa = orientation(t.a, t.b, s.a), sb = orientation(t.a, t.b, s.b);
    if (sa * sb > 0) return Meeting::none;
    const int ta = orientation(s.a, s.b, t.a), tb = orientation(s.a, s.b, t.b);
    if (ta * tb > 0) return Meeting::none;
    if (sa * sb < 0 && ta * tb < 0) return Meeting::cross;
    if (sa != 0 || sb != 0 || ta != 0 || tb != 0) return Meeting::touch;
    const Segment low = ordered(s), high = ordered(t);
    const Point begin = before(low.a, high.a) ? high.a : low.a;
    const Point end = before(low.b, high.b) ? low.b : high.b;
    if (begin == end) return Meeting::touch;
    return before(begin, end) ? Meeting::overlap : Meeting::none;
}

Point least_common_end(const Segment& s, const Segment& t) {
    const Segment first = ordered(s), second = ordered(t);
    const Point latest = before(first.a, second.a) ? second.a : first.a;
    for (const Point end : {latest, first.a, second.a, first.b}) {
        if (contains(first, end) && contains(second, end)) return end;
    }
    return second.b;
}

Point rounded_point(const CrossingPoint& p) {
    return formula::rounded_point([&](const auto& number) { return meeting_point(p, number); });
}

int compare_x(const CrossingPoint& p, double x) { return compare_coordinate(p, &Point::x, x); }
int compare_y(const CrossingPoint& p, double y) { return compare_coordinate(p, &Point::y, y); }

int compare(const CrossingPoint& p, Point q) {
    const int by_x = compare_x(p, q.x);
    return by_x != 0 ? by_x : compare_y(p, q.y);
}

int compare(const CrossingPoint& p, const CrossingPoint& q) {
    const int by_x = compare_coordinate(p, q, &Point::x);
    return by_x != 0 ? by_x : compare_coordinate(p, q, &Point::y);
}

int compare_along(const Segment& s, const Segment& t, const Segment& u) {
    const CrossingPoint p{s, t}, q{s, u};
    const int sign = filtered_sign([&](auto number) {
        return share(p, number) * whole(q, number) - share(q, number) * whole(p, number);
    });
    return sign * whole_sign(p) * whole_sign(q);
}

}  // namespace pipelab::geometry
