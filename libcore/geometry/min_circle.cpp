#include "geometry/min_circle.hpp"

#include "base/isa.hpp"
#include "base/parallel.hpp"
#include "geometry/circumcentre.hpp"
#include "geometry/near_distance.hpp"
#include "geometry/predicates.hpp"
#include "geometry/rounded.hpp"
#include "geometry/vector_formula.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace pipelab::geometry {
namespace {

constexpr std::size_t distances_at_once = 512;
constexpr std::size_t block_of_distances = std::size_t{1} << 16;

using formula::between;
using Support = std::vector<std::size_t>;

/// Where a point is to the circle of a support of one, two or three points: 1 outside, 0 on it.
int side(std::span<const Point> points, const Support& support, Point p) {
    const Point a = points[support[0]];
    if (support.size() == 1) return p == a ? 0 : 1;
    const Point b = points[support[1]];
    if (support.size() == 2) return dot_sign(p, a, p, b);
    const Point c = points[support[2]];
    return -in_circle(a, b, c, p) * orientation(a, b, c);
}

bool acute(Point a, Point b, Point c) {
    return dot_sign(a, b, a, c) > 0 && dot_sign(b, c, b, a) > 0 && dot_sign(c, a, c, b) > 0;
}

/// The support of a circle around the old support and a point outside of its circle, which is on
/// the new one: two points first, since then three are at most a right triangle.
Support grown(std::span<const Point> points, const Support& old, std::size_t pivot) {
    const auto surrounds = [&](const Support& support) {
        return std::all_of(old.begin(), old.end(),
                           [&](std::size_t i) { return side(points, support, points[i]) <= 0; });
    };
    for (const std::size_t i : old) {
        if (const Support pair{i, pivot}; surrounds(pair)) return pair;
    }
    for (std::size_t i = 0; i < old.size(); ++i) {
        for (std::size_t j = i + 1; j < old.size(); ++j) {
            const Support triple{old[i], old[j], pivot};
            if (acute(points[old[i]], points[old[j]], points[pivot]) && surrounds(triple)) {
                return triple;
            }
        }
    }
    return old;  // not reached: a smallest circle has one of these supports
}

/// The centre relative to the first point of the support, and the square of the radius, of a
/// support of two points or three.
template <class Number>
struct CircleFormula {
    formula::Vector<Number> offset;
    Number square;
};

template <class Make>
auto circle_formula(const Make& number, std::span<const Point> points, const Support& support) {
    using Number = decltype(number(0.0));
    const Point a = points[support[0]], b = points[support.back()];
    const auto ab = between(number, a, b);
    if (support.size() < 3) {
        const auto offset = ab * number(0.5);
        return CircleFormula<Number>{offset, square(offset)};
    }
    const Point c = points[support[1]];
    const auto [x, y] = formula::circumcentre(number, a, b, c);
    const auto ac = between(number, a, c), bc = between(number, b, c);
    const auto twice = number(2) * cross(ab, ac);
    return CircleFormula<Number>{{x - number(a.x), y - number(a.y)},
                                 square(ab) * square(ac) * square(bc) / (twice * twice)};
}

/// A circle in doubles, each number as a sum of two, with its centre relative to a point of the
/// support and in units that keep squares in range: all errors are small against the radius.
struct NearCircle {
    double scale;
    Point origin;  ///< scaled
    double x, x_rest, y, y_rest, square, square_rest;
};

NearCircle near_circle(std::span<const Point> points, const Support& support, double scale) {
    const auto values = [&](const auto& number) {
        const auto circle = circle_formula(number, points, support);
        const auto unit = number(scale);
        return std::array{circle.offset.x * unit, circle.offset.y * unit,
                          circle.square * unit * unit};
    };
    const auto high = rounded(values);
    const auto rest = rounded([&](const auto& number) {
        auto exact = values(number);
        for (std::size_t i = 0; i < 3; ++i) exact[i] = exact[i] - number(high[i]);
        return exact;
    });
    const Point a = points[support[0]];
    return {scale,  {a.x * scale, a.y * scale}, high[0], rest[0], high[1], rest[1], high[2],
            rest[2]};
}

/// How far outside points are, as a difference of squares.
PIPELAB_ISA_CLONES
void near_excess(const Point* points, std::size_t count, NearCircle circle, double* excess) {
    for (std::size_t i = 0; i < count; ++i) {
        const double dx = points[i].x * circle.scale - circle.origin.x - circle.x;
        const double dy = points[i].y * circle.scale - circle.origin.y - circle.y;
        excess[i] = dx * dx + dy * dy - circle.square;
    }
}

/// A sum of two doubles, exact but for the last of some 100 bits.
struct Twofold {
    double high, low;
};

Twofold sum(double a, double b) {
    const double s = a + b, t = s - a;
    return {s, (a - (s - t)) + (b - t)};
}

Twofold square(Twofold a) {
    const double c = 134217729 * a.high, high = c - (c - a.high), low = a.high - high;
    const double s = a.high * a.high;
    const double rest = ((high * high - s) + 2 * high * low) + low * low;
    return sum(s, rest + 2 * a.high * a.low);
}

double fine_excess(Point p, const NearCircle& circle) {
    const auto offset = [&](double value, double origin, double high, double low) {
        const Twofold from_origin = sum(value * circle.scale, -origin);
        const Twofold d = sum(from_origin.high, -high);
        return sum(d.high, d.low + (from_origin.low - low));
    };
    const Twofold xx = square(offset(p.x, circle.origin.x, circle.x, circle.x_rest));
    const Twofold yy = square(offset(p.y, circle.origin.y, circle.y, circle.y_rest));
    const Twofold s = sum(xx.high, yy.high), d = sum(s.high, -circle.square);
    return d.high + (d.low + (s.low + xx.low + yy.low - circle.square_rest));
}

constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();

struct Outlier {
    double excess = -std::numeric_limits<double>::infinity();
    std::size_t index = nobody;
};

Outlier farther_out(Outlier a, Outlier b) { return b.excess > a.excess ? b : a; }

/// Calls visit(index, excess) for the points of [begin, end) with an excess above `least`.
template <class Visit>
void scan(std::span<const Point> points, std::size_t begin, std::size_t end,
          const NearCircle& circle, double& least, Visit visit) {
    double excess[distances_at_once];
    for (std::size_t i = begin; i < end; i += distances_at_once) {
        const std::size_t count = std::min(distances_at_once, end - i);
        near_excess(points.data() + i, count, circle, excess);
        for (std::size_t k = 0; k < count; ++k) {
            if (excess[k] > least) visit(i + k, excess[k]);
        }
    }
}

/// A point outside of the circle of the support, the farthest up to rounding, or nobody.
std::size_t find_outside(std::span<const Point> points, const Support& support, double scale) {
    const NearCircle circle = near_circle(points, support, scale);
    const Outlier far = base::fold_blocks(
        points.size(), block_of_distances, Outlier{},
        [&](std::size_t begin, std::size_t end) {
            Outlier best;
            scan(points, begin, end, circle, best.excess, [&](std::size_t i, double excess) {
                best = {excess, i};
            });
            return best;
        },
        farther_out);
    // Differences are off by some 2^-52 radii for a point within 1.5 radii of the centre, squares
    // by some 2^-50 square radii; what is farther is outside anyway.
    const double doubt = 0x1p-46 * circle.square + 0x1p-900;
    if (far.excess > doubt && side(points, support, points[far.index]) > 0) return far.index;
    // The same again for sums of two doubles: points on a circle up to rounding end here.
    const double fine_doubt = 0x1p-90 * circle.square + 0x1p-900;
    const Outlier found = base::fold_blocks(
        points.size(), block_of_distances, Outlier{},
        [&](std::size_t begin, std::size_t end) {
            Outlier best;
            double least = -doubt;
            scan(points, begin, end, circle, least, [&](std::size_t i, double) {
                const double excess = fine_excess(points[i], circle);
                if (excess <= best.excess || excess < -fine_doubt) return;
                if (side(points, support, points[i]) > 0) best = {excess, i};
            });
            return best;
        },
        farther_out);
    return found.index;
}

/// A power of two that brings the coordinates near 1.
double scale_of(std::span<const Point> points) {
    double largest = 0;
    for (const Point p : points) largest = std::max({largest, std::abs(p.x), std::abs(p.y)});
    return geometry::scale_of(largest);
}

}  // namespace

std::optional<MinCircle> min_circle(std::span<const Point> points) {
    if (points.empty()) return std::nullopt;
    const double scale = scale_of(points);
    Support support{0};
    for (std::size_t pivot; (pivot = find_outside(points, support, scale)) != nobody;) {
        support = grown(points, support, pivot);
    }
    std::sort(support.begin(), support.end());
    const auto [x, y, radius] = rounded([&](const auto& number) {
        const auto circle = circle_formula(number, points, support);
        const auto centre = formula::at(number, points[support[0]]) + circle.offset;
        return std::array{centre.x, centre.y, sqrt(circle.square)};
    });
    return MinCircle{{x, y}, radius, support};
}

}  // namespace pipelab::geometry
