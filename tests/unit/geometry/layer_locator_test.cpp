#include "geometry/layer_locator.hpp"

#include "base/parallel.hpp"
#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/generate_rings.hpp"
#include "geometry/prepared_shape.hpp"

#include <vector>

namespace layer_locator_test {

namespace {

using namespace pipelab;
using geometry::Containing;
using geometry::Location;
using geometry::Point;
using geometry::Shape;

std::vector<Containing> by_brute_force(const std::vector<Shape>& layer, Point p) {
    std::vector<Containing> result;
    for (std::uint32_t i = 0; i < layer.size(); ++i) {
        const Location location = geometry::locate(p, layer[i]);
        if (location != Location::outside) result.push_back({i, location});
    }
    return result;
}

void check(const std::vector<Shape>& layer, const std::vector<Point>& queries) {
    const geometry::LayerLocator locator(layer);
    std::vector<Containing> firsts(queries.size());
    locator.first(queries, firsts);
    for (std::size_t i = 0; i < queries.size(); ++i) {
        const auto want = by_brute_force(layer, queries[i]);
        base::Array<Containing> found;
        locator.all(queries[i], found);
        REQUIRE(std::vector<Containing>(found.begin(), found.end()) == want);
        const auto first = locator.first(queries[i]);
        REQUIRE(first.has_value() == !want.empty());
        if (first) REQUIRE(*first == want[0]);
        const Containing nothing{geometry::LayerLocator::none, Location::outside};
        REQUIRE(firsts[i] == first.value_or(nothing));
    }
}

}  // namespace

TEST_CASE("layers of lattice polygons that overlap, touch and cross themselves") {
    const base::Random random(11);
    std::uint64_t draw = 0;
    const double scales[] = {1, 0x1p-1074, 0x1p1019};
    for (int trial = 0; trial < (testing::quick ? 60 : 200); ++trial) {
        const double scale = scales[trial % 3];
        const auto coordinate = [&] {
            return scale * static_cast<double>(random.integer(draw++, 13));
        };
        std::vector<Shape> layer(random.integer(draw++, 8));
        for (Shape& shape : layer) {
            shape.type = Shape::Type::rings;
            for (std::uint64_t rings = random.integer(draw++, 3); rings-- > 0;) {
                std::vector<Point> ring(random.integer(draw++, 8));
                for (Point& p : ring) p = {coordinate(), coordinate()};
                shape.add_path(ring);
            }
        }
        std::vector<Point> queries;
        for (int x = 0; x < 13; ++x) {
            for (int y = 0; y < 13; ++y) queries.push_back({scale * x, scale * y});
        }
        check(layer, queries);
    }
}

TEST_CASE("layers of coasts of all sizes, the same for any number of threads") {
    const base::Random random(12);
    std::uint64_t draw = 0;
    std::vector<Shape> layer;
    for (std::uint64_t i = 0; i < 150; ++i) {
        const Point centre{10 * random.uniform(draw), 10 * random.uniform(draw + 1)};
        const double radius = 3 * random.uniform(draw + 2) * random.uniform(draw + 3);
        draw += 4;
        layer.push_back(geometry::polygon_shape(geometry::random_coast(
            6 + random.integer(draw++, i % 10 == 0 ? 3000 : 40), centre, radius, base::Random(i))));
    }
    std::vector<Point> queries(testing::quick ? 300 : 3000);
    for (std::size_t i = 0; i < queries.size(); ++i) {
        queries[i] = {12 * random.uniform(draw) - 1, 12 * random.uniform(draw + 1) - 1};
        draw += 2;
        if (i % 4 == 0) queries[i] = layer[i % layer.size()].points[i % 6];
    }
    for (const int threads : {1, 3}) {
        base::set_threads(threads);
        check(layer, queries);
    }
    base::set_threads(2);
}

TEST_CASE("a layer of nothing") {
    CHECK_FALSE(geometry::LayerLocator({}).first({0, 0}));
    CHECK_FALSE(geometry::LayerLocator(std::vector<Shape>(3)).first({0, 0}));
}

TEST_CASE("collections are the union of their areas, as relations have it") {
    const base::Random random(13);
    std::uint64_t draw = 0;
    for (int trial = 0; trial < (testing::quick ? 20 : 200); ++trial) {
        std::vector<Shape> layer(2);
        for (Shape& collection : layer) {
            collection.type = Shape::Type::collection;
            collection.members.push_back(geometry::point_shape({1, 1}));
            for (int i = 0; i < 3; ++i) {
                Shape member;
                member.type = i < 2 ? Shape::Type::rings : Shape::Type::collection;
                std::vector<Point> ring(3 + random.integer(draw++, 3));
                for (Point& p : ring) {
                    p.x = static_cast<double>(random.integer(draw++, 7));
                    p.y = static_cast<double>(random.integer(draw++, 7));
                }
                if (i < 2)
                    member.add_path(ring);
                else
                    member.members.push_back(geometry::polygon_shape(ring));
                collection.members.push_back(std::move(member));
            }
        }
        std::vector<Point> queries;
        for (int i = 0; i < 49; ++i) queries.push_back({i % 7 * 1.0, i / 7 * 1.0});
        check(layer, queries);
        for (Shape& collection : layer) {
            collection.members.erase(collection.members.begin());
            const geometry::PreparedShape prepared(collection);
            for (const Point p : queries) {
                // Relations know what lies amid areas that share an edge, and what is no area.
                const Location at = geometry::locate(p, collection), related = prepared.locate(p);
                if (at != Location::boundary) REQUIRE(related == at);
                if (related == Location::boundary) REQUIRE(at == Location::boundary);
            }
        }
    }
}

}  // namespace layer_locator_test
