#include "geometry/polygon.hpp"

#include "geometry/even_odd.hpp"
#include "geometry/path_sums.hpp"
#include "geometry/predicates.hpp"
#include "geometry/ring_formulas.hpp"
#include "geometry/ring_signs.hpp"
#include "geometry/rounded.hpp"

#include <array>
#include <cmath>
#include <deque>
#include <numeric>
#include <vector>

namespace pipelab::geometry {
namespace {

/// Vertices from which on a sum of constant size pays.
constexpr std::size_t worth_an_exact_sum = 32;

std::optional<double> if_finite(double value) {
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

using Path = SignedRing;  // of what is no ring without a sign

/// The paths of a shape and its members that are of one kind.
struct Paths {
    std::vector<Path> rings, lines, points;
    std::deque<Shape> made;

    void add(const Shape& shape) {
        using Type = Shape::Type;
        if (shape.areal()) {
            const auto all = signed_rings(shape, made);
            rings.insert(rings.end(), all.begin(), all.end());
        }
        const bool linear =
            shape.type == Type::line_string || shape.type == Type::multi_line_string;
        for (std::size_t i = 0; !shape.areal() && i < shape.paths(); ++i)
            (linear ? lines : points).push_back({shape.path(i), 0});
        for (const Shape& member : shape.members) add(member);
    }

    /// Of all rings with their signs; none where exact_twice_area() has none or takes longer than
    /// the formula.
    std::optional<base::ExactSum> twice_area() const {
        std::size_t size = 0;
        for (const Path& ring : rings) size += ring.points.size();
        if (size < worth_an_exact_sum) return std::nullopt;
        base::ExactSum sum;
        for (const Path& ring : rings) {
            auto part = ring.sign != 0 ? exact_twice_area(ring.points) : base::ExactSum();
            if (!part) return std::nullopt;
            if (ring.sign < 0) part->negate();
            sum.join(*part);
        }
        return sum;
    }
    template <class Numbers>
    auto twice_area_formula(const Numbers& number) const {
        auto sum = number(0);
        for (const Path& ring : rings) {
            if (ring.sign == 0) continue;
            sum = sum + number(ring.sign) * geometry::twice_area(number, ring.points);
        }
        return sum;
    }
};

Paths paths_of(const Shape& shape) {
    Paths paths;
    paths.add(shape);
    return paths;
}

template <class Numbers>
auto edge_length(const Numbers& number, Point a, Point b) {
    return sqrt(square(number(b.x) - number(a.x)) + square(number(b.y) - number(a.y)));
}

/// The sum of lengths where 2^-99 of it is enough to tell how it rounds.
std::optional<double> plain_length(const std::vector<Path>& paths, bool closed) {
    base::ExactSum sum;
    for (const Path& path : paths) {
        if (!add_lengths(path.points, closed, sum)) return std::nullopt;
    }
    const double head = sum.value();
    sum.add(-head);
    double result = 0;
    if (!settled(Bounded(head, sum.value(), 0x1p-99 * head), result)) return std::nullopt;
    return result;
}

std::optional<double> total_length(const std::vector<Path>& paths, bool closed) {
    if (const auto plain = plain_length(paths, closed)) return plain;
    return if_finite(rounded([&](auto number) {
        auto sum = number(0);
        for (const Path& path : paths) {
            for_edges(path.points, closed, [&](Point a, Point b) {
                if (a != b) sum = sum + edge_length(number, a, b);
            });
        }
        return sum;
    }));
}

/// Sums of (a + b) w over edges, and of w, all that a centroid of area needs with w = a x b.
Point area_centroid(const std::vector<Path>& rings) {
    const auto [x, y] = rounded([&](auto number) {
        auto sum_x = number(0), sum_y = number(0), sum = number(0);
        for (const Path& ring : rings) {
            auto ring_x = number(0), ring_y = number(0), weight = number(0);
            if (ring.sign == 0) continue;
            for_edges(ring.points, true, [&](Point a, Point b) {
                const auto ax = number(a.x), ay = number(a.y), bx = number(b.x), by = number(b.y);
                const auto cross = ax * by - bx * ay;
                ring_x = ring_x + cross * (ax + bx);
                ring_y = ring_y + cross * (ay + by);
                weight = weight + cross;
            });
            const auto sign = number(ring.sign);
            sum_x = sum_x + sign * ring_x, sum_y = sum_y + sign * ring_y;
            sum = sum + sign * weight;
        }
        sum = number(3) * sum;
        return std::array{sum_x / sum, sum_y / sum};
    });
    return {x, y};
}

/// Sums of roots may be whole numbers without any precision telling: it stops at 512 bits, where
/// the middle is the nearest double but for values that close to a tie.
Point line_centroid(const std::vector<Path>& paths, bool closed) {
    const auto formula = [&](auto number) {
        auto sum_x = number(0), sum_y = number(0), sum = number(0);
        for (const Path& path : paths) {
            for_edges(path.points, closed, [&](Point a, Point b) {
                if (a == b) return;
                const auto weight = edge_length(number, a, b);
                sum_x = sum_x + weight * (number(a.x) + number(b.x));
                sum_y = sum_y + weight * (number(a.y) + number(b.y));
                sum = sum + weight;
            });
        }
        sum = number(2) * sum;
        return std::array{sum_x / sum, sum_y / sum};
    };
    std::array<double, 2> result;
    if (!detail::all_settled(formula(BoundedNumbers{}), result)) {
        for (long bits = 128; bits <= 512; bits *= 2) {
            if (detail::all_settled(formula(BallNumbers{bits}), result)) break;
        }
    }
    return {result[0], result[1]};
}

std::optional<Point> mean(const std::vector<Path>& paths) {
    double count = 0;
    for (const Path& path : paths) count += static_cast<double>(path.points.size());
    if (count == 0) return std::nullopt;
    const auto [x, y] = rounded([&](auto number) {
        auto sum_x = number(0), sum_y = number(0);
        for (const Path& path : paths) {
            for (const Point p : path.points) {
                sum_x = sum_x + number(p.x), sum_y = sum_y + number(p.y);
            }
        }
        return std::array{sum_x / number(count), sum_y / number(count)};
    });
    return Point{x, y};
}

bool has_length(const std::vector<Path>& paths) {
    for (const Path& path : paths) {
        for (const Point p : path.points) {
            if (p != path.points[0]) return true;
        }
    }
    return false;
}

/// The points of a ring without repetitions.
std::vector<Point> distinct(std::span<const Point> ring) {
    std::vector<Point> result;
    for (const Point p : ring) {
        if (result.empty() || p != result.back()) result.push_back(p);
    }
    while (result.size() > 1 && result.back() == result.front()) result.pop_back();
    return result;
}

std::uint64_t distance(std::int64_t a, std::int64_t b) {
    return static_cast<std::uint64_t>(a < b ? b - a : a - b);
}

}  // namespace

std::optional<double> signed_area(std::span<const Point> ring) {
    if (ring.size() >= worth_an_exact_sum) {
        if (const auto sum = exact_twice_area(ring)) return sum->value() / 2;
    }
    return if_finite(rounded([&](auto number) { return twice_area(number, ring) * number(0.5); }));
}

int orientation(std::span<const Point> ring) {
    if (ring.size() >= worth_an_exact_sum) {
        if (const auto sum = exact_twice_area(ring)) return detail::sign(sum->value());
    }
    return sign_of([&](auto number) { return twice_area(number, ring); });
}

std::optional<double> area(const Shape& shape) {
    const Paths paths = paths_of(shape);
    if (const auto sum = paths.twice_area()) return sum->value() / 2;
    return if_finite(
        rounded([&](auto number) { return paths.twice_area_formula(number) * number(0.5); }));
}

std::optional<double> length(std::span<const Point> path, bool closed) {
    return total_length({{path, 0}}, closed);
}

std::optional<double> perimeter(const Shape& shape) {
    std::vector<Path> rings;
    for_rings(shape, [&](std::span<const Point> ring) { rings.push_back({ring, 0}); });
    return total_length(rings, true);
}

std::optional<double> length(const Shape& shape) {
    return total_length(paths_of(shape).lines, false);
}

std::optional<Point> centroid(const Shape& shape) {
    const Paths paths = paths_of(shape);
    const auto sum = paths.twice_area();
    const int total = sum ? detail::sign(sum->value())
                          : sign_of([&](auto number) { return paths.twice_area_formula(number); });
    if (total != 0) return area_centroid(paths.rings);
    if (has_length(paths.rings)) return line_centroid(paths.rings, true);
    if (has_length(paths.lines)) return line_centroid(paths.lines, false);
    for (const auto* kind : {&paths.rings, &paths.lines, &paths.points}) {
        if (const auto result = mean(*kind)) return result;
    }
    return std::nullopt;
}

Convexity convexity(std::span<const Point> ring) {
    const std::vector<Point> points = distinct(ring);
    const std::size_t size = points.size();
    int way = 0, changes = 0;
    bool straight = false;
    for (std::size_t i = 0; i < size; ++i) {
        const Point a = points[i], b = points[(i + 1) % size], c = points[(i + 2) % size];
        const int turn = orientation(a, b, c);
        if (turn == 0 && dot_sign(a, b, b, c) < 0) return Convexity::none;
        if (turn * way < 0) return Convexity::none;
        straight |= turn == 0;
        way = turn != 0 ? turn : way;
        // Once around there are two vertices between edges that go forwards and backwards.
        changes += before(a, b) != before(b, c);
    }
    if (way == 0 || changes != 2) return Convexity::none;
    return straight ? Convexity::weak : Convexity::strict;
}

std::optional<LatticeCounts> lattice_counts(const Shape& shape) {
    if (!shape.areal()) return std::nullopt;
    for (const Point p : shape.points) {
        for (const double value : {p.x, p.y}) {
            if (std::abs(value) > 0x1p53 || value != std::floor(value)) return std::nullopt;
        }
    }
    const std::vector<int> signs = ring_signs(shape);
    LatticeCounts counts{};
    base::SignedWide shells_less_holes = 0;
    base::Wide twice_area = 0;  // modulo 2^128, as partial sums may be larger than the result
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        const int direction = orientation(shape.path(i));
        shells_less_holes += signs[i] * direction;
        for_edges(shape.path(i), true, [&](Point a, Point b) {
            const auto ax = static_cast<std::int64_t>(a.x), ay = static_cast<std::int64_t>(a.y);
            const auto bx = static_cast<std::int64_t>(b.x), by = static_cast<std::int64_t>(b.y);
            const auto cross =
                static_cast<base::SignedWide>(ax) * by - static_cast<base::SignedWide>(bx) * ay;
            twice_area += static_cast<base::Wide>(signs[i] * cross);
            counts.boundary += std::gcd(distance(ax, bx), distance(ay, by));
        });
    }
    counts.twice_area = static_cast<base::SignedWide>(twice_area);
    counts.interior = (counts.twice_area - counts.boundary) / 2 + shells_less_holes;
    return counts;
}

}  // namespace pipelab::geometry
