#include "geometry/location.hpp"

#include "base/parallel.hpp"
#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/generate_rings.hpp"
#include "geometry/ring_locator.hpp"
#include "geometry/winding_locator.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

namespace location_test {

namespace {

using namespace pipelab;
using geometry::Location;
using geometry::Point;
using geometry::Shape;
using Ring = std::vector<Point>;

/// A point of the lattice, in numbers whose products are exact.
struct Node {
    std::int64_t x, y;
};
using NodeRing = std::vector<Node>;

/// Small lattices have it all: repeated vertices, spikes, edges upon edges, crossings.
NodeRing random_ring(const base::Random& random, std::uint64_t& draw, std::size_t size,
                     std::int64_t width) {
    NodeRing ring(size);
    for (Node& node : ring) {
        const auto w = static_cast<std::uint64_t>(width);
        node.x = static_cast<std::int64_t>(random.integer(draw++, w));
        node.y = static_cast<std::int64_t>(random.integer(draw++, w));
    }
    return ring;
}

struct Truth {
    bool on = false;
    std::int64_t winding = 0;
    int parity = 0;
};

/// By a ray upwards that passes between the columns of the lattice: at x + 1/2 of a lattice in
/// which every coordinate counts twice, seen from a point moved by less than it takes to meet
/// anything; the points of edges are found by their definition.
Truth truth(Node p, const std::vector<NodeRing>& rings) {
    Truth result;
    for (const NodeRing& ring : rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Node a = ring[i], b = ring[(i + 1) % ring.size()];
            const std::int64_t cross = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
            const std::int64_t dot = (a.x - p.x) * (b.x - p.x) + (a.y - p.y) * (b.y - p.y);
            if (cross == 0 && dot <= 0) result.on = true;
            // The vertical ray at x + epsilon: ends with x <= p.x are left of it.
            if ((a.x <= p.x) == (b.x <= p.x)) continue;
            const bool right = a.x <= p.x;
            const bool above = right ? cross < 0 : cross > 0;
            if (!above) continue;
            result.winding += right ? -1 : 1;
            result.parity ^= 1;
        }
    }
    return result;
}

Point scaled(Node node, double scale, double shift) {
    return {scale * static_cast<double>(node.x) + shift,
            scale * static_cast<double>(node.y) + shift};
}

Shape shape_of(const std::vector<NodeRing>& rings, double scale, double shift) {
    Shape shape;
    shape.type = Shape::Type::rings;
    for (const NodeRing& ring : rings) {
        Ring points;
        for (const Node node : ring) points.push_back(scaled(node, scale, shift));
        shape.add_path(points);
    }
    return shape;
}

Location expected(const Truth& t) {
    if (t.on) return Location::boundary;
    return t.parity != 0 ? Location::inside : Location::outside;
}

}  // namespace

TEST_CASE("every point of small lattices, against all rings there") {
    const base::Random random(1);
    std::uint64_t draw = 0;
    struct Scale {
        double scale, shift;
    };
    const Scale scales[] = {{1, 0},       {0x1p-1074, 0}, {0x1p1019, -0x1p1023},
                            {0x1p-40, 1}, {0x1p-1060, 0}, {3, -7}};
    for (int trial = 0; trial < (testing::quick ? 300 : 6000); ++trial) {
        const auto width = static_cast<std::int64_t>(2 + random.integer(draw++, 9));
        std::vector<NodeRing> rings;
        const std::size_t count = random.integer(draw++, 3) + 1;
        for (std::size_t i = 0; i < count; ++i) {
            rings.push_back(random_ring(random, draw, random.integer(draw, 3 + trial % 40), width));
            ++draw;
        }
        const Scale& s = scales[trial % 6];
        const Shape shape = shape_of(rings, s.scale, s.shift);
        const geometry::RingLocator locator(shape);
        const geometry::WindingLocator windings(std::span(&shape, 1));
        Ring queries;
        std::vector<Location> want;
        for (std::int64_t x = -1; x <= width; ++x) {
            for (std::int64_t y = -1; y <= width; ++y) {
                const Truth t = truth({x, y}, rings);
                const Point p = scaled({x, y}, s.scale, s.shift);
                if (!std::isfinite(p.x) || !std::isfinite(p.y)) continue;
                queries.push_back(p);
                want.push_back(expected(t));
                REQUIRE(geometry::locate(p, shape) == want.back());
                const auto winding = geometry::winding_number(p, shape);
                REQUIRE(winding.has_value() == !t.on);
                REQUIRE(windings.winding_number(p) == winding);
                if (winding) REQUIRE(*winding == t.winding);
                if (count == 1) REQUIRE(geometry::locate(p, shape.path(0)) == want.back());
            }
        }
        std::vector<Location> found(queries.size());
        locator.locate(queries, found);
        REQUIRE(found == want);
    }
}

TEST_CASE("large lattice rings, with rasters of many cells") {
    const base::Random random(2);
    std::uint64_t draw = 0;
    for (int trial = 0; trial < (testing::quick ? 2 : 12); ++trial) {
        const std::int64_t width = trial % 3 == 0 ? 40 : 1000;
        std::vector<NodeRing> rings;
        if (trial % 2 == 0) {
            rings.push_back(random_ring(random, draw, 300, width));
        } else {  // a walk of short steps: most cells are empty, edges overlap
            NodeRing walk{{width / 2, width / 2}};
            for (int i = 0; i < 3000; ++i) {
                const Node step = random_ring(random, draw, 1, 2 + trial)[0];
                walk.push_back({walk.back().x + step.x - (1 + trial) / 2,
                                walk.back().y + step.y - (1 + trial) / 2});
            }
            rings.push_back(walk);
        }
        const double scale = trial % 4 == 3 ? 0x1p-1074 : 1;
        const Shape shape = shape_of(rings, scale, 0);
        const geometry::RingLocator locator(shape);
        const geometry::WindingLocator windings(std::span(&shape, 1));
        for (int i = 0; i < 20000; ++i) {
            Node p = random_ring(random, draw, 1, width)[0];
            if (i % 3 == 0) p = rings[0][random.integer(draw++, rings[0].size())];
            if (i % 3 == 1) p = {p.x, rings[0][random.integer(draw++, rings[0].size())].y};
            const Truth t = truth(p, rings);
            REQUIRE(locator.locate(scaled(p, scale, 0)) == expected(t));
            const auto winding = windings.winding_number(scaled(p, scale, 0));
            REQUIRE(winding.has_value() == !t.on);
            if (winding) REQUIRE(*winding == t.winding);
        }
    }
}

TEST_CASE("coasts and stars: the index agrees with the pass over all edges") {
    const base::Random random(3);
    std::uint64_t draw = 0;
    for (const std::size_t size : {6, 13, 100, 2000, 20000}) {
        for (const bool star : {false, true}) {
            const auto ring = star ? geometry::random_star(size, {3, 4}, 0.1, 5, random)
                                   : geometry::random_coast(size, {3, 4}, 5, random);
            const geometry::RingLocator locator(ring);
            const std::size_t count = (testing::quick ? 200000 : 4000000) / size / 2 + 100;
            Ring queries;
            for (std::size_t i = 0; i < count; ++i) {
                const Point v = ring[random.integer(draw++, ring.size())];
                const Point free{random.uniform(draw) * 11 - 2.5,
                                 random.uniform(draw + 1) * 11 - 1.5};
                draw += 2;
                const Point choices[] = {
                    v, {v.x, free.y}, {free.x, v.y}, free, {std::nextafter(v.x, free.x), v.y}};
                queries.push_back(choices[i % 5]);
            }
            std::vector<Location> found(count);
            locator.locate(queries, found);
            for (std::size_t i = 0; i < count; ++i) {
                REQUIRE(found[i] == geometry::locate(queries[i], ring));
            }
        }
    }
}

TEST_CASE("the same for any number of threads") {
    const base::Random random(4);
    const auto ring = geometry::random_coast(70000, {0, 0}, 1, random);
    Ring queries(testing::quick ? 20000 : 300000);
    for (std::size_t i = 0; i < queries.size(); ++i) {
        queries[i] = {2 * random.uniform(2 * i) - 1, 2 * random.uniform(2 * i + 1) - 1};
    }
    std::vector<Location> first;
    for (const int threads : {1, 2, 3}) {
        base::set_threads(threads);
        const geometry::RingLocator locator(ring);
        std::vector<Location> found(queries.size());
        locator.locate(queries, found);
        if (first.empty()) first = found;
        CHECK(found == first);
    }
    base::set_threads(2);
}

TEST_CASE("what is known of whole boxes") {
    const base::Random random(5);
    std::uint64_t draw = 0;
    const auto ring = geometry::random_coast(500, {0, 0}, 1, random);
    const geometry::RingLocator locator(ring);
    int known = 0;
    for (int trial = 0; trial < 3000; ++trial) {
        const Point a{2.4 * random.uniform(draw) - 1.2, 2.4 * random.uniform(draw + 1) - 1.2};
        const double size = 0.2 * random.uniform(draw + 2);
        draw += 3;
        const Location all = locator.locate_all({a, {a.x + size, a.y + size}});
        if (all == Location::boundary) continue;
        ++known;
        for (int i = 0; i < 20; ++i) {
            const Point p{a.x + size * random.uniform(draw), a.y + size * random.uniform(draw + 1)};
            draw += 2;
            REQUIRE(geometry::locate(p, ring) == all);
        }
    }
    CHECK(known > 500);
}

TEST_CASE("nothing, points and segments") {
    const Ring none;
    CHECK(geometry::locate({0, 0}, none) == Location::outside);
    CHECK(geometry::winding_number({0, 0}, none) == 0);
    CHECK(geometry::RingLocator(none).locate({0, 0}) == Location::outside);
    CHECK(geometry::RingLocator().locate_all({{0, 0}, {1, 1}}) == Location::outside);
    const Ring one{{1, 2}}, two{{0, 0}, {4, 2}};
    CHECK(geometry::RingLocator(one).locate({1, 2}) == Location::boundary);
    CHECK(geometry::RingLocator(one).locate({1, 3}) == Location::outside);
    CHECK(geometry::RingLocator(two).locate({2, 1}) == Location::boundary);
    CHECK(geometry::RingLocator(two).locate({2, 1.5}) == Location::outside);
    CHECK_FALSE(geometry::winding_number({2, 1}, two));
    Shape line = geometry::line_shape(two);
    CHECK(geometry::locate({2, 1}, line) == Location::outside);
    Shape collection;
    collection.type = Shape::Type::collection;
    const Ring square{{0, 0}, {2, 0}, {2, 2}, {0, 2}};
    collection.members = {line, geometry::polygon_shape(square)};
    CHECK(geometry::locate({1, 1}, collection) == Location::inside);
    CHECK(geometry::RingLocator(collection).locate({1, 1}) == Location::inside);
    CHECK(geometry::RingLocator(collection).locate({2, 1}) == Location::boundary);
}

}  // namespace location_test
