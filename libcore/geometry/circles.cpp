#include "geometry/circles.hpp"

#include "geometry/predicates.hpp"
#include "geometry/vector_formula.hpp"

#include <array>

namespace pipelab::geometry {
namespace {

using namespace formula;

/// |p - centre|^2 - r^2.
template <class Make>
auto power(const Make& number, Point p, const Circle& circle) {
    const auto r = number(circle.radius);
    return square(between(number, circle.centre, p)) - r * r;
}

/// The sign of the squared distance of the centres minus the squared sum (+1) or difference (-1)
/// of the radii.
int compare_centres(const Circle& first, const Circle& second, double sign) {
    return sign_of([&](const auto& number) {
        const auto r = number(first.radius) + number(sign) * number(second.radius);
        return square(between(number, first.centre, second.centre)) - r * r;
    });
}

/// The line's own quadratic: |a + t u - centre|^2 = r^2 has (u . d +- sqrt(disc)) / u^2, d being
/// the vector from a to the centre.
template <class Make>
auto discriminant(const Make& number, const Circle& circle, const Straight& line) {
    const auto u = between(number, line.a, line.b);
    const auto away = cross(u, between(number, line.a, circle.centre));
    const auto r = number(circle.radius);
    return r * r * square(u) - away * away;
}

Point point_on_line(const Circle& circle, const Straight& line, double sign) {
    return rounded_point([&](const auto& number) {
        const auto u = between(number, line.a, line.b);
        auto share = dot(u, between(number, line.a, circle.centre));
        if (sign != 0) share = share + number(sign) * sqrt(discriminant(number, circle, line));
        return at(number, line.a) + u * share / square(u);
    });
}

/// Whether the nearer (sign -1) or farther root lies within the extent, exactly: by the side of
/// the ends and whether the middle of the roots lies before or behind them.
bool within(const Circle& circle, const Straight& line, int sign) {
    if (line.extent == Extent::line) return true;
    const int a_outside = -side(line.a, circle);
    const int middle_after_a = dot_sign(line.a, line.b, line.a, circle.centre);
    const bool from_a =
        sign < 0 ? middle_after_a >= 0 && a_outside >= 0 : middle_after_a >= 0 || a_outside <= 0;
    if (!from_a || line.extent == Extent::ray) return from_a;
    const int b_outside = -side(line.b, circle);
    const int middle_before_b = dot_sign(line.a, line.b, circle.centre, line.b);
    return sign < 0 ? middle_before_b >= 0 || b_outside <= 0
                    : middle_before_b >= 0 && b_outside >= 0;
}

/// Where circles whose relation is known to allow it meet: sign 1 left, -1 right, 0 on the line
/// of centres.
Point common_point(const Circle& first, const Circle& second, double sign) {
    return rounded_point([&](const auto& number) {
        const auto d = between(number, first.centre, second.centre);
        const auto r = number(first.radius), s = number(second.radius);
        const auto dd = square(d), along = dd + r * r - s * s;
        auto offset = d * along;
        if (sign != 0) {
            offset = offset + left(d) * (number(sign) * sqrt(4 * dd * r * r - along * along));
        }
        return at(number, first.centre) + offset / (2 * dd);
    });
}

/// The tangent that leaves the first circle on the side `sign`; inner: second radius negated.
Segment common_tangent(const Circle& first, const Circle& second, double inner, double sign) {
    const auto touching = [&](const Circle& circle, double turned) {
        return rounded_point([&](const auto& number) {
            const auto d = between(number, first.centre, second.centre);
            const auto r = number(first.radius) - number(inner) * number(second.radius);
            const auto dd = square(d);
            const auto normal = d * r + left(d) * (number(sign) * sqrt(dd - r * r));
            return at(number, circle.centre) +
                   normal * (number(turned) * number(circle.radius)) / dd;
        });
    };
    return {touching(first, 1), touching(second, inner)};
}

/// At the common point of circles that touch.
Segment tangent_at_contact(const Circle& first, const Circle& second) {
    const auto shifted = [&](double share) {
        return rounded_point([&](const auto& number) {
            const auto d = between(number, first.centre, second.centre);
            const auto r = number(first.radius), s = number(second.radius), dd = square(d);
            const auto contact = d * (dd + r * r - s * s) / (2 * dd);
            return at(number, first.centre) + contact + left(d) * number(share);
        });
    };
    return {shifted(0), shifted(1)};
}

}  // namespace

Circle circle_on_diameter(Point a, Point b) {
    const auto [x, y, radius] = rounded([=](auto number) {
        const auto half = number(0.5);
        const auto middle = (at(number, a) + at(number, b)) * half;
        return std::array{middle.x, middle.y, sqrt(square(between(number, a, b))) * half};
    });
    return {{x, y}, radius};
}

int side(Point p, const Circle& circle) {
    return -sign_of([&](const auto& number) { return power(number, p, circle); });
}

std::vector<Point> intersection(const Circle& circle, const Straight& curve) {
    if (curve.is_point()) {
        if (side(curve.a, circle) != 0) return {};
        return {curve.a};
    }
    const int roots =
        sign_of([&](const auto& number) { return discriminant(number, circle, curve); });
    std::vector<Point> result;
    if (roots == 0 && within(circle, curve, -1) && within(circle, curve, 1)) {
        result.push_back(point_on_line(circle, curve, 0));
    }
    if (roots > 0) {
        for (const int sign : {-1, 1}) {
            if (within(circle, curve, sign)) result.push_back(point_on_line(circle, curve, sign));
        }
    }
    return result;
}

Circles relation(const Circle& first, const Circle& second) {
    if (first == second) return Circles::equal;
    const int outside = compare_centres(first, second, 1);
    if (outside > 0) return Circles::separate;
    const int inside = compare_centres(first, second, -1);
    if (inside < 0) return Circles::inside;
    if (inside == 0) return Circles::touch_inside;
    return outside == 0 ? Circles::touch_outside : Circles::cross;
}

std::vector<Point> intersection(const Circle& first, const Circle& second) {
    switch (relation(first, second)) {
        case Circles::cross:
            return {common_point(first, second, 1), common_point(first, second, -1)};
        case Circles::touch_outside:
        case Circles::touch_inside:
            return {common_point(first, second, 0)};
        default:
            return {};
    }
}

std::vector<Segment> tangents(Point p, const Circle& circle) {
    const int where = side(p, circle);
    if (where > 0 || circle.radius == 0) return {};
    // From the centre c with u = p - c: c + (r^2 u +- r sqrt(u^2 - r^2) u') / u^2.
    const auto touching = [&](double sign) {
        return rounded_point([&](const auto& number) {
            const auto u = between(number, circle.centre, p);
            const auto r = number(circle.radius);
            const auto root = sqrt(power(number, p, circle));
            return at(number, circle.centre) +
                   (u * (r * r) + left(u) * (number(sign) * r * root)) / square(u);
        });
    };
    if (where < 0) return {{p, touching(-1)}, {p, touching(1)}};
    const Point second = rounded_point([&](const auto& number) {
        return at(number, p) + left(between(number, p, circle.centre));
    });
    return {{p, second}};
}

std::vector<Segment> common_tangents(const Circle& first, const Circle& second) {
    if (first.centre == second.centre) return {};
    const Circles how = relation(first, second);
    if (how == Circles::inside) return {};
    if (how == Circles::touch_inside) return {tangent_at_contact(first, second)};
    std::vector<Segment> result{common_tangent(first, second, 1, 1)};
    if (first.radius != 0 || second.radius != 0) {
        result.push_back(common_tangent(first, second, 1, -1));
    }
    if (first.radius == 0 || second.radius == 0) return result;
    if (how == Circles::touch_outside) result.push_back(tangent_at_contact(first, second));
    if (how == Circles::separate) {
        result.push_back(common_tangent(first, second, -1, 1));
        result.push_back(common_tangent(first, second, -1, -1));
    }
    return result;
}

std::optional<Point> inverse(Point p, const Circle& mirror) {
    if (p == mirror.centre || mirror.radius == 0) return {};
    return rounded_point([&](const auto& number) {
        const auto u = between(number, mirror.centre, p);
        const auto r = number(mirror.radius);
        return at(number, mirror.centre) + u * (r * r) / square(u);
    });
}

std::optional<CircleOrLine> inverse(Segment line, const Circle& mirror) {
    if (line.a == line.b || mirror.radius == 0) return {};
    if (orientation(line.a, line.b, mirror.centre) == 0) {
        return Straight{line.a, line.b, Extent::line};
    }
    // With n the normal of the line and h = n . (a - m), the diameter is n r^2 / h.
    const auto [x, y, radius] = rounded([&](const auto& number) {
        const auto n = left(between(number, line.a, line.b));
        const auto h = 2 * dot(n, between(number, mirror.centre, line.a));
        const auto rr = number(mirror.radius) * number(mirror.radius);
        const auto centre = at(number, mirror.centre) + n * rr / h;
        return std::array{centre.x, centre.y, sqrt(square(n) * rr * rr / (h * h))};
    });
    return Circle{{x, y}, radius};
}

std::optional<CircleOrLine> inverse(const Circle& circle, const Circle& mirror) {
    if (mirror.radius == 0) return {};
    const int outside = -side(mirror.centre, circle);
    if (outside == 0 && circle.radius == 0) return {};
    const auto image_shift = [&](const auto& number, const auto& divisor) {
        const auto u = between(number, mirror.centre, circle.centre);
        const auto r = number(mirror.radius);
        return u * (r * r) / divisor;
    };
    if (outside == 0) {
        const auto end = [&](double share) {
            return rounded_point([&](const auto& number) {
                const auto u = between(number, mirror.centre, circle.centre);
                return at(number, mirror.centre) + image_shift(number, 2 * square(u)) +
                       left(u) * number(share);
            });
        };
        return Straight{end(0), end(1), Extent::line};
    }
    const auto [x, y, radius] = rounded([&](const auto& number) {
        const auto divisor = power(number, mirror.centre, circle);
        const auto centre = at(number, mirror.centre) + image_shift(number, divisor);
        const auto rr = number(mirror.radius) * number(mirror.radius);
        return std::array{centre.x, centre.y,
                          rr * number(circle.radius) * number(outside) / divisor};
    });
    return Circle{{x, y}, radius};
}

}  // namespace pipelab::geometry
