#pragma once

#include "geometry/point.hpp"

#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

/// The point sets on which triangulations go wrong, those of the published comparisons included.
namespace pipelab::geometry::test {

inline double unit(std::mt19937_64& random) {
    return static_cast<double>(random() >> 11) * 0x1p-53;
}

inline const std::vector<std::string> hard_kinds{
    "uniform",       "rotated grid", "kettner",   "cocircular",      "utm",  "rounded line",
    "small lattice", "collinear",    "clustered", "huge and tiny",   "huge", "tiny",
    "diagonal",      "few",          "circle",    "one line and one"};

inline std::vector<Point> hard_points(const std::string& kind, std::size_t count,
                                      std::mt19937_64& random) {
    std::vector<Point> points(count);
    const double turn = unit(random), c = std::cos(turn), s = std::sin(turn);
    for (std::size_t i = 0; i < count; ++i) {
        const double u = unit(random), v = unit(random);
        const auto lattice = [&](std::size_t side) {
            return Point{static_cast<double>(random() % side),
                         static_cast<double>(random() % side)};
        };
        Point& p = points[i];
        if (kind == "uniform") p = {u, v};
        if (kind == "rotated grid") {
            const Point g{static_cast<double>(i % 20), static_cast<double>(i / 20)};
            p = {c * g.x - s * g.y, s * g.x + c * g.y};
        }
        if (kind == "kettner") {
            const auto off = [&] { return static_cast<double>(random() % 64) * 0x1p-53; };
            p = i % 3 == 0 ? Point{0.5 + off(), 0.5 + off()} : Point{12 + u, 12 + u};
            if (i == 1) p = {12, 12};
            if (i == 2) p = {24, 24};
        }
        if (kind == "cocircular") p = {1e8 + std::cos(7 * u), 1e8 + std::sin(7 * u)};
        if (kind == "utm") {
            p = {std::round(5e8 + 1e4 * u) / 1000, std::round(5.3e9 + 1e4 * v) / 1000};
        }
        if (kind == "rounded line") p = {u, 0.3 * u + 0.1};
        if (kind == "small lattice") p = lattice(8);
        if (kind == "collinear") p = {static_cast<double>(random() % 50), 3};
        if (kind == "clustered") {
            const double scale = std::ldexp(1, -static_cast<int>(i % 50));
            p = {scale * u, scale * v};
        }
        if (kind == "huge and tiny") {
            p = {std::ldexp(u - 0.5, static_cast<int>(random() % 2000) - 1000),
                 std::ldexp(v - 0.5, static_cast<int>(random() % 2000) - 1000)};
        }
        if (kind == "huge") p = {1.7e308 * (2 * u - 1), 1.7e308 * (2 * v - 1)};
        if (kind == "tiny") {
            const Point g = lattice(30);
            p = {5e-324 * g.x, 5e-324 * g.y};
        }
        if (kind == "diagonal") p = {std::round(20 * u), std::round(20 * u)};
        if (kind == "few") p = lattice(2);
        if (kind == "circle") p = {std::cos(7 * u), std::sin(7 * u)};
        if (kind == "one line and one") p = i == 0 ? Point{0, 1} : Point{static_cast<double>(i), 0};
    }
    return points;
}

}  // namespace pipelab::geometry::test
