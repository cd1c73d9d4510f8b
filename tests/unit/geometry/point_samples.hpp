#pragma once

#include "base/random.hpp"
#include "geometry/point.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

/// Sets of points, ordinary and degenerate, that functions of sets are tested on.
namespace pipelab::geometry::samples {

using Points = std::vector<Point>;

struct NamedPoints {
    std::string name;
    Points points;
};

/// Draws with a running index.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : random_(seed) {}
    double uniform() { return random_.uniform(next_++); }
    double normal() { return random_.normal(next_++); }
    std::uint64_t below(std::uint64_t bound) { return random_.integer(next_++, bound); }

  private:
    base::Random random_;
    std::uint64_t next_ = 0;
};

inline Points uniform(std::size_t n, std::uint64_t seed) {
    Draw draw(seed);
    Points points(n);
    for (Point& p : points) p = {draw.uniform(), draw.uniform()};
    return points;
}

/// On whole numbers below `side`: many equal, collinear and cocircular.
inline Points lattice(std::size_t n, std::uint64_t side, std::uint64_t seed) {
    Draw draw(seed);
    Points points(n);
    for (Point& p : points) {
        p = {static_cast<double>(draw.below(side)), static_cast<double>(draw.below(side))};
    }
    return points;
}

inline Points circle(std::size_t n, std::uint64_t seed) {
    Draw draw(seed);
    Points points(n);
    for (Point& p : points) {
        const double angle = 6.283185307179586 * draw.uniform();
        p = {std::cos(angle), std::sin(angle)};
    }
    return points;
}

inline Points disk(std::size_t n, std::uint64_t seed) {
    Draw draw(seed);
    Points points(n);
    for (Point& p : points) {
        do {
            p = {2 * draw.uniform() - 1, 2 * draw.uniform() - 1};
        } while (p.x * p.x + p.y * p.y > 1);
    }
    return points;
}

inline Points clusters(std::size_t n, std::uint64_t seed) {
    Draw draw(seed);
    Points centres = uniform(5, seed + 1), points(n);
    for (Point& p : points) {
        const Point c = centres[draw.below(5)];
        p = {c.x + 1e-4 * draw.normal(), c.y + 1e-4 * draw.normal()};
    }
    return points;
}

/// On a line up to rounding.
inline Points near_line(std::size_t n, std::uint64_t seed) {
    Draw draw(seed);
    Points points(n);
    for (Point& p : points) {
        const double t = draw.uniform();
        p = {12 + t / 3, 24 + t / 7};
    }
    return points;
}

/// Around a place where a few units in the last place make the difference (Kettner et al. 2008).
inline Points last_places(std::size_t n, std::uint64_t seed) {
    Draw draw(seed);
    Points points(n);
    for (Point& p : points) {
        p = {0.5 + 0x1p-53 * static_cast<double>(draw.below(16)),
             0.5 + 0x1p-53 * static_cast<double>(draw.below(16))};
        if (draw.below(4) == 0) p = {12, 12};
        if (draw.below(4) == 0) p = {24, 24};
    }
    return points;
}

/// Of all orders of magnitude, up to the ends of the range.
inline Points extreme(std::size_t n, std::uint64_t seed) {
    Draw draw(seed);
    Points points(n);
    const auto any = [&] {
        const int exponent = static_cast<int>(draw.below(2090)) - 1070;
        return std::ldexp(draw.uniform() * 2 - 1, exponent);
    };
    for (Point& p : points) p = {any(), any()};
    return points;
}

inline Points scaled(Points points, double factor, double shift = 0) {
    for (Point& p : points) p = {p.x * factor + shift, p.y * factor + shift};
    return points;
}

/// All kinds with about n points each, the smallest sets first.
inline std::vector<NamedPoints> all(std::size_t n, std::uint64_t seed) {
    Points line(n), column(n);
    for (std::size_t i = 0; i < n; ++i) {
        const auto t = static_cast<double>((i * 7919) % n);
        line[i] = {3 * t, -2 * t}, column[i] = {5, t};
    }
    return {{"none", {}},
            {"one", {{3, 4}}},
            {"two", {{3, 4}, {1, 2}}},
            {"equal", Points(n, Point{1, 2})},
            {"line", line},
            {"column", column},
            {"uniform", uniform(n, seed)},
            {"small lattice", lattice(n, 4, seed)},
            {"lattice", lattice(n, 30, seed)},
            {"circle", circle(n, seed)},
            {"disk", disk(n, seed)},
            {"clusters", clusters(n, seed)},
            {"near line", near_line(n, seed)},
            {"last places", last_places(n, seed)},
            {"extreme", extreme(n, seed)},
            {"huge", scaled(uniform(n, seed), 1.7e308)},
            {"tiny", scaled(uniform(n, seed), 1e-320)},
            {"shifted", scaled(uniform(n, seed), 1e-7, 1e8)}};
}

}  // namespace pipelab::geometry::samples
