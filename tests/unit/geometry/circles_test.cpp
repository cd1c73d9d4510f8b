#include "geometry/circles.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/triangles.hpp"
#include "rational.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace circles_test {

using namespace pipelab::geometry;
using namespace pipelab::testing;

namespace {

constexpr double pi = std::numbers::pi;

class Draws {
  public:
    explicit Draws(std::uint64_t stream) : random_(23, stream) {}
    double unit() { return random_.uniform(next_++); }
    int integer(int bound) {
        return static_cast<int>(random_.integer(next_++, static_cast<std::uint64_t>(bound)));
    }
    Point point(double size) {
        const double x = size * (2 * unit() - 1);
        return {x, size * (2 * unit() - 1)};
    }
    Circle circle(double size) {
        const Point centre = point(size);
        return {centre, size * unit()};
    }

  private:
    pipelab::base::Random random_;
    std::uint64_t next_ = 0;
};

double gap(Point p, Point q) { return std::hypot(p.x - q.x, p.y - q.y); }

/// How far p is from lying on the circle, relatively.
double off(Point p, const Circle& circle) {
    return std::abs(gap(p, circle.centre) - circle.radius) / (1 + circle.radius);
}

bool tangent(const Circle& a, const Circle& b) {
    const double d = gap(a.centre, b.centre), size = 1 + a.radius + b.radius;
    return std::abs(d - (a.radius + b.radius)) < 1e-9 * size ||
           std::abs(d - std::abs(a.radius - b.radius)) < 1e-9 * size;
}

/// Whether the line touches the circle at t.
bool touches(const Circle& circle, Point t, const Segment& line) {
    const double ux = line.b.x - line.a.x, uy = line.b.y - line.a.y;
    const double across = ux * (t.x - circle.centre.x) + uy * (t.y - circle.centre.y);
    return off(t, circle) < 1e-12 &&
           std::abs(across) < 1e-11 * (1 + std::hypot(ux, uy)) * (1 + circle.radius);
}

/// The area by counting the cells of a fine grid.
double counted_area(const Circle& circle, const std::vector<Point>& ring) {
    constexpr int cells = 1500;
    const double step = 2 * circle.radius / cells;
    double sum = 0;
    for (int j = 0; j < cells; ++j) {
        const double y = circle.centre.y - circle.radius + (j + 0.5) * step;
        const double half = std::sqrt(std::max(
            0.0, circle.radius * circle.radius - (y - circle.centre.y) * (y - circle.centre.y)));
        const double low = circle.centre.x - half, high = circle.centre.x + half;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point a = ring[i], b = ring[(i + 1) % ring.size()];
            if ((a.y <= y) == (b.y <= y)) continue;
            const double x = a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x);
            const double right = std::clamp(x, low, high) - low;
            sum += a.y <= y ? right : -right;
        }
    }
    return sum * step;
}

}  // namespace

TEST_CASE("sides of circles and their relations are exact") {
    const Circle unit{{0, 0}, 1};
    REQUIRE(side({1, 0}, unit) == 0);
    REQUIRE(side({std::nextafter(1, 2), 0}, unit) == -1);
    const Rational x = 0.6, y = 0.8;
    REQUIRE(side({0.6, 0.8}, unit) == -sgn(Rational(x * x + y * y - 1)));
    REQUIRE(side({0, 0}, {{0, 0}, 0}) == 0);
    int wrong = 0;
    for (int i = 0; i < 7 * 7 * 6 * 6; ++i) {
        const int dx = i % 7, dy = i / 7 % 7, r = i / 49 % 6, s = i / 294;
        const double unit_step = 0x1p-30;
        const Circle a{{0x1p20, -0x1p20}, r * unit_step};
        const Circle b{{0x1p20 + dx * unit_step, -0x1p20 + dy * unit_step}, s * unit_step};
        const int dd = dx * dx + dy * dy, plus = (r + s) * (r + s), minus = (r - s) * (r - s);
        const Circles expected = dd == 0 && r == s ? Circles::equal
                                 : dd > plus       ? Circles::separate
                                 : dd < minus      ? Circles::inside
                                 : dd == minus     ? Circles::touch_inside
                                 : dd == plus      ? Circles::touch_outside
                                                   : Circles::cross;
        wrong += relation(a, b) != expected;
        const std::size_t count =
            expected == Circles::cross                                                ? 2
            : expected == Circles::touch_inside || expected == Circles::touch_outside ? 1
                                                                                      : 0;
        const auto points = intersection(a, b);
        wrong += points.size() != count;
        for (const Point p : points) wrong += off(p, a) > 1e-9 || off(p, b) > 1e-9;
    }
    REQUIRE(wrong == 0);
    const auto points = intersection(Circle{{0, 0}, 5}, Circle{{8, 0}, 5});
    REQUIRE(points == std::vector<Point>{{4, 3}, {4, -3}});
    REQUIRE(circle_on_diameter({1, 2}, {4, 6}) == Circle{{2.5, 4}, 2.5});
    REQUIRE(circle_on_diameter({1, 2}, {1, 2}) == Circle{{1, 2}, 0});
}

TEST_CASE("circles meet segments, rays and lines") {
    const Circle circle{{0, 0}, 5};
    using Points = std::vector<Point>;
    REQUIRE(intersection(circle, {{-9, 3}, {9, 3}}) == Points{{-4, 3}, {4, 3}});
    REQUIRE(intersection(circle, {{0, 3}, {9, 3}}) == Points{{4, 3}});
    REQUIRE(intersection(circle, {{0, 3}, {1, 3}}).empty());
    REQUIRE(intersection(circle, {{0, 3}, {-1, 3}, Extent::ray}) == Points{{-4, 3}});
    REQUIRE(intersection(circle, {{0, 3}, {1, 3}, Extent::line}) == Points{{-4, 3}, {4, 3}});
    REQUIRE(intersection(circle, {{9, 3}, {4, 3}}) == Points{{4, 3}});
    REQUIRE(intersection(circle, {{-4, 3}, {4, 3}}) == Points{{-4, 3}, {4, 3}});
    REQUIRE(intersection(circle, {{-4, 3}, {-9, 3}, Extent::ray}) == Points{{-4, 3}});
    REQUIRE(intersection(circle, {{-1, 5}, {1, 5}}) == Points{{0, 5}});
    REQUIRE(intersection(circle, {{1, 5}, {2, 5}}).empty());
    REQUIRE(intersection(circle, {{3, 4}, {3, 4}}) == Points{{3, 4}});
    REQUIRE(intersection(circle, {{3, 3}, {3, 3}, Extent::line}).empty());
    REQUIRE(intersection(Circle{{1, 1}, 0}, Straight{{0, 0}, {3, 3}}) == Points{{1, 1}});
    REQUIRE(intersection(circle, {{-9, std::nextafter(5, 6)}, {9, std::nextafter(5, 6)}}).empty());
    Draws draws(1);
    for (int i = 0; i < (quick ? 50 : 500); ++i) {
        const Circle c = draws.circle(2);
        const Straight line{draws.point(2), draws.point(2), Extent::line};
        const auto all = intersection(c, line);
        for (const Point p : all) {
            REQUIRE(off(p, c) < 1e-13);
            REQUIRE(distance(p, line) < 1e-14);
        }
        const auto on_segment = intersection(c, {line.a, line.b});
        REQUIRE(static_cast<int>(on_segment.size()) % 2 == (side(line.a, c) * side(line.b, c) < 0));
        for (const Point p : on_segment) REQUIRE(distance(p, {line.a, line.b}) < 1e-14);
    }
}

TEST_CASE("tangents touch") {
    const auto two = tangents({5, 0}, {{0, 0}, 3});
    REQUIRE(two == std::vector<Segment>{{{5, 0}, {1.8, -2.4}}, {{5, 0}, {1.8, 2.4}}});
    REQUIRE(tangents({3, 0}, {{0, 0}, 3}) == std::vector<Segment>{{{3, 0}, {3, -3}}});
    REQUIRE(tangents({1, 0}, {{0, 0}, 3}).empty());
    REQUIRE(tangents({1, 0}, {{0, 0}, 0}).empty());
    REQUIRE(common_tangents({{0, 0}, 2}, {{5, 0}, 2})[0] == Segment{{0, 2}, {5, 2}});
    REQUIRE(common_tangents({{0, 0}, 2}, {{5, 0}, 3}).size() == 3);
    REQUIRE(common_tangents({{0, 0}, 2}, {{5, 0}, 3})[2] == Segment{{2, 0}, {2, 5}});
    REQUIRE(common_tangents({{0, 0}, 5}, {{2, 0}, 3}) == std::vector<Segment>{{{5, 0}, {5, 2}}});
    REQUIRE(common_tangents({{0, 0}, 5}, {{1, 0}, 3}).empty());
    REQUIRE(common_tangents({{0, 0}, 5}, {{0, 0}, 3}).empty());
    REQUIRE(common_tangents({{0, 0}, 0}, {{4, 0}, 0}) == std::vector<Segment>{{{0, 0}, {4, 0}}});
    REQUIRE(common_tangents({{5, 0}, 0}, {{0, 0}, 3}).size() == 2);
    Draws draws(2);
    for (int i = 0; i < (quick ? 50 : 500); ++i) {
        const Circle a = draws.circle(1), b = draws.circle(1);
        const Circles how = relation(a, b);
        const auto lines = common_tangents(a, b);
        REQUIRE(lines.size() == (how == Circles::separate ? 4 : how == Circles::cross ? 2 : 0));
        for (const Segment& line : lines) {
            REQUIRE(touches(a, line.a, line));
            REQUIRE(touches(b, line.b, line));
        }
    }
}

TEST_CASE("inversion maps circles and lines to circles and lines") {
    const Circle mirror{{1, 2}, 2};
    REQUIRE(*inverse(Point{2, 2}, mirror) == Point{5, 2});
    REQUIRE(!inverse(Point{1, 2}, mirror));
    REQUIRE(!inverse(Point{3, 3}, Circle{{1, 2}, 0}));
    REQUIRE(std::get<Straight>(*inverse(Segment{{0, 1}, {2, 3}}, mirror)) ==
            Straight{{0, 1}, {2, 3}, Extent::line});
    REQUIRE(!inverse(Segment{{0, 1}, {0, 1}}, mirror));
    REQUIRE(std::get<Circle>(*inverse(Circle{{1, 2}, 1}, mirror)) == Circle{{1, 2}, 4});
    REQUIRE(std::get<Circle>(*inverse(Segment{{3, 0}, {3, 1}}, mirror)) == Circle{{2, 2}, 1});
    REQUIRE(std::get<Straight>(*inverse(Circle{{2, 2}, 1}, mirror)) ==
            Straight{{3, 2}, {3, 3}, Extent::line});
    Draws draws(3);
    for (int i = 0; i < (quick ? 50 : 300); ++i) {
        const Circle m = draws.circle(2), c = draws.circle(2);
        const auto image = *inverse(c, m);
        for (int k = 0; k < 4; ++k) {
            const Point p{c.centre.x + c.radius * std::cos(k), c.centre.y + c.radius * std::sin(k)};
            const Point q = *inverse(p, m);
            const double size = 1 + gap(q, m.centre);
            REQUIRE(off(q, std::get<Circle>(image)) < 1e-10 * size * size);
        }
    }
}

TEST_CASE("the common area of a circle and a polygon") {
    const Circle unit{{0, 0}, 1};
    using Ring = std::vector<Point>;
    REQUIRE(common_area(unit, Ring{{-2, -2}, {2, -2}, {2, 2}, {-2, 2}}) == pi);
    REQUIRE(common_area(unit, Ring{{-2, -2}, {-2, 2}, {2, 2}, {2, -2}}) == -pi);
    REQUIRE(common_area(unit, Ring{{0, 0}, {2, 0}, {2, 2}, {0, 2}}) == pi / 4);
    REQUIRE(common_area(unit, Ring{{-2, 0}, {2, 0}, {2, 2}, {-2, 2}}) == pi / 2);
    REQUIRE(common_area(unit, Ring{{0, 0}, {0.5, 0}, {0.5, 0.5}, {0, 0.5}}) == 0.25);
    REQUIRE(common_area(unit, Ring{{5, 0}, {6, 0}, {6, 1}}) == 0);
    REQUIRE(common_area(unit, Ring{{1, -1}, {2, -1}, {2, 1}, {1, 1}}) == 0);
    REQUIRE(common_area(unit, Ring{{0, 0}, {1, 0}}) == 0);
    REQUIRE(common_area({{0, 0}, 0}, Ring{{-2, -2}, {2, -2}, {2, 2}}) == 0);
    REQUIRE(common_area(unit, Ring{{-1, 0}, {0, -1}, {1, 0}, {0, 1}}) == 2);
    Draws draws(4);
    for (int i = 0; i < (quick ? 3 : 40); ++i) {
        const Circle c = draws.circle(2);
        Ring ring;
        for (int k = 0; k < 3 + i % 5; ++k) ring.push_back(draws.point(2.5));
        REQUIRE(std::abs(common_area(c, ring) - counted_area(c, ring)) <
                1e-4 * (0.01 + c.radius * c.radius) * static_cast<double>(ring.size()));
    }
}

TEST_CASE("circles of Apollonius touch all three") {
    Draws draws(5);
    int eights = 0;
    for (int i = 0; i < (quick ? 30 : 300); ++i) {
        Circle a = draws.circle(3), b = draws.circle(3), c = draws.circle(3);
        a.radius /= 4, b.radius /= 4, c.radius /= 4;
        if (i % 4 == 1) c.radius = 0;
        if (i % 4 == 2) a.radius = b.radius = 0;
        if (i % 7 == 3)
            b.centre = {a.centre.x, a.centre.y + 2}, c.centre = {a.centre.x, a.centre.y + 5};
        const auto found = apollonius(a, b, c);
        for (const Circle& circle : found) {
            if (circle.radius > 1e3) continue;
            REQUIRE(circle.radius > 0);
            REQUIRE(tangent(circle, a));
            REQUIRE(tangent(circle, b));
            REQUIRE(tangent(circle, c));
        }
        for (std::size_t j = 0; j < found.size(); ++j) {
            for (std::size_t k = 0; k < j; ++k) REQUIRE(!(found[j] == found[k]));
        }
        eights += found.size() == 8;
    }
    REQUIRE(eights > (quick ? 3 : 40));
    // Three points: their circle.
    const auto through = apollonius({{0, 0}, 0}, {{4, 0}, 0}, {{0, 3}, 0});
    REQUIRE(through == std::vector<Circle>{{{2, 1.5}, 2.5}});
    REQUIRE(apollonius({{0, 0}, 0}, {{1, 0}, 0}, {{2, 0}, 0}).empty());
    REQUIRE(apollonius({{0, 0}, 1}, {{0, 0}, 1}, {{2, 0}, 0}).empty());
    // Descartes' theorem: three unit circles that touch each other.
    const double height = std::sqrt(3.0);
    const auto soddy = apollonius({{-1, 0}, 1}, {{1, 0}, 1}, {{0, height}, 1});
    REQUIRE(std::any_of(soddy.begin(), soddy.end(), [](const Circle& c) {
        return std::abs(c.radius - (2 / std::sqrt(3.0) - 1)) < 1e-12;
    }));
    REQUIRE(std::any_of(soddy.begin(), soddy.end(), [](const Circle& c) {
        return std::abs(c.radius - (2 / std::sqrt(3.0) + 1)) < 1e-12;
    }));
    // Around one centre: circles between the rings through a point.
    const auto rings = apollonius({{0, 0}, 1}, {{0, 0}, 3}, {{2, 0}, 0});
    REQUIRE(rings.size() == 4);
    for (const Circle& c : rings) REQUIRE((c.radius == 1 || c.radius == 2));
}

}  // namespace circles_test
