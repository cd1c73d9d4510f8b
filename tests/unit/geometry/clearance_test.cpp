#include "geometry/clearance.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "geometry/approach.hpp"
#include "geometry/segment_tree.hpp"
#include "geometry/vectors.hpp"
#include "point_samples.hpp"
#include "rational.hpp"

#include <optional>
#include <vector>

namespace clearance_test {

namespace {

using namespace pipelab::geometry;
using pipelab::geometry::samples::Points;
using pipelab::testing::Rational;
using pipelab::testing::RationalPoint;

/// By clamping the parameter of the foot.
Rational square_distance(Point p, const Segment& s) {
    const RationalPoint u = RationalPoint(s.b) - RationalPoint(s.a),
                        v = RationalPoint(p) - RationalPoint(s.a);
    const Rational all = dot(u, u);
    Rational t = all == 0 ? Rational(0) : Rational(dot(u, v) / all);
    t = std::max(Rational(0), std::min(Rational(1), t));
    const RationalPoint d(v.x - t * u.x, v.y - t * u.y);
    return dot(d, d);
}

Shape shape_of(const Points& points, bool ring) {
    Shape shape;
    shape.type = ring ? Shape::Type::rings : Shape::Type::line_string;
    if (!points.empty()) shape.add_path(points);
    return shape;
}

std::optional<Rational> brute_force(const Shape& shape) {
    std::optional<Rational> least;
    const auto edges = edges_of(shape);
    const auto offer = [&](const Rational& square) {
        if (!least || square < *least) least = square;
    };
    for (const Segment& own : edges) {
        for (const Point p : {own.a, own.b}) {
            for (const Segment& e : edges) {
                for (const Point q : {e.a, e.b})
                    if (p != q) offer(square_distance(p, {q, q}));
                if (p != e.a && p != e.b) offer(square_distance(p, e));
            }
        }
    }
    return least;
}

void require_clearance(const Shape& shape) {
    const auto expected = brute_force(shape);
    const auto found = minimum_clearance(shape);
    REQUIRE(found.has_value() == expected.has_value());
    if (!found) return;
    // The square of a root that was rounded once.
    const Rational d(found->distance), above(std::nextafter(found->distance, INFINITY)),
        below(std::nextafter(found->distance, 0));
    if (std::isfinite(found->distance) && std::isfinite(above.get_d())) {
        REQUIRE(*expected <= Rational((d + above) * (d + above) / 4));
        REQUIRE(*expected >= Rational((d + below) * (d + below) / 4));
    }
}

}  // namespace

TEST_CASE("the minimum clearance is that of all pairs", "[clearance]") {
    for (std::uint64_t seed = 0; seed < (pipelab::testing::quick ? 2u : 4u); ++seed) {
        for (const auto& set : samples::all(2 + 5 * seed, seed)) {
            CAPTURE(set.name, seed);
            if (set.name == "huge") continue;  // distances beyond the largest double
            require_clearance(shape_of(set.points, false));
            require_clearance(shape_of(set.points, true));
        }
    }
}

TEST_CASE("the minimum clearance of shapes known from their drawing", "[clearance]") {
    CHECK_FALSE(minimum_clearance({}));
    CHECK_FALSE(minimum_clearance(shape_of({{1, 2}}, false)));
    CHECK_FALSE(minimum_clearance(shape_of({{1, 2}, {1, 2}}, true)));
    CHECK(minimum_clearance(shape_of({{0, 0}, {3, 4}}, false))->distance == 5);
    // A needle between two sides.
    const auto needle =
        minimum_clearance(shape_of({{0, 0}, {10, 0}, {10, 10}, {5, 0.5}, {0, 10}}, true));
    CHECK(needle->distance == 0.5);
    CHECK(needle->vertex == Point{5, 0.5});
    CHECK(needle->other == Point{5, 0});
    // A vertex on an edge.
    CHECK(minimum_clearance(shape_of({{0, 0}, {8, 0}, {8, 8}, {4, 0}, {0, 8}}, true))->distance ==
          0);
    // Points only.
    Shape points;
    points.type = Shape::Type::multi_point;
    points.add_path(Points{{0, 0}, {6, 0}, {6, 0}, {6, 2}});
    const auto pair = minimum_clearance(points);
    CHECK(pair->distance == 2);
    CHECK(pair->vertex == Point{6, 0});
    CHECK(pair->other == Point{6, 2});
}

TEST_CASE("the minimum clearance is the same for any thread count", "[clearance]") {
    const Shape shape = shape_of(samples::lattice(3000, 1000, 5), true);
    pipelab::base::set_threads(1);
    const auto one = minimum_clearance(shape);
    pipelab::base::set_threads(3);
    const auto three = minimum_clearance(shape);
    pipelab::base::set_threads(2);
    CHECK(one->distance == three->distance);
    CHECK(one->vertex == three->vertex);
    CHECK(one->other == three->other);
}

TEST_CASE("a tree of segments finds the nearest one, the first of equal ones", "[segment_tree]") {
    for (const auto& set : samples::all(pipelab::testing::quick ? 60 : 150, 7)) {
        CAPTURE(set.name);
        if (set.points.size() < 4) continue;
        std::vector<Segment> segments;
        for (std::size_t i = 0; i + 3 < set.points.size(); i += 2)
            segments.push_back({set.points[i], set.points[i + 1]});
        const SegmentTree tree(segments);
        for (std::size_t k = 0; k < set.points.size(); k += 7) {
            std::size_t best = 0;
            Rational least = square_distance(set.points[k], segments[0]);
            for (std::size_t i = 1; i < segments.size(); ++i) {
                const Rational next = square_distance(set.points[k], segments[i]);
                if (next < least) least = next, best = i;
            }
            REQUIRE(tree.nearest(set.points[k])->index == best);
        }
    }
    CHECK_FALSE(SegmentTree({}).nearest({1, 2}));
}

}  // namespace clearance_test
