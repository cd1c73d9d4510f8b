#include "geometry/half_plane_lines.hpp"

#include "base/random.hpp"

#include <algorithm>

namespace pipelab::geometry {
namespace {

using detail::coefficients;

/// Signs of expressions that are linear in the right-hand sides c + far M - w: those of M decide
/// first, then those of c, then those of w.
template <class Expression>
int leading_sign(const Expression& expression, bool far, bool shrunk) {
    const auto sign = [&](auto right_side) {
        return filtered_sign([&](auto number) { return expression(number, right_side(number)); });
    };
    if (far) {
        const int infinite = sign([](auto number) {
            return [=](const auto&, const BoundLine& line) { return number(line.far); };
        });
        if (infinite != 0) return infinite;
    }
    const int finite =
        sign([](auto) { return [](const auto& k, const BoundLine&) { return k.c; }; });
    if (finite != 0 || !shrunk) return finite;
    return -sign(
        [](auto number) { return [=](const auto&, const BoundLine&) { return number(1); }; });
}

}  // namespace

Point direction(const HalfPlane& plane) {
    const auto& v = plane.values;
    if (plane.form == HalfPlane::Form::points) return {v[2] - v[0], v[3] - v[1]};
    return {-v[1], v[0]};
}

std::pair<int, int> direction_signs(const HalfPlane& plane) {
    const Point d = direction(plane);
    return {(d.x > 0) - (d.x < 0), (d.y > 0) - (d.y < 0)};
}

int turn(const HalfPlane& g, const HalfPlane& h) {
    const auto vector = [](const HalfPlane& plane) -> Segment {
        const auto& v = plane.values;
        if (plane.form == HalfPlane::Form::points) return {{v[0], v[1]}, {v[2], v[3]}};
        return {{0, 0}, {-v[1], v[0]}};
    };
    const Segment s = vector(g), t = vector(h);
    return cross_sign(s.a, s.b, t.a, t.b);
}

int side_of_meeting(const BoundLine& g, const BoundLine& h, const BoundLine& k, bool shrunk) {
    const auto expression = [&](auto number, auto right_side) {
        const auto p = coefficients(g.plane, number), q = coefficients(h.plane, number);
        const auto r = coefficients(k.plane, number);
        const auto u = right_side(p, g), v = right_side(q, h);
        return r.a * (u * q.b - v * p.b) + r.b * (p.a * v - q.a * u) -
               right_side(r, k) * (p.a * q.b - q.a * p.b);
    };
    const bool far = g.far + h.far + k.far > 0;
    return leading_sign(expression, far, shrunk) * turn(g.plane, h.plane);
}

int side_of_parallel(const BoundLine& g, const BoundLine& k, bool shrunk) {
    // With (a, b) of k a multiple of that of g, a g.c is that multiple of c where a is not zero.
    const auto [x_sign, y_sign] = direction_signs(g.plane);
    const bool by_a = y_sign != 0;
    const auto expression = [&](auto number, auto right_side) {
        const auto p = coefficients(g.plane, number), r = coefficients(k.plane, number);
        const auto u = right_side(p, g), w = right_side(r, k);
        return by_a ? r.a * u - p.a * w : r.b * u - p.b * w;
    };
    return leading_sign(expression, g.far + k.far > 0, shrunk) * (by_a ? y_sign : -x_sign);
}

Point rounded_meeting(const HalfPlane& g, const HalfPlane& h) {
    const auto [x, y] = rounded([&](auto number) {
        const auto p = coefficients(g, number), q = coefficients(h, number);
        const auto det = p.a * q.b - q.a * p.b;
        return std::array{(p.c * q.b - q.c * p.b) / det, (p.a * q.c - q.a * p.c) / det};
    });
    return {x, y};
}

Point rounded_foot(const HalfPlane& plane) {
    const auto [x, y] = rounded([&](auto number) {
        const auto p = coefficients(plane, number);
        const auto square = p.a * p.a + p.b * p.b;
        return std::array{p.a * p.c / square, p.b * p.c / square};
    });
    return {x, y};
}

BoundLines::BoundLines(std::span<const HalfPlane> planes) {
    lines.reserve(planes.size());
    for (std::size_t i = 0; i < planes.size(); ++i) {
        if (direction_signs(planes[i]) != std::pair(0, 0)) {
            lines.push_back({planes[i], i});
        } else if (planes[i].form == HalfPlane::Form::coefficients && planes[i].values[2] < 0) {
            if (!impossible) impossible = i;
        }
    }
}

std::vector<BoundLine> shuffled(std::span<const BoundLine> lines) {
    std::vector<BoundLine> result(lines.begin(), lines.end());
    const base::Random random(0, 0x1b);
    for (std::size_t i = result.size(); i > 1; --i) {
        std::swap(result[i - 1], result[random.integer(i, i)]);
    }
    return result;
}

LinePart part_of_line(const BoundLine& line, std::span<const BoundLine> others, bool shrunk) {
    LinePart part;
    for (const BoundLine& other : others) {
        const int side = turn(line.plane, other.plane);
        if (side == 0) continue;
        auto& end = side > 0 ? part.upper : part.lower;
        if (!end || side_of_meeting(line, *end, other, shrunk) > 0) end = other;
    }
    if (part.lower && part.upper) {
        part.order = -side_of_meeting(line, *part.upper, *part.lower, shrunk);
    }
    return part;
}

LinearVertex best_vertex(std::span<const BoundLine> lines, std::span<const Point> objectives,
                         bool shrunk) {
    const auto sign_along = [&](auto sign_by) {
        for (const Point objective : objectives) {
            if (const int sign = sign_by(objective); sign != 0) return sign;
        }
        return 1;
    };
    const int x = sign_along([](Point o) { return (o.x > 0) - (o.x < 0); });
    const int y = sign_along([](Point o) { return (o.y > 0) - (o.y < 0); });
    const auto side = [](double a, double b) {
        return BoundLine{HalfPlane::at_most(a, b, 0), no_place, 1};
    };
    const BoundLine box[] = {side(x, 0), side(0, y), side(-x, 0), side(0, -y)};
    LinearVertex best{true, box[0], box[1], {}};
    std::vector<BoundLine> seen(std::begin(box), std::end(box));
    seen.reserve(lines.size() + 4);
    for (const BoundLine& line : lines) {
        if (side_of_meeting(best.first, best.second, line, shrunk) > 0) {
            for (const BoundLine& other : seen) {
                if (turn(line.plane, other.plane) == 0 &&
                    side_of_parallel(line, other, shrunk) > 0) {
                    return {false, line, line, {line, other}};
                }
            }
            const LinePart part = part_of_line(line, seen, shrunk);
            if (part.order < 0) return {false, line, line, {line, *part.lower, *part.upper}};
            const int forward = sign_along([&](Point o) {
                return turn(HalfPlane::at_most(o.x, o.y, 0), line.plane) == 0
                           ? 0
                           : -turn(HalfPlane::at_most(o.x, o.y, 0), line.plane);
            });
            best.first = line;
            best.second = forward > 0 ? *part.upper : *part.lower;
        }
        seen.push_back(line);
    }
    return best;
}

}  // namespace pipelab::geometry
