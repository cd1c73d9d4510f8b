// Measures and simplification of a coast against GEOS. polygon_bench [VERTICES]
#include "geometry/generate_rings.hpp"
#include "geometry/polygon.hpp"
#include "geometry/simple.hpp"
#include "geometry/simplify.hpp"
#include "geos_shapes.hpp"
#include "timing.hpp"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include <geos/geom/Point.h>
#include <geos/simplify/DouglasPeuckerSimplifier.h>

namespace {

using pipelab::geometry::Point;
using Points = pipelab::base::Array<Point>;

void compare(const char* name, double ours, double geos, std::size_t vertices) {
    std::printf("%-18s %8.1f ns a vertex", name, ours / static_cast<double>(vertices) * 1e9);
    if (geos > 0) {
        std::printf(", GEOS %8.1f: %.2fx as fast", geos / static_cast<double>(vertices) * 1e9,
                    geos / ours);
    }
    std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 200000;
    const Points ring =
        pipelab::geometry::random_coast(count, {10, 20}, 1, pipelab::base::Random(1));
    const pipelab::geometry::Shape shape = pipelab::geometry::polygon_shape(ring);
    const auto polygon = bench::geos_polygon(shape, 0);

    double sink = 0;
    const auto time = [&](auto&& work) { return bench::best_seconds(3, [&] { sink += work(); }); };
    compare("area", time([&] { return *pipelab::geometry::area(shape); }),
            time([&] { return polygon->getArea(); }), count);
    compare("perimeter", time([&] { return *pipelab::geometry::perimeter(shape); }),
            time([&] { return polygon->getLength(); }), count);
    compare("centroid", time([&] { return pipelab::geometry::centroid(shape)->x; }),
            time([&] { return polygon->getCentroid()->getX(); }), count);
    compare("simple?",
            time([&] { return pipelab::geometry::first_self_contact(ring, true) ? 1 : 0; }),
            time([&] { return polygon->isSimple() ? 1 : 0; }), count);
    compare(
        "Douglas-Peucker", time([&] {
            return static_cast<double>(pipelab::geometry::douglas_peucker(ring, true, 1e-3).size());
        }),
        time([&] {
            return static_cast<double>(
                geos::simplify::DouglasPeuckerSimplifier::simplify(polygon.get(), 1e-3)
                    ->getNumPoints());
        }),
        count);
    compare("Visvalingam-Whyatt", time([&] {
                return static_cast<double>(
                    pipelab::geometry::visvalingam_to_count(ring, true, count / 100).size());
            }),
            0, count);
    return sink == 0 ? 1 : 0;
}
