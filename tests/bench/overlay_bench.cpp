// Overlays of two stars, of two chequered squares and of each feature of a layer with itself
// shifted: against GEOS and, where its sources are at hand, Clipper2. overlay_bench [VERTICES
// [LAYER]]
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "geometry/generate_rings.hpp"
#include "geometry/input.hpp"
#include "geometry/overlay.hpp"
#include "geometry/polygon.hpp"
#include "geometry/validity.hpp"
#include "geos_shapes.hpp"
#include "timing.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#ifdef PIPELAB_PEER_CLIPPER2
#include <clipper2/clipper.h>
#endif

namespace {

using pipelab::geometry::Point;
using pipelab::geometry::SetOperation;
using pipelab::geometry::Shape;

constexpr std::array operations{std::pair{SetOperation::intersection, "intersection"},
                                std::pair{SetOperation::union_of_all, "union"}};

Shape star(std::size_t vertices, double x, std::uint64_t seed) {
    Shape shape;
    shape.type = Shape::Type::multi_polygon;
    shape.add_part();
    shape.add_path(
        pipelab::geometry::random_star(vertices, {x, 0}, 0.3, 1, pipelab::base::Random(seed)));
    return shape;
}

/// side * side squares of side 1, 1.5 apart.
Shape squares(std::size_t side, double shift) {
    Shape shape;
    shape.type = Shape::Type::multi_polygon;
    for (std::size_t i = 0; i < side * side; ++i) {
        const double x = 1.5 * static_cast<double>(i % side) + shift;
        const double y = 1.5 * static_cast<double>(i / side) + shift;
        shape.add_part();
        shape.add_path(std::array<Point, 4>{{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}}});
    }
    return shape;
}

void compare(const char* what, const std::array<Shape, 2>& shapes, double scale) {
    const auto a = bench::geos_shape(shapes[0]), b = bench::geos_shape(shapes[1]);
    for (const auto& [operation, name] : operations) {
        double theirs = 0, area = 0;
        std::printf("%s, %s\n", what, name);
        theirs = bench::best_seconds(3, [&, op = operation] {
            area = (op == SetOperation::intersection ? a->intersection(b.get()) : a->Union(b.get()))
                       ->getArea();
        });
        std::printf("  GEOS                 %9.1f ms, area %.17g\n", 1e3 * theirs, area);
#ifdef PIPELAB_PEER_CLIPPER2
        std::array<Clipper2Lib::Paths64, 2> paths;
        for (std::size_t k = 0; k < 2; ++k) {
            for (std::size_t i = 0; i < shapes[k].paths(); ++i) {
                Clipper2Lib::Path64& path = paths[k].emplace_back();
                for (const Point p : shapes[k].path(i)) path.emplace_back(p.x * scale, p.y * scale);
            }
        }
        Clipper2Lib::Paths64 result;
        const double clipper = bench::best_seconds(5, [&, op = operation] {
            result =
                op == SetOperation::intersection
                    ? Clipper2Lib::Intersect(paths[0], paths[1], Clipper2Lib::FillRule::EvenOdd)
                    : Clipper2Lib::Union(paths[0], paths[1], Clipper2Lib::FillRule::EvenOdd);
        });
        std::printf("  Clipper2             %9.1f ms, area %.17g\n", 1e3 * clipper,
                    Clipper2Lib::Area(result) / scale / scale);
#endif
        for (const int threads : {1, 2}) {
            pipelab::base::set_threads(threads);
            Shape ours;
            const double time = bench::best_seconds(5, [&, op = operation] {
                ours = pipelab::geometry::Overlay(shapes, pipelab::geometry::FillRule::even_odd)
                           .polygons(op);
            });
            std::printf("  pipelab, %d thread(s) %9.1f ms, area %.17g, %zu vertices; %.2f of GEOS",
                        threads, 1e3 * time, pipelab::geometry::area(ours).value_or(0),
                        ours.points.size(), theirs / time);
#ifdef PIPELAB_PEER_CLIPPER2
            std::printf(", %.2f of Clipper2", clipper / time);
#endif
            std::printf("\n");
        }
        const double exact =
            pipelab::geometry::Overlay(shapes, pipelab::geometry::FillRule::even_odd)
                .area(operation)
                .value_or(0);
        std::printf("  exact area %.17g\n", exact);
    }
}

Shape shifted(Shape shape, double dx, double dy) {
    for (Point& p : shape.points) p = {p.x + dx, p.y + dy};
    return shape;
}

/// Each areal feature, made valid, with itself shifted.
void compare_layer(const char* path) {
    using namespace pipelab::geometry;
    Input input;
    input.paths = {path};
    std::vector<std::array<Shape, 2>> pairs;
    std::size_t vertices = 0;
    for (const Shape& shape : all_shapes(input, Blocks::rings, pipelab::base::Control::none())) {
        const Shape valid = made_valid(shape, Repair::structure, false);
        if (!valid.areal()) continue;
        vertices += valid.points.size();
        pairs.push_back({valid, shifted(valid, 0.05, 0.03)});
    }
    std::vector<std::array<bench::GeosShape, 2>> theirs;
    for (const auto& [a, b] : pairs) theirs.push_back({bench::geos_shape(a), bench::geos_shape(b)});
    for (const auto& [operation, name] : operations) {
        std::printf("%s: %zu features, %zu vertices, each with its shifted copy, %s\n", path,
                    pairs.size(), vertices, name);
        double area_of_geos = 0, area_of_ours = 0;
        const double geos = bench::best_seconds(3, [&, op = operation] {
            area_of_geos = 0;
            for (const auto& [a, b] : theirs)
                area_of_geos += (op == SetOperation::intersection ? a->intersection(b.get())
                                                                  : a->Union(b.get()))
                                    ->getArea();
        });
        std::printf("  GEOS                 %9.1f ms, area %.17g\n", 1e3 * geos, area_of_geos);
        for (const int threads : {1, 2}) {
            pipelab::base::set_threads(threads);
            const double time = bench::best_seconds(3, [&, op = operation] {
                area_of_ours = 0;
                for (const auto& pair : pairs)
                    area_of_ours += area(Overlay(pair, FillRule::even_odd).polygons(op)).value();
            });
            std::printf("  pipelab, %d thread(s) %9.1f ms, area %.17g; %.2f of GEOS\n", threads,
                        1e3 * time, area_of_ours, geos / time);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const auto vertices = static_cast<std::size_t>(argc > 1 ? std::atol(argv[1]) : 2000);
    compare("two stars", {star(vertices, 0, 1), star(vertices, 0.1, 2)}, 1e9);
    compare("40,000 squares and 40,000 beside", {squares(200, 0), squares(200, 0.7)}, 1e9);
    if (argc > 2) compare_layer(argv[2]);
}
