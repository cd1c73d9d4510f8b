#include "geometry/simplify.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/generate_rings.hpp"
#include "rational.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace simplify_test {

using namespace pipelab;
using namespace pipelab::geometry;
using pipelab::testing::nearest;
using pipelab::testing::Rational;
using pipelab::testing::RationalPoint;

namespace {

using Ring = std::vector<Point>;
using Indices = std::vector<std::size_t>;

Indices indices(const base::Array<std::size_t>& array) { return {array.begin(), array.end()}; }

Ring random_path(const base::Random& random, std::uint64_t& draw, std::size_t size, double scale,
                 std::uint64_t width) {
    Ring path(size);
    for (Point& p : path) {
        p.x = scale * static_cast<double>(random.integer(draw, width));
        p.y = scale * static_cast<double>(random.integer(draw + 1, width));
        draw += 2;
    }
    return path;
}

/// By clamping the parameter of the foot.
Rational square_distance(Point p, Point a, Point b) {
    const RationalPoint u = RationalPoint(b) - RationalPoint(a),
                        v = RationalPoint(p) - RationalPoint(a);
    const Rational all = dot(u, u);
    Rational t = all == 0 ? Rational(0) : Rational(dot(u, v) / all);
    t = std::max(Rational(0), std::min(Rational(1), t));
    const RationalPoint d(v.x - t * u.x, v.y - t * u.y);
    return dot(d, d);
}

std::size_t farthest(const Ring& path, std::size_t from, std::size_t to, Point b, Rational& most) {
    std::size_t best = from + 1;
    most = -1;
    for (std::size_t i = from + 1; i < to; ++i) {
        const Rational d = square_distance(path[i], path[from], b);
        if (d > most) most = d, best = i;
    }
    return best;
}

void recurse(const Ring& path, std::size_t from, std::size_t to, double tolerance, Indices& stays) {
    if (to - from < 2) return;
    Rational most;
    const std::size_t best = farthest(path, from, to, path[to % path.size()], most);
    if (most <= Rational(tolerance) * Rational(tolerance)) return;
    recurse(path, from, best, tolerance, stays);
    stays.push_back(best);
    recurse(path, best, to, tolerance, stays);
}

Indices peucker(const Ring& path, bool closed, double tolerance) {
    Indices stays;
    const std::size_t size = path.size();
    if (size <= (closed ? 3U : 2U)) {
        for (std::size_t i = 0; i < size; ++i) stays.push_back(i);
        return stays;
    }
    stays.push_back(0);
    if (!closed) {
        recurse(path, 0, size - 1, tolerance, stays);
        stays.push_back(size - 1);
        return stays;
    }
    Rational most;
    const std::size_t far = farthest(path, 0, size, path[0], most);
    recurse(path, 0, far, tolerance, stays);
    stays.push_back(far);
    recurse(path, far, size, tolerance, stays);
    if (stays.size() == 2) {
        std::size_t third = 0;
        Rational best = -1;
        for (std::size_t i = 1; i < size; ++i) {
            const Rational d = square_distance(path[i], path[0], path[far]);
            if (i != far && d > best) best = d, third = i;
        }
        stays.push_back(third);
        std::sort(stays.begin(), stays.end());
    }
    return stays;
}

/// One point after the other, looking at all of them each time.
Indices visvalingam(const Ring& path, bool closed, std::size_t count, const Rational* least_area) {
    Indices left;
    for (std::size_t i = 0; i < path.size(); ++i) left.push_back(i);
    while (left.size() > std::max<std::size_t>(count, closed ? 3 : 2)) {
        const std::size_t n = left.size();
        std::size_t goes = n;
        Rational least;
        for (std::size_t k = closed ? 0 : 1; k < (closed ? n : n - 1); ++k) {
            const RationalPoint a = path[left[(k + n - 1) % n]], b = path[left[k]];
            const RationalPoint c = path[left[(k + 1) % n]];
            const Rational area = abs(cross(b - a, c - a)) / 2;
            if (goes == n || area < least) least = area, goes = k;
        }
        if (least_area != nullptr && least >= *least_area) break;
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(goes));
    }
    return left;
}

}  // namespace

TEST_CASE("simplified paths are those of the definitions in rationals") {
    const base::Random random(41);
    std::uint64_t draw = 0;
    const double scales[] = {1, 0.1, 0x1p-1074, 0x1p1015, 0x1p-530};
    for (int trial = 0; trial < (testing::quick ? 200 : 1500); ++trial) {
        const double scale = scales[trial % 5];
        const std::uint64_t width = trial % 2 == 0 ? 4 : 40;
        const Ring path =
            random_path(random, draw, random.integer(draw, 3 + trial % 20), scale, width);
        const double tolerance = scale * static_cast<double>(trial % 7) / (trial % 5 == 2 ? 1 : 2);
        for (const bool closed : {false, true}) {
            REQUIRE(indices(douglas_peucker(path, closed, tolerance)) ==
                    peucker(path, closed, tolerance));
            const std::size_t count = random.integer(draw++, 12);
            REQUIRE(indices(visvalingam_to_count(path, closed, count)) ==
                    visvalingam(path, closed, count, nullptr));
            const double unit = std::min(scale, 0x1p500);
            const double area = unit * unit * (trial % 9) / 2;
            const Rational least = area;
            REQUIRE(indices(visvalingam_by_area(path, closed, area)) ==
                    visvalingam(path, closed, 0, &least));
        }
    }
}

TEST_CASE("a coast simplified keeps within the tolerance") {
    const auto ring = random_coast(20000, {0, 0}, 1, base::Random(42));
    const double tolerance = 0.01;
    const auto kept = douglas_peucker(ring, true, tolerance);
    CHECK(kept.size() < 1000);
    CHECK(kept.size() > 20);
    for (std::size_t k = 0; k < kept.size(); ++k) {
        const std::size_t from = kept[k], to = k + 1 < kept.size() ? kept[k + 1] : ring.size();
        const Point a = ring[from], b = ring[to % ring.size()];
        for (std::size_t i = from; i < to; i += 7) {
            CHECK(square_distance(ring[i], a, b) <= Rational(tolerance) * Rational(tolerance));
        }
    }
    CHECK(visvalingam_to_count(ring, true, 500).size() == 500);
}

TEST_CASE("dense paths have the least number of pieces and correctly rounded points") {
    const base::Random random(43);
    std::uint64_t draw = 0;
    const double scales[] = {1, 0.3, 0x1p-1074, 0x1p1010, 1e-7};
    for (int trial = 0; trial < 500; ++trial) {
        const double scale = scales[trial % 5];
        const Ring path = random_path(random, draw, random.integer(draw, 6), scale, 30);
        const double longest = scale * (1 + static_cast<double>(trial % 4));
        for (const bool closed : {false, true}) {
            Ring want;
            for (std::size_t i = 0; i < path.size(); ++i) {
                want.push_back(path[i]);
                if (i + 1 == path.size() && (!closed || path.size() == 1)) break;
                const Point a = path[i], b = path[(i + 1) % path.size()];
                const RationalPoint d = RationalPoint(b) - RationalPoint(a);
                int count = 1;
                while (Rational(longest) * longest * count * count < dot(d, d)) ++count;
                CHECK(pieces(a, b, longest) == static_cast<std::uint64_t>(count));
                for (int k = 1; k < count; ++k) {
                    want.push_back({nearest(Rational(a.x) + d.x * k / count),
                                    nearest(Rational(a.y) + d.y * k / count)});
                }
            }
            const auto dense = densified(path, closed, longest);
            CHECK(Ring(dense.begin(), dense.end()) == want);
            CHECK(densified_size(path, closed, longest) == want.size());
        }
    }
    CHECK(pieces({0, 0}, {1, 0}, 0.1) == 10);  // 0.1 is more than a tenth
    CHECK(pieces({0, 0}, {3, 0}, 0.3) == 11);  // 0.3 is less than three tenths
    CHECK(pieces({0, 0}, {0x1p53, 0}, 1) == std::uint64_t{1} << 53);
    CHECK_FALSE(pieces({0, 0}, {0x1p53 + 2, 0}, 1));
    CHECK_FALSE(pieces({-0x1p1023, 0}, {0x1p1023, 1}, 0x1p-1074));
    CHECK(pieces({-0x1.8p1023, 0}, {0x1.8p1023, 1}, 0x1p1023) == 4);
    CHECK(pieces({5, 5}, {5, 5}, 0x1p-1074) == 1);
}

TEST_CASE("shapes simplified and densified keep their parts") {
    Shape shape;
    shape.type = Shape::Type::multi_polygon;
    for (const double x : {0.0, 10.0}) {
        shape.add_part();
        shape.add_path(Ring{{x, 0}, {x + 2, 0}, {x + 4, 0}, {x + 4, 4}, {x, 4}});
        shape.add_path(Ring{{x + 1, 1}, {x + 2, 1}, {x + 2, 2}});
    }
    const Shape simple = simplified(
        shape, [](auto path, bool closed) { return douglas_peucker(path, closed, 0.5); });
    CHECK(simple.paths() == 4);
    CHECK(simple.parts() == 2);
    CHECK(simple.path(2).size() == 4);
    CHECK(simple.path(3)[2] == Point{12, 2});
    const Shape dense = densified(shape, 1).value();
    CHECK(dense.path(0).size() == 16);
    CHECK(dense.part(1) == std::pair<std::size_t, std::size_t>(2, 4));
}

}  // namespace simplify_test
