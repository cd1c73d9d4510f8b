// A layer of areas like the world's countries joined with points and with a shifted copy of
// itself, beside GEOS: an STRtree over prepared geometries. join_bench [POINTS] [LAYER.geojson]
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "geometry/generate_rings.hpp"
#include "geometry/input.hpp"
#include "geometry/join.hpp"
#include "geometry/shape_text.hpp"
#include "timing.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <geos/geom/GeometryFactory.h>
#include <geos/geom/Point.h>
#include <geos/geom/prep/PreparedGeometry.h>
#include <geos/geom/prep/PreparedGeometryFactory.h>
#include <geos/index/strtree/STRtree.h>
#include <geos/io/WKTReader.h>

namespace {

using namespace pipelab::geometry;
using Points = pipelab::base::Array<Point>;
using Prepared = geos::geom::prep::PreparedGeometry;

/// 250 coasts, a few large and many small, 500 000 vertices in all.
std::vector<Shape> coasts() {
    const pipelab::base::Random random(9);
    std::vector<Shape> layer;
    for (std::uint64_t i = 0; i < 250; ++i) {
        const double size = 1 / (1 + 0.05 * static_cast<double>(i));
        const Point centre{2 * random.uniform(2 * i) - 1, random.uniform(2 * i + 1) - 0.5};
        layer.push_back(polygon_shape(random_coast(static_cast<std::size_t>(9200 * size), centre,
                                                   0.25 * size, pipelab::base::Random(i))));
    }
    return layer;
}

std::vector<Shape> moved(std::vector<Shape> shapes, Point by) {
    for (Shape& shape : shapes)
        for (Point& p : shape.points) p = {p.x + by.x, p.y + by.y};
    return shapes;
}

/// GEOS's tree of prepared geometries.
class GeosLayer {
  public:
    explicit GeosLayer(const std::vector<Shape>& shapes) {
        for (const Shape& shape : shapes) {
            pipelab::base::Array<char> text;
            append_wkt(text, shape);
            geometries.push_back(reader_.read(std::string(text.begin(), text.end())));
        }
    }
    void prepare() {
        for (const auto& geometry : geometries) {
            prepared_.push_back(geos::geom::prep::PreparedGeometryFactory::prepare(geometry.get()));
            tree_.insert(geometry->getEnvelopeInternal(), prepared_.back().get());
        }
    }
    template <class Test>
    std::size_t count(const geos::geom::Geometry& other, const Test& test) {
        std::vector<void*> found;
        tree_.query(other.getEnvelopeInternal(), found);
        std::size_t partners = 0;
        for (void* each : found) {
            try {
                partners += test(*static_cast<Prepared*>(each), other);
            } catch (const std::exception&) {
                ++failures;
            }
        }
        return partners;
    }
    std::vector<std::unique_ptr<geos::geom::Geometry>> geometries;
    std::size_t failures = 0;  ///< questions that it answered with an exception

  private:
    geos::io::WKTReader reader_;
    std::vector<std::unique_ptr<Prepared>> prepared_;
    geos::index::strtree::STRtree tree_;
};

void join_points(const std::vector<Shape>& layer, const Points& points) {
    double seconds = 0;
    std::size_t pairs = 0;
    for (const int threads : {1, 2}) {
        pipelab::base::set_threads(threads);
        const double build = bench::best_seconds(3, [&] {
            JoinIndex::Partners partners;
            JoinIndex(layer, {Relation::within, {}}).find(points[0], partners);
        });
        const JoinIndex index(layer, {Relation::within, {}});
        seconds = bench::best_seconds(3, [&] {
            pairs = pipelab::base::fold_blocks(
                points.size(), 16384, std::size_t{0},
                [&](std::size_t begin, std::size_t end) {
                    JoinIndex::Partners partners;
                    std::size_t count = 0;
                    for (std::size_t i = begin; i < end; ++i) {
                        index.find(points[i], partners);
                        count += partners.places.size();
                    }
                    return count;
                },
                [](std::size_t a, std::size_t b) { return a + b; });
        });
        std::printf("  within, %d thread(s)   build %6.1f ms  %7.2f M points/s  %zu pairs\n",
                    threads, build * 1e3, static_cast<double>(points.size()) / seconds / 1e6,
                    pairs);
    }
    GeosLayer peer(layer);
    const std::size_t some = points.size() / 20;
    const auto factory = geos::geom::GeometryFactory::create();
    std::size_t found = 0;
    const double theirs = bench::best_seconds(1, [&] {
        peer.prepare();
        for (std::size_t i = 0; i < some; ++i) {
            const std::unique_ptr<geos::geom::Point> point(
                factory->createPoint(geos::geom::Coordinate(points[i].x, points[i].y)));
            found += peer.count(
                *point, [](const Prepared& area, const auto& p) { return area.contains(&p); });
        }
    });
    const double rate = static_cast<double>(some) / theirs;
    std::printf("  GEOS (a 20th)                          %7.2f M points/s  %zu pairs; %.1fx\n",
                rate / 1e6, found, static_cast<double>(points.size()) / seconds / rate);
}

template <class Test>
void join_areas(const char* name, Relation relation, const std::vector<Shape>& a,
                const std::vector<Shape>& b, const Test& test) {
    pipelab::base::set_threads(1);
    std::size_t pairs = 0, found = 0;
    const double ours = bench::best_seconds(3, [&] {
        const JoinIndex index(b, {relation, {}});
        JoinIndex::Partners partners;
        pairs = 0;
        for (const Shape& shape : a) {
            index.find(shape, partners);
            pairs += partners.places.size();
        }
    });
    GeosLayer first(a), second(b);
    const double theirs = bench::best_seconds(1, [&] {
        second.prepare();
        for (const auto& geometry : first.geometries) found += second.count(*geometry, test);
    });
    std::printf(
        "  %-12s ours %8.1f ms, %zu pairs; GEOS %8.1f ms, %zu pairs, %zu exceptions; %.1fx\n", name,
        ours * 1e3, pairs, theirs * 1e3, found, second.failures, theirs / ours);
}

void compare(const char* name, const std::vector<Shape>& layer, std::size_t count) {
    std::size_t vertices = 0;
    Box box{layer[0].points[0], layer[0].points[0]};
    for (const Shape& shape : layer) {
        vertices += shape.points.size();
        box = joined(box, PreparedShape(shape).box());
    }
    std::printf("%s: %zu areas, %zu vertices, %zu points\n", name, layer.size(), vertices, count);
    const pipelab::base::Random random(11);
    Points points(count);
    for (std::size_t i = 0; i < count; ++i)
        points[i] = {box.low.x + (box.high.x - box.low.x) * random.uniform(2 * i),
                     box.low.y + (box.high.y - box.low.y) * random.uniform(2 * i + 1)};
    join_points(layer, points);
    const auto other =
        moved(layer, {(box.high.x - box.low.x) / 7200, (box.high.y - box.low.y) / 6000});
    // A prepared geometry is the second here, so that its questions are the converse ones.
    join_areas("intersects", Relation::intersects, layer, other,
               [](const Prepared& b, const auto& a) { return b.intersects(&a); });
    join_areas("within", Relation::within, layer, other,
               [](const Prepared& b, const auto& a) { return b.contains(&a); });
    join_areas("overlaps", Relation::overlaps, layer, other,
               [](const Prepared& b, const auto& a) { return b.overlaps(&a); });
    join_areas("touches self", Relation::touches, layer, layer,
               [](const Prepared& b, const auto& a) { return b.touches(&a); });
    join_areas("within self", Relation::within, layer, layer,
               [](const Prepared& b, const auto& a) { return b.contains(&a); });
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10000000;
    compare("coasts", coasts(), count);
    if (argc > 2) {
        Input input;
        input.paths = {argv[2]};
        compare(argv[2], all_shapes(input, Blocks::rings, pipelab::base::Control::none()), count);
    }
}
