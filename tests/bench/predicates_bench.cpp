// Exact predicates against plain doubles, CGAL's EPICK and GEOS, one thread: ns a call, on random
// points, on points of an integer grid (where a tenth to all of the answers are 0) and on the grid
// of Kettner and others.
#include "base/random.hpp"
#include "geometry/predicates.hpp"
#include "timing.hpp"

#include <array>
#include <cstdio>
#include <vector>

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <geos/algorithm/Orientation.h>
#include <geos/geom/Coordinate.h>

namespace {

using namespace pipelab::geometry;
using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
using Quad = std::array<Point, 4>;

constexpr int rounds = 7;

template <class Call>
double nanoseconds(const std::vector<Quad>& quads, Call call) {
    const double time = bench::best_seconds(rounds, [&] {
        int sum = 0;
        for (const Quad& q : quads) sum += call(q);
        [[maybe_unused]] volatile int result = sum;
    });
    return 1e9 * time / static_cast<double>(quads.size());
}

int naive_orientation(Point a, Point b, Point c) {
    const double det = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    return (det > 0) - (det < 0);
}

int naive_in_circle(Point a, Point b, Point c, Point d) {
    const double ux = a.x - d.x, uy = a.y - d.y, vx = b.x - d.x, vy = b.y - d.y;
    const double wx = c.x - d.x, wy = c.y - d.y;
    const double det = (ux * ux + uy * uy) * (vx * wy - vy * wx) +
                       (vx * vx + vy * vy) * (wx * uy - wy * ux) +
                       (wx * wx + wy * wy) * (ux * vy - uy * vx);
    return (det > 0) - (det < 0);
}

Kernel::Point_2 cgal(Point p) { return {p.x, p.y}; }

void compare_orientation(const char* what, const std::vector<Quad>& quads) {
    const double ours =
        nanoseconds(quads, [](const Quad& q) { return orientation(q[0], q[1], q[2]); });
    const double naive =
        nanoseconds(quads, [](const Quad& q) { return naive_orientation(q[0], q[1], q[2]); });
    const double epick = nanoseconds(quads, [](const Quad& q) {
        return static_cast<int>(CGAL::orientation(cgal(q[0]), cgal(q[1]), cgal(q[2])));
    });
    const double geos = nanoseconds(quads, [](const Quad& q) {
        const geos::geom::Coordinate a(q[0].x, q[0].y), b(q[1].x, q[1].y), c(q[2].x, q[2].y);
        return geos::algorithm::Orientation::index(a, b, c);
    });
    std::printf("orientation %-34s %7.1f   naive %5.1f   CGAL %7.1f (%.2f)   GEOS %6.1f (%.2f)\n",
                what, ours, naive, epick, epick / ours, geos, geos / ours);
}

void compare_in_circle(const char* what, const std::vector<Quad>& quads) {
    const double ours =
        nanoseconds(quads, [](const Quad& q) { return in_circle(q[0], q[1], q[2], q[3]); });
    const double perturbed = nanoseconds(
        quads, [](const Quad& q) { return in_circle_perturbed(q[0], q[1], q[2], q[3]); });
    const double naive =
        nanoseconds(quads, [](const Quad& q) { return naive_in_circle(q[0], q[1], q[2], q[3]); });
    const double epick = nanoseconds(quads, [](const Quad& q) {
        return static_cast<int>(
            CGAL::side_of_oriented_circle(cgal(q[0]), cgal(q[1]), cgal(q[2]), cgal(q[3])));
    });
    std::printf("in_circle   %-34s %7.1f   naive %5.1f   CGAL %7.1f (%.2f)   perturbed %6.1f\n",
                what, ours, naive, epick, epick / ours, perturbed);
}

template <class Draw>
std::vector<Quad> quads(std::size_t count, Draw draw) {
    std::vector<Quad> result(count);
    for (std::size_t i = 0; i < count; ++i) result[i] = draw(i);
    return result;
}

/// Four corners of a rectangle of a grid, all on one circle, in counterclockwise order.
Quad rectangle(Point low, Point high) {
    return {low, Point{high.x, low.y}, high, Point{low.x, high.y}};
}

}  // namespace

int main() {
    constexpr std::size_t count = 100000;
    const pipelab::base::Random random(1);
    const auto unit = [&](std::size_t i) { return random.uniform(i); };
    const auto grid = [&](std::size_t i) { return static_cast<double>(random.integer(i, 1000)); };
    const auto uniform = quads(count, [&](std::size_t i) {
        Quad q;
        for (std::size_t k = 0; k < 4; ++k) q[k] = {unit(8 * i + 2 * k), unit(8 * i + 2 * k + 1)};
        return q;
    });
    const auto at = [&](std::size_t i) { return Point{grid(4 * i), grid(4 * i + 1)}; };
    const auto cells = quads(count, [&](std::size_t i) {
        const Point p = at(i);
        return rectangle(p, {p.x + 1, p.y + 1});
    });
    const auto lines = quads(count, [&](std::size_t i) {
        const Point p = at(i);
        return Quad{p, Point{p.x + 1, p.y + 2}, Point{p.x + 2, p.y + 4}, p};
    });
    const auto tenths = quads(count, [&](std::size_t i) {
        const Point p = at(i);
        return rectangle({p.x / 10, p.y / 10}, {(p.x + 1) / 10, (p.y + 1) / 10});
    });
    const auto rectangles = quads(count, [&](std::size_t i) {
        return rectangle({unit(4 * i), unit(4 * i + 1)},
                         {unit(4 * i + 2) + 1, unit(4 * i + 3) + 1});
    });
    const auto kettner = quads(65536, [](std::size_t i) {
        return Quad{Point{0.5 + static_cast<double>(i % 256) * 0x1p-53,
                          0.5 + static_cast<double>(i / 256) * 0x1p-53},
                    Point{12, 12}, Point{24, 24}, Point{1, 2}};
    });
    const auto wide = quads(count / 10, [&](std::size_t i) {
        const double x = 1 + unit(i), y = 1e-60 * (1 + unit(i + 1));
        return rectangle({-x, -y}, {x, y});
    });
    const auto huge = quads(count / 10, [&](std::size_t i) {
        const Point p = at(i);
        return rectangle({p.x * 1e300, p.y}, {(p.x + 1) * 1e300, p.y + 1});
    });
    compare_orientation("uniform", uniform);
    compare_orientation("collinear on an integer grid", lines);
    compare_orientation("Kettner's grid", kettner);
    compare_in_circle("uniform", uniform);
    compare_in_circle("cocircular, 1000 x 1000 integers", cells);
    compare_in_circle("nearly cocircular, tenths", tenths);
    compare_in_circle("cocircular, any rectangle", rectangles);
    compare_in_circle("cocircular, 1 beside 1e-60", wide);
    compare_in_circle("cocircular, 1 beside 1e300", huge);
}
