// buffer_bench [FILE]: buffers beside those of GEOS, round joins and caps of 8 segments a quadrant.
// FILE: features whose buffers are taken one by one, such as the countries of the world.
#include "base/parallel.hpp"
#include "geometry/buffer.hpp"
#include "geometry/generate.hpp"
#include "geometry/input.hpp"
#include "geometry/overlay.hpp"
#include "geometry/polygon.hpp"
#include "geos_shapes.hpp"
#include "timing.hpp"

#include <cmath>
#include <cstdio>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

namespace {

using pipelab::base::Random;
using pipelab::geometry::Point;
using pipelab::geometry::Shape;

void compare(const char* what, const std::vector<Shape>& shapes, double distance) {
    std::vector<bench::GeosShape> theirs;
    for (const Shape& shape : shapes) theirs.push_back(bench::geos_shape(shape));
    double area = 0;
    std::size_t vertices = 0, failed = 0;
    const double their_time = bench::seconds([&] {
        area = 0;
        vertices = failed = 0;
        for (const bench::GeosShape& shape : theirs) {
            try {
                const bench::GeosShape result = shape->buffer(distance, 8);
                area += result->getArea();
                vertices += result->getNumPoints();
            } catch (const std::exception&) {
                ++failed;
            }
        }
    });
    std::printf("%s, distance %g\n", what, distance);
    std::printf("  GEOS                 %9.1f ms, area %.12g, %zu vertices", 1e3 * their_time, area,
                vertices);
    if (failed > 0) std::printf(", %zu failed", failed);
    std::printf("\n");
    const pipelab::geometry::Buffering buffering({});
    for (const int threads : {1, 2}) {
        pipelab::base::set_threads(threads);
        const double time = bench::best_seconds(2, [&] {
            area = 0;
            vertices = 0;
            for (const Shape& shape : shapes) {
                const auto result = buffering.buffer(shape, distance);
                area += pipelab::geometry::area(*result).value();
                vertices += result->points.size() + result->paths();
            }
        });
        std::printf("  pipelab, %d thread(s) %9.1f ms, area %.12g, %zu vertices; %.2f of GEOS\n",
                    threads, 1e3 * time, area, vertices, their_time / time);
    }
    std::fflush(stdout);
}

Shape polygon(std::span<const Point> ring) {
    Shape shape;
    shape.type = Shape::Type::multi_polygon;
    shape.add_part();
    shape.add_path(ring);
    return shape;
}

Shape walk(std::size_t steps) {
    const Random random(3);
    std::vector<Point> path(1);
    for (std::size_t i = 0; i < steps; ++i) {
        const double angle = 6.283185307179586 * random.uniform(i);
        path.push_back({path[i].x + std::cos(angle), path[i].y + std::sin(angle)});
    }
    return pipelab::geometry::line_shape(path);
}

Shape scattered(std::size_t count) {
    const auto points = pipelab::geometry::random_in_box(count, {{0, 0}, {1, 1}}, Random(4));
    Shape shape;
    shape.type = Shape::Type::multi_point;
    shape.add_path(points);
    return shape;
}

std::vector<Shape> valid_shapes(const char* file) {
    pipelab::geometry::Input input;
    input.paths = {file};
    auto shapes = pipelab::geometry::all_shapes(input, pipelab::geometry::Blocks::rings,
                                                pipelab::base::Control::none());
    for (Shape& shape : shapes)
        shape = pipelab::geometry::Overlay({&shape, 1}, pipelab::geometry::FillRule::even_odd)
                    .polygons(pipelab::geometry::SetOperation::union_of_all);
    return shapes;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1) {
        const auto shapes = valid_shapes(argv[1]);
        for (const double distance : {0.01, 0.1, -0.01, -0.1})
            compare("features of a file", shapes, distance);
    }
    const auto coast = polygon(pipelab::geometry::random_coast(100000, {0, 0}, 1, Random(1)));
    for (const double distance : {1e-5, 1e-4, 1e-3, 3e-3, -1e-4, -3e-3})
        compare("coast of 100,000 vertices", {coast}, distance);
    const auto star = polygon(pipelab::geometry::random_star(2000, {0, 0}, 0.3, 1, Random(2)));
    for (const double distance : {1e-4, 0.01, 0.1, -1e-4})
        compare("star of 2,000 vertices", {star}, distance);
    for (const double distance : {0.1, 1.0, 100.0})
        compare("random walk of 20,000 steps", {walk(20000)}, distance);
    for (const double distance : {1e-3, 3e-3})
        compare("100,000 points", {scattered(100000)}, distance);
}
