#include "geometry/overlay.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/location.hpp"
#include "geometry/noding.hpp"
#include "geometry/polygon.hpp"
#include "geometry/ring_edges.hpp"
#include "rational.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

namespace overlay_test {

namespace {

using namespace pipelab::geometry;
using pipelab::testing::nearest;
using pipelab::testing::quick;
using pipelab::testing::Rational;

constexpr std::array rules{FillRule::even_odd, FillRule::nonzero, FillRule::positive,
                           FillRule::negative};
constexpr std::array operations{SetOperation::intersection, SetOperation::union_of_all,
                                SetOperation::difference, SetOperation::symmetric_difference,
                                SetOperation::union_of_differences};

bool fills(FillRule rule, int winding) {
    if (rule == FillRule::even_odd) return winding % 2 != 0;
    if (rule == FillRule::nonzero) return winding != 0;
    return rule == FillRule::positive ? winding > 0 : winding < 0;
}

bool holds(SetOperation operation, const std::vector<bool>& inside) {
    const auto count = std::count(inside.begin(), inside.end(), true);
    switch (operation) {
        case SetOperation::intersection:
            return count == static_cast<std::ptrdiff_t>(inside.size());
        case SetOperation::union_of_all:
            return count > 0;
        case SetOperation::difference:
            return inside[0] && count == 1;
        case SetOperation::symmetric_difference:
            return count % 2 == 1;
        case SetOperation::union_of_differences:
            for (std::size_t i = 0; i < inside.size(); i += 2)
                if (inside[i] && (i + 1 == inside.size() || !inside[i + 1])) return true;
            return false;
    }
    return false;
}

struct Line {
    Rational x1, y1, x2, y2;  // x1 < x2
    std::size_t input;
    int direction;  // 1: the ring runs to the right
    Rational at(const Rational& x) const { return y1 + (y2 - y1) * (x - x1) / (x2 - x1); }
};

/// The area of a result by cutting the plane at the x of every end and every crossing, in
/// rationals.
Rational slab_area(const std::vector<Shape>& shapes, FillRule rule, SetOperation operation) {
    std::vector<Line> lines;
    std::set<Rational> cuts;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        RingEdges edges;
        edges.add(shapes[i]);
        for (const Segment& s : edges.segments) {
            cuts.insert(Rational(s.a.x));
            if (s.a.x == s.b.x) continue;
            const bool right = s.a.x < s.b.x;
            const Point from = right ? s.a : s.b, to = right ? s.b : s.a;
            lines.push_back({Rational(from.x), Rational(from.y), Rational(to.x), Rational(to.y), i,
                             right ? 1 : -1});
        }
    }
    for (const Line& s : lines) {
        for (const Line& t : lines) {
            const Rational slope = (s.y2 - s.y1) / (s.x2 - s.x1) - (t.y2 - t.y1) / (t.x2 - t.x1);
            if (slope == 0) continue;
            const Rational x = s.x1 + (t.at(s.x1) - s.y1) / slope;
            if (x > s.x1 && x < s.x2 && x > t.x1 && x < t.x2) cuts.insert(x);
        }
    }
    const std::vector<Rational> at(cuts.begin(), cuts.end());
    Rational area = 0;
    for (std::size_t k = 1; k < at.size(); ++k) {
        const Rational left = at[k - 1], right = at[k], middle = (left + right) / 2;
        std::vector<std::pair<Rational, const Line*>> across;
        for (const Line& line : lines)
            if (line.x1 <= left && line.x2 >= right) across.emplace_back(line.at(middle), &line);
        std::sort(across.begin(), across.end(),
                  [](const auto& a, const auto& b) { return a.first < b.first; });
        // From below: an edge to the right has its left side above it.
        std::vector<int> windings(shapes.size());
        for (std::size_t i = 0; i + 1 < across.size(); ++i) {
            windings[across[i].second->input] += across[i].second->direction;
            std::vector<bool> inside;
            for (const int winding : windings) inside.push_back(fills(rule, winding));
            if (holds(operation, inside))
                area += (across[i + 1].first - across[i].first) * (right - left);
        }
    }
    return area;
}

/// Rings between points of a lattice, or of doubles if `cells` is 0.
Shape random_rings(const pipelab::base::Random& random, std::uint64_t& drawn, std::uint64_t cells) {
    Shape shape;
    shape.type = Shape::Type::rings;
    const auto draw = [&] {
        const std::uint64_t n = drawn++;
        return cells == 0 ? random.uniform(n) * 5 : static_cast<double>(random.integer(n, cells));
    };
    const std::uint64_t rings = 1 + random.integer(drawn++, 2);
    for (std::uint64_t r = 0; r < rings; ++r) {
        std::vector<Point> ring(3 + random.integer(drawn++, 5));
        for (Point& p : ring) p = {draw(), draw()};
        shape.add_path(ring);
    }
    return shape;
}

Shape of_rings(std::initializer_list<std::vector<Point>> rings) {
    Shape shape;
    shape.type = Shape::Type::rings;
    for (const auto& ring : rings) shape.add_path(ring);
    return shape;
}

Shape result_of(const std::vector<Shape>& shapes, SetOperation operation,
                FillRule rule = FillRule::even_odd) {
    return Overlay(shapes, rule).polygons(operation);
}

}  // namespace

TEST_CASE("areas of overlays are those of rationals") {
    const pipelab::base::Random random(1);
    std::uint64_t drawn = 0;
    std::size_t holding = 0;
    for (int trial = 0; trial < (quick ? 30 : 150); ++trial) {
        const std::uint64_t cells = trial % 3 == 0 ? 0 : trial % 3 == 1 ? 4 : 9;
        std::vector<Shape> shapes;
        for (int i = 0; i < 1 + trial % 4; ++i)
            shapes.push_back(random_rings(random, drawn, cells));
        for (const FillRule rule : rules) {
            const Overlay overlay(shapes, rule);
            for (const SetOperation operation : operations) {
                const Rational exact = slab_area(shapes, rule, operation);
                REQUIRE(overlay.area(operation) == nearest(exact));
                const Shape result = overlay.polygons(operation);
                const double rounded = area(result).value();
                REQUIRE(std::abs(rounded - exact.get_d()) <= 1e-13);
                holding += rounded > 0;
            }
        }
    }
    REQUIRE(holding > (quick ? 150 : 700));
}

TEST_CASE("results of overlays are valid, canonical and their own overlay") {
    const pipelab::base::Random random(2);
    std::uint64_t drawn = 0;
    for (int trial = 0; trial < (quick ? 50 : 500); ++trial) {
        std::vector<Shape> shapes;
        for (int i = 0; i < 2; ++i)
            shapes.push_back(random_rings(random, drawn, trial % 2 == 0 ? 0 : 5));
        const SetOperation operation = operations[static_cast<std::size_t>(trial / 2 % 5)];
        const Shape result = result_of(shapes, operation);
        REQUIRE(result.type == Shape::Type::multi_polygon);
        // Edges meet at ends only, or where a ring touches another.
        RingEdges edges;
        edges.add(result);
        for (const ExactVertex& vertex : split(edges.segments).vertices) REQUIRE(vertex.is_end());
        REQUIRE(result == result_of({result}, SetOperation::union_of_all));
        REQUIRE(result == result_of({result}, SetOperation::union_of_all, FillRule::positive));
        REQUIRE(result_of({result}, SetOperation::union_of_all, FillRule::negative).empty());
        if (operation != SetOperation::difference &&
            operation != SetOperation::union_of_differences)
            REQUIRE(result == result_of({shapes[1], shapes[0]}, operation));
    }
}

TEST_CASE("on a grid results are multiples, near, and stay") {
    const pipelab::base::Random random(5);
    std::uint64_t drawn = 0;
    for (int trial = 0; trial < (quick ? 50 : 400); ++trial) {
        const std::vector<Shape> shapes{random_rings(random, drawn, 0),
                                        random_rings(random, drawn, 0)};
        const double side = trial % 2 == 0 ? 0.25 : 0.1;
        const Rounding grid(side);
        const Overlay overlay(shapes, FillRule::even_odd);
        for (const SetOperation operation : operations) {
            const Shape snapped = overlay.polygons(operation, grid);
            for (const Point p : snapped.points) {
                REQUIRE(p.x == std::nearbyint(p.x / side) * side);
                REQUIRE(p.y == std::nearbyint(p.y / side) * side);
            }
            const Overlay again({&snapped, 1}, FillRule::positive);
            REQUIRE(snapped == again.polygons(SetOperation::union_of_all, grid));
            REQUIRE(snapped == again.polygons(SetOperation::union_of_all));
            // What has changed lies along the boundary, within the reach of some rounds.
            const Shape exact = overlay.polygons(operation);
            const double changed = Overlay(std::vector{exact, snapped}, FillRule::even_odd)
                                       .area(SetOperation::symmetric_difference)
                                       .value();
            REQUIRE(changed <= 3 * side * (1 + perimeter(exact).value()));
        }
    }
}

TEST_CASE("points are in a result as in the inputs") {
    const pipelab::base::Random random(3);
    std::uint64_t drawn = 0;
    for (int trial = 0; trial < (quick ? 20 : 200); ++trial) {
        std::vector<Shape> shapes;
        for (int i = 0; i < 3; ++i) shapes.push_back(random_rings(random, drawn, 6));
        for (const SetOperation operation : operations) {
            const Shape result = result_of(shapes, operation);
            for (int probe = 0; probe < 50; ++probe) {
                const Point p{random.uniform(drawn++) * 6, random.uniform(drawn++) * 6};
                std::vector<bool> inside;
                for (const Shape& shape : shapes)
                    inside.push_back(locate(p, shape) == Location::inside);
                REQUIRE((locate(p, result) == Location::inside) == holds(operation, inside));
            }
        }
    }
}

TEST_CASE("parts of an operand are laid together, not against each other") {
    const Shape left = of_rings({{{0, 0}, {2, 0}, {2, 1}, {0, 1}}});
    const Shape middle = of_rings({{{1, 0}, {3, 0}, {3, 1}, {1, 1}}});
    const Shape right = of_rings({{{2, 0}, {5, 0}, {5, 1}, {2, 1}}});
    const std::array inputs{OverlayInput{&left, 0}, OverlayInput{&middle, 0},
                            OverlayInput{&right, 1}};
    const Overlay overlay(inputs, 2, FillRule::even_odd);
    CHECK(overlay.area(SetOperation::intersection) == 1);
    CHECK(overlay.area(SetOperation::union_of_all) == 5);
    CHECK(overlay.area(SetOperation::difference) == 2);
    CHECK(overlay.area(SetOperation::symmetric_difference) == 4);
    CHECK(Overlay(inputs, 3, FillRule::even_odd).area(SetOperation::intersection) == 0);
}

TEST_CASE("squares laid over each other") {
    const Shape left = of_rings({{{0, 0}, {2, 0}, {2, 2}, {0, 2}}});
    const Shape right = of_rings({{{1, 1}, {3, 1}, {3, 3}, {1, 3}}});
    const Shape beside = of_rings({{{2, 0}, {4, 0}, {4, 2}, {2, 2}}});
    const Shape corner = of_rings({{{2, 2}, {3, 2}, {3, 3}, {2, 3}}});
    const Shape within = of_rings({{{0.5, 0.5}, {1.5, 0.5}, {1.5, 1.5}, {0.5, 1.5}}});
    using Points = pipelab::base::Array<Point>;
    CHECK(result_of({left, right}, SetOperation::intersection).points ==
          Points{{1, 1}, {2, 1}, {2, 2}, {1, 2}});
    CHECK(result_of({left, right}, SetOperation::union_of_all).points ==
          Points{{0, 0}, {2, 0}, {2, 1}, {3, 1}, {3, 3}, {1, 3}, {1, 2}, {0, 2}});
    CHECK(result_of({left, right}, SetOperation::difference).points ==
          Points{{0, 0}, {2, 0}, {2, 1}, {1, 1}, {1, 2}, {0, 2}});
    CHECK(result_of({left, right}, SetOperation::symmetric_difference).parts() == 2);
    // A common side goes, with the corners on it.
    CHECK(result_of({left, beside}, SetOperation::union_of_all).points ==
          Points{{0, 0}, {4, 0}, {4, 2}, {0, 2}});
    CHECK(result_of({left, beside}, SetOperation::intersection).empty());
    // A common corner joins nothing.
    CHECK(result_of({left, corner}, SetOperation::union_of_all).parts() == 2);
    const Shape ring = result_of({left, within}, SetOperation::difference);
    CHECK(ring.parts() == 1);
    CHECK(ring.paths() == 2);
    CHECK(ring.points ==
          Points{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0.5, 0.5}, {0.5, 1.5}, {1.5, 1.5}, {1.5, 0.5}});
    CHECK(result_of({ring, within}, SetOperation::union_of_all).points == left.points);
    CHECK(result_of({left, left}, SetOperation::symmetric_difference).empty());
    CHECK(result_of({}, SetOperation::union_of_all).empty());
    CHECK(result_of({Shape{}, left}, SetOperation::intersection).empty());
    CHECK(result_of({Shape{}, left}, SetOperation::union_of_all) ==
          result_of({left}, SetOperation::union_of_all));
}

TEST_CASE("overlays at the ends of the range") {
    for (const double scale : {0x1p-1060, 0x1p-500, 1.0, 0x1p500, 0x1p1020}) {
        const auto square = [&](double x, double y) {
            return of_rings({{{x * scale, y * scale},
                              {(x + 3) * scale, y * scale},
                              {(x + 3) * scale, (y + 3) * scale},
                              {x * scale, (y + 3) * scale}}});
        };
        const Shape result = result_of({square(0, 0), square(1, 2)}, SetOperation::intersection);
        CHECK(result.points == pipelab::base::Array<Point>{{1 * scale, 2 * scale},
                                                           {3 * scale, 2 * scale},
                                                           {3 * scale, 3 * scale},
                                                           {1 * scale, 3 * scale}});
    }
    const Shape whole = of_rings({{{-0x1p1023, -0x1p1023}, {0x1p1023, -0x1p1023}, {0, 0x1p1023}}});
    CHECK(!Overlay({&whole, 1}, FillRule::even_odd).area(SetOperation::union_of_all));
}

TEST_CASE("inside of a collection is what is inside of any member") {
    const Shape left = of_rings({{{0, 0}, {4, 0}, {4, 4}, {0, 4}}}),
                right = of_rings({{{2, 2}, {6, 2}, {6, 6}, {2, 6}}}),
                amid = of_rings({{{3, 3}, {5, 3}, {5, 5}, {3, 5}}});
    Shape both;
    both.type = Shape::Type::collection;
    both.members = {left, point_shape({9, 9}), right};
    for (const SetOperation operation : operations) {
        const std::array inputs{OverlayInput{&left, 0}, OverlayInput{&right, 0},
                                OverlayInput{&amid, 1}};
        const Shape expected = Overlay(inputs, 2, FillRule::even_odd).polygons(operation);
        CHECK(result_of({both, amid}, operation) == expected);
    }
}

}  // namespace overlay_test
