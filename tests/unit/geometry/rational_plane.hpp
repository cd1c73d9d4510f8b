#pragma once

#include "base/random.hpp"
#include "geometry/crossing.hpp"
#include "rational.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <gmpxx.h>

/// Segments over exact rationals, written without the library's formulas.
namespace pipelab::testing {

/// What two segments have in common: nothing, a point (first == second) or a segment.
using Common = std::optional<std::pair<RationalPoint, RationalPoint>>;

/// Clips s(t) = a + t (b - a), 0 <= t <= 1, by what lies on the line and within the ends of t.
inline Common common(const geometry::Segment& s, const geometry::Segment& t) {
    const RationalPoint a = s.a, b = s.b, c = t.a, d = t.b;
    if (a == b && c == d) return a == c ? Common(std::pair(a, a)) : Common();
    if (a == b) return common(t, s);
    const mpq_class rx = b.x - a.x, ry = b.y - a.y, qx = d.x - c.x, qy = d.y - c.y;
    const auto parameter = [&](const RationalPoint& p) -> mpq_class {
        return ((p.x - a.x) * rx + (p.y - a.y) * ry) / (rx * rx + ry * ry);
    };
    const auto at = [&](const mpq_class& u) { return RationalPoint(a.x + u * rx, a.y + u * ry); };
    const mpq_class turn = rx * qy - ry * qx;
    if (turn != 0) {
        const mpq_class u = ((c.x - a.x) * qy - (c.y - a.y) * qx) / turn;
        const mpq_class v = ((c.x - a.x) * ry - (c.y - a.y) * rx) / turn;
        if (u < 0 || u > 1 || v < 0 || v > 1) return {};
        return std::pair(at(u), at(u));
    }
    if ((c.x - a.x) * ry != (c.y - a.y) * rx) return {};
    mpq_class from = parameter(c), to = parameter(d);
    if (to < from) swap(from, to);
    if (from < 0) from = 0;
    if (to > 1) to = 1;
    if (to < from) return {};
    RationalPoint p = at(from), q = at(to);
    if (q < p) std::swap(p, q);
    return std::pair(p, q);
}

inline geometry::Meeting expected_meeting(const geometry::Segment& s, const geometry::Segment& t) {
    using geometry::Meeting;
    const Common both = common(s, t);
    if (!both) return Meeting::none;
    if (!(both->first == both->second)) return Meeting::overlap;
    for (const geometry::Point end : {s.a, s.b, t.a, t.b}) {
        if (both->first == RationalPoint(end)) return Meeting::touch;
    }
    return Meeting::cross;
}

/// The double nearest to a rational, ties to even, by bisection over all doubles.
inline double nearest_double(const mpq_class& value) {
    double low = value.get_d();  // truncated
    if (mpq_class(low) > value) low = std::nextafter(low, -INFINITY);
    while (mpq_class(std::nextafter(low, INFINITY)) <= value) low = std::nextafter(low, INFINITY);
    const double high = std::nextafter(low, INFINITY);
    const mpq_class below = value - mpq_class(low), above = mpq_class(high) - value;
    if (below != above) return below < above ? low : high;
    return std::fmod(low / std::abs(high - low), 2) == 0 ? low : high;
}

/// Sets of segments that are hard in one way or another.
enum class SegmentKind { uniform, lattice, collinear, star, near_collinear, long_slant, tiny };
inline constexpr SegmentKind segment_kinds[] = {
    SegmentKind::uniform, SegmentKind::lattice,        SegmentKind::collinear,  SegmentKind::star,
    SegmentKind::tiny,    SegmentKind::near_collinear, SegmentKind::long_slant,
};

inline std::vector<geometry::Segment> make_segments(SegmentKind kind, std::size_t count,
                                                    std::uint64_t seed) {
    const base::Random random(seed, static_cast<std::uint64_t>(kind));
    std::uint64_t draw = 0;
    const auto uniform = [&] { return random.uniform(draw++); };
    const auto below = [&](std::uint64_t bound) {
        return static_cast<double>(random.integer(draw++, bound));
    };
    std::vector<geometry::Segment> segments;
    for (std::size_t i = 0; i < count; ++i) {
        geometry::Segment s;
        switch (kind) {
            case SegmentKind::uniform:
                s = {{uniform(), uniform()}, {uniform(), uniform()}};
                break;
            case SegmentKind::lattice:
                s = {{below(7), below(7)}, {below(7), below(7)}};
                break;
            case SegmentKind::collinear: {
                const double u = below(20), v = below(20);
                s = {{u, 3 * u + 1}, {v, 3 * v + 1}};
                break;
            }
            case SegmentKind::star: {
                const double u = below(9) - 4, v = below(9) - 4, far = 1 + below(3);
                s = {{-u, -v}, {far * u, far * v}};
                break;
            }
            case SegmentKind::near_collinear: {
                const auto near = [&](double x) { return x + (below(9) - 4) * 0x1p-52; };
                const double u = uniform(), v = uniform();
                s = {{near(u), near(u)}, {near(v), near(v)}};
                break;
            }
            case SegmentKind::long_slant: {
                const double shift = static_cast<double>(i) / static_cast<double>(count);
                s = {{shift, -shift}, {shift + 1 + 1e-5 * uniform(), 1 - shift}};
                break;
            }
            case SegmentKind::tiny:
                s = {{below(50) * 0x1p-1074, below(50) * 0x1p-1074},
                     {below(50) * 0x1p-1074, below(50) * 1e300}};
                break;
        }
        segments.push_back(s);
    }
    return segments;
}

}  // namespace pipelab::testing
