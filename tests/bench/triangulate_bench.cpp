// Triangles of polygons against earcut.hpp, where PIPELAB_PEERS has it; the constrained Delaunay
// triangulation beside them.
// triangulate_bench [VERTICES]
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "geometry/monotone.hpp"
#include "geometry/polygon.hpp"
#include "geometry/polygon_triangles.hpp"
#include "timing.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#ifdef PIPELAB_EARCUT
#include <mapbox/earcut.hpp>
#endif

namespace {

using pipelab::geometry::Point;
using pipelab::geometry::Shape;

/// A ring around a centre whose distance wanders; `rough` 1: at random from point to point.
std::vector<Point> ring(Point centre, double radius, std::size_t n, double rough,
                        std::uint64_t seed) {
    const pipelab::base::Random random(seed);
    std::vector<Point> points;
    double wander = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double angle = 6.283185307179586 * static_cast<double>(i) / static_cast<double>(n);
        wander = 0.9 * wander + 0.1 * (random.uniform(i) - 0.5);
        const double r = radius * (rough > 0 ? 0.3 + 0.7 * random.uniform(i) : 0.7 + wander);
        points.push_back({centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)});
    }
    return points;
}

/// A square full of holes of twelve points.
Shape holes(std::size_t n) {
    const auto side = static_cast<std::size_t>(std::sqrt(static_cast<double>(n) / 12)) + 1;
    Shape shape{Shape::Type::polygon, {}, {}, {}, {}};
    const auto width = static_cast<double>(side);
    shape.add_part();
    shape.add_path(std::array<Point, 4>{{{0, 0}, {width, 0}, {width, width}, {0, width}}});
    for (std::size_t i = 0; i < side * side; ++i)
        shape.add_path(
            ring({static_cast<double>(i % side) + 0.5, static_cast<double>(i / side) + 0.5}, 0.45,
                 12, 1, i));
    return shape;
}

Shape make(const std::string& kind, std::size_t n) {
    if (kind == "holes") return holes(n);
    return pipelab::geometry::polygon_shape(ring({0, 0}, 1000, n, kind == "star" ? 1 : 0, n));
}

void compare(const std::string& kind, std::size_t n) {
    const Shape shape = make(kind, n);
    const int rounds = n < 10000 ? 20 : 3;
    const std::size_t calls = n < 10000 ? 200000 / (n + 100) : 1;
    const auto each = [&](auto&& work) {
        return bench::best_seconds(rounds,
                                   [&] {
                                       for (std::size_t i = 0; i < calls; ++i) work();
                                   }) /
               static_cast<double>(calls);
    };
    std::printf("%-8s %8zu points", kind.c_str(), shape.points.size());
    std::size_t triangles = 0;
    const double ours =
        each([&] { triangles = pipelab::geometry::monotone_triangles(shape).value().size() / 3; });
    std::printf(": %zu triangles, monotone %.3g us", triangles, ours * 1e6);
    const double fine =
        bench::best_seconds(n < 10000 ? 5 : 1, [&] { pipelab::geometry::polygon_delaunay(shape); });
    std::printf(", delaunay %.3g us", fine * 1e6);
#ifdef PIPELAB_EARCUT
    std::vector<std::vector<std::array<double, 2>>> rings;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        auto& to = rings.emplace_back();
        for (const Point p : shape.path(i)) to.push_back({p.x, p.y});
    }
    std::vector<std::uint32_t> cut;
    // Minutes for many holes or spikes.
    if (kind == "smooth" || n <= 100000) {
        const double peer = each([&] { cut = mapbox::earcut<std::uint32_t>(rings); });
        double sum = 0;
        const auto& p = shape.points;
        for (std::size_t i = 0; i < cut.size(); i += 3) {
            const Point a = p[cut[i]], b = p[cut[i + 1]], c = p[cut[i + 2]];
            sum += std::abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2;
        }
        const double area = pipelab::geometry::area(shape).value();
        std::printf(", earcut %.3g us, %zu triangles, area off by %.2g: %.2fx as fast", peer * 1e6,
                    cut.size() / 3, std::abs(sum - area) / area, peer / ours);
    }
#endif
    std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    pipelab::base::set_threads(1);
    for (const std::string kind : {"smooth", "star", "holes"}) {
        if (argc > 1) compare(kind, std::strtoull(argv[1], nullptr, 10));
        for (std::size_t n = 10; argc < 2 && n <= 1000000; n *= 10) compare(kind, n);
    }
}
