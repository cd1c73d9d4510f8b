// Points located in a coast of 23 000 vertices and in a star: the index against GEOS and, where
// their sources are at hand, tg. location_bench [POINTS]
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "geometry/generate_rings.hpp"
#include "geometry/layer_locator.hpp"
#include "geometry/ring_locator.hpp"
#include "geos_shapes.hpp"
#include "timing.hpp"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include <geos/algorithm/locate/IndexedPointInAreaLocator.h>
#include <geos/geom/GeometryFactory.h>
#include <geos/geom/Point.h>
#include <geos/geom/prep/PreparedGeometryFactory.h>
#ifdef PIPELAB_PEER_TG
extern "C" {
#include <tg.h>
}
#endif

namespace {

using pipelab::geometry::Location;
using pipelab::geometry::Point;
using Points = pipelab::base::Array<Point>;

void print(const char* name, double build, double time, std::size_t points, std::size_t inside) {
    std::printf("  %-28s build %7.2f ms, %8.2f M points/s, %zu not outside\n", name, build * 1e3,
                static_cast<double>(points) / time / 1e6, inside);
}

void ours(const Points& ring, const Points& queries) {
    for (const int threads : {1, 2}) {
        pipelab::base::set_threads(threads);
        pipelab::geometry::RingLocator locator;
        const double build =
            bench::best_seconds(5, [&] { locator = pipelab::geometry::RingLocator(ring); });
        std::vector<Location> found(queries.size());
        const double time = bench::best_seconds(7, [&] { locator.locate(queries, found); });
        std::size_t inside = 0;
        for (const Location location : found) inside += location != Location::outside;
        print(threads == 1 ? "RingLocator" : "RingLocator, 2 threads", build, time, queries.size(),
              inside);
    }
    const pipelab::geometry::RingLocator locator(ring);
    std::size_t inside = 0;
    const double time = bench::best_seconds(3, [&] {
        inside = 0;
        for (const Point p : queries) inside += locator.locate(p) != Location::outside;
    });
    print("RingLocator, point by point", 0, time, queries.size(), inside);
}

void geos_index(const Points& ring, const Points& all) {
    const Points queries(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 4));
    const auto factory = geos::geom::GeometryFactory::create();
    const auto polygon = bench::geos_polygon(pipelab::geometry::polygon_shape(ring), 0);
    std::unique_ptr<geos::algorithm::locate::IndexedPointInAreaLocator> locator;
    const double build = bench::best_seconds(2, [&] {
        locator = std::make_unique<geos::algorithm::locate::IndexedPointInAreaLocator>(*polygon);
        const geos::geom::Coordinate first(queries[0].x, queries[0].y);
        locator->locate(&first);
    });
    std::size_t inside = 0;
    const double time = bench::best_seconds(2, [&] {
        inside = 0;
        for (const Point p : queries) {
            const geos::geom::Coordinate c(p.x, p.y);
            inside += locator->locate(&c) != geos::geom::Location::EXTERIOR;
        }
    });
    print("GEOS indexed (first quarter)", build, time, queries.size(), inside);
    const auto prepared = geos::geom::prep::PreparedGeometryFactory::prepare(polygon.get());
    const double prepared_time = bench::best_seconds(2, [&] {
        inside = 0;
        for (const Point p : queries) {
            const std::unique_ptr<geos::geom::Point> point(
                factory->createPoint(geos::geom::Coordinate(p.x, p.y)));
            inside += prepared->intersects(point.get());
        }
    });
    print("GEOS prepared (1st quarter)", 0, prepared_time, queries.size(), inside);
}

#ifdef PIPELAB_PEER_TG
void tg_index(const Points& ring, const Points& queries) {
    std::vector<tg_point> points;
    for (const Point p : ring) points.push_back({p.x, p.y});
    points.push_back(points.front());
    for (const auto index : {TG_NATURAL, TG_YSTRIPES}) {
        tg_geom* polygon = nullptr;
        const double build = bench::best_seconds(3, [&] {
            tg_geom_free(polygon);
            tg_ring* outline =
                tg_ring_new_ix(points.data(), static_cast<int>(points.size()), index);
            tg_poly* poly = tg_poly_new(outline, nullptr, 0);
            polygon = tg_geom_new_polygon(poly);
            tg_poly_free(poly);
            tg_ring_free(outline);
        });
        std::size_t inside = 0;
        const double time = bench::best_seconds(3, [&] {
            inside = 0;
            for (const Point p : queries) inside += tg_geom_intersects_xy(polygon, p.x, p.y);
        });
        print(index == TG_NATURAL ? "tg natural" : "tg ystripes", build, time, queries.size(),
              inside);
        tg_geom_free(polygon);
    }
}
#endif

void compare(const char* name, const Points& ring, std::size_t count) {
    std::printf("%s, %zu vertices, %zu points of the box\n", name, ring.size(), count);
    const pipelab::base::Random random(7);
    Points queries(count);
    for (std::size_t i = 0; i < count; ++i) {
        queries[i] = {2 * random.uniform(2 * i) - 1, 2 * random.uniform(2 * i + 1) - 1};
    }
    ours(ring, queries);
    geos_index(ring, queries);
#ifdef PIPELAB_PEER_TG
    tg_index(ring, queries);
#endif
}

/// 250 coasts, a few large and many small, 500 000 vertices in all.
void compare_layer(std::size_t count) {
    const pipelab::base::Random random(9);
    std::vector<pipelab::geometry::Shape> layer;
    std::size_t vertices = 0;
    for (std::uint64_t i = 0; i < 250; ++i) {
        const double size = 1 / (1 + 0.05 * static_cast<double>(i));
        const Point centre{2 * random.uniform(2 * i) - 1, random.uniform(2 * i + 1) - 0.5};
        layer.push_back(pipelab::geometry::polygon_shape(pipelab::geometry::random_coast(
            static_cast<std::size_t>(9200 * size), centre, 0.25 * size, pipelab::base::Random(i))));
        vertices += layer.back().points.size();
    }
    Points queries(count);
    const pipelab::base::Random draws(10);
    for (std::size_t i = 0; i < count; ++i) {
        queries[i] = {2 * draws.uniform(2 * i) - 1, draws.uniform(2 * i + 1) - 0.5};
    }
    std::printf("a layer of %zu polygons, %zu vertices, %zu points\n", layer.size(), vertices,
                count);
    for (const int threads : {1, 2}) {
        pipelab::base::set_threads(threads);
        std::optional<pipelab::geometry::LayerLocator> locator;
        const double build = bench::best_seconds(3, [&] { locator.emplace(layer); });
        std::vector<pipelab::geometry::Containing> found(count);
        const double time = bench::best_seconds(5, [&] { locator->first(queries, found); });
        std::size_t inside = 0;
        for (const auto& containing : found) inside += containing.location != Location::outside;
        print(threads == 1 ? "LayerLocator" : "LayerLocator, 2 threads", build, time, count,
              inside);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1000000;
    const pipelab::base::Random random(1);
    compare_layer(count);
    compare("coast", pipelab::geometry::random_coast(23000, {0, 0}, 1, random), count);
    compare("star", pipelab::geometry::random_star(2000, {0, 0}, 0.1, 1, random), count);
    compare("star", pipelab::geometry::random_star(23000, {0, 0}, 0.1, 1, random), count);
}
