#include "geometry/rings.hpp"

#include "base/parallel.hpp"
#include "base/random.hpp"
#include "catch.hpp"
#include "unit/geometry/outcome.hpp"
#include "unit/geometry/rational.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace rings_test {

using namespace pipelab;
using namespace pipelab::geometry;
using testing::Rational;
using testing::RationalPoint;
using Ring = std::vector<Point>;

namespace {

Shape shape_of(const std::vector<Ring>& rings) {
    Shape shape;
    shape.type = Shape::Type::rings;
    for (const Ring& ring : rings) shape.add_path(ring);
    return shape;
}

std::string assembled(const std::vector<Ring>& rings) {
    return testing::wkt_of(assemble(shape_of(rings)));
}

Ring square(double x, double y, double side) {
    return {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}};
}

Rational area_of(std::span<const Point> ring) {
    Rational twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i)
        twice += testing::cross(ring[i], ring[(i + 1) % ring.size()]);
    return twice / 2;
}

/// Inside by an odd number of crossings to the left; `p` must not be on the ring.
bool contains(std::span<const Point> ring, const RationalPoint& p) {
    bool inside = false;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        RationalPoint a = ring[i], b = ring[(i + 1) % ring.size()];
        if (b.y < a.y) std::swap(a, b);
        if ((a.y <= p.y) == (b.y <= p.y)) continue;
        inside ^= testing::exact_orientation(a, b, p) < 0;
    }
    return inside;
}

bool on_ring(std::span<const Point> ring, const RationalPoint& p) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const RationalPoint a = ring[i], b = ring[(i + 1) % ring.size()];
        if (testing::exact_orientation(a, b, p) != 0) continue;
        if (p.x >= std::min(a.x, b.x) && p.x <= std::max(a.x, b.x) && p.y >= std::min(a.y, b.y) &&
            p.y <= std::max(a.y, b.y))
            return true;
    }
    return false;
}

/// Whether points off all rings are covered by the polygons as by the even-odd rule of the rings,
/// each by one polygon, with shells and holes turning as they should.
void check_cover(const Shape& rings, const Shape& polygons, std::uint64_t seed) {
    base::Random random(seed);
    std::uint64_t next = 0;
    for (std::size_t part = 0; part < polygons.parts(); ++part) {
        const auto [begin, end] = polygons.part(part);
        for (std::size_t i = begin; i < end; ++i)
            CHECK(sgn(area_of(polygons.path(i))) == (i == begin ? 1 : -1));
    }
    for (int round = 0; round < 60; ++round) {
        const auto draw = [&] { return static_cast<unsigned long>(random.integer(next++, 1000)); };
        const Rational x(draw(), 99), y(draw(), 97);
        const RationalPoint p(x, y);
        bool expected = false, off = true;
        for (std::size_t i = 0; i < rings.paths(); ++i) {
            off = off && !on_ring(rings.path(i), p);
            expected ^= contains(rings.path(i), p);
        }
        if (!off) continue;
        int covered = 0;
        for (std::size_t part = 0; part < polygons.parts(); ++part) {
            const auto [begin, end] = polygons.part(part);
            bool inside = contains(polygons.path(begin), p);
            for (std::size_t i = begin + 1; i < end; ++i)
                inside = inside && !contains(polygons.path(i), p);
            covered += inside;
        }
        CHECK(covered == (expected ? 1 : 0));
    }
}

/// Rings that do not cross: outlines of the cells of a random picture of bits, on the integers.
/// Where two cells of a kind meet at a corner the outline turns so that the rings only touch.
std::vector<Ring> outlines(int size, std::uint64_t seed, std::uint64_t density) {
    base::Random random(seed);
    std::vector<std::vector<bool>> cell(static_cast<std::size_t>(size) + 2,
                                        std::vector<bool>(static_cast<std::size_t>(size) + 2));
    for (int y = 1; y <= size; ++y)
        for (int x = 1; x <= size; ++x)
            cell[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] =
                random.integer(static_cast<std::uint64_t>(y * size + x), 100) < density;
    const auto at = [&](int x, int y) {
        return cell[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
    };
    // Edges with the filled cell on the left; each is used once.
    struct Step {
        int x, y, dx, dy;
        bool used = false;
    };
    std::vector<Step> steps;
    for (int y = 1; y <= size; ++y)
        for (int x = 1; x <= size; ++x) {
            if (!at(x, y)) continue;
            if (!at(x, y - 1)) steps.push_back({x, y, 1, 0});
            if (!at(x + 1, y)) steps.push_back({x + 1, y, 0, 1});
            if (!at(x, y + 1)) steps.push_back({x + 1, y + 1, -1, 0});
            if (!at(x - 1, y)) steps.push_back({x, y + 1, 0, -1});
        }
    std::vector<Ring> rings;
    for (Step& start : steps) {
        if (start.used) continue;
        Ring ring;
        for (Step* step = &start; !step->used;) {
            step->used = true;
            ring.push_back({static_cast<double>(step->x), static_cast<double>(step->y)});
            Step* best = nullptr;
            for (Step& other : steps) {
                if (other.x != step->x + step->dx || other.y != step->y + step->dy) continue;
                // Left turns first: they stay at the same cell.
                if (best == nullptr || step->dx * other.dy - step->dy * other.dx > 0) best = &other;
            }
            step = best;
        }
        rings.push_back(ring);
    }
    return rings;
}

}  // namespace

TEST_CASE("rings nest to polygons") {
    CHECK(assembled({}) == "MULTIPOLYGON EMPTY");
    CHECK(assembled({{{1, 2}}, {{1, 2}, {3, 4}}}) == "MULTIPOLYGON EMPTY");
    CHECK(assembled({{{0, 0}, {0, 1}, {1, 0}}}) == "MULTIPOLYGON (((0 0, 1 0, 0 1, 0 0)))");
    const Shape shape =
        assemble(shape_of({square(2, 2, 1), square(0, 0, 9), square(1, 1, 3), square(20, 0, 1)}));
    CHECK(shape.parts() == 3);
    CHECK(shape.part(0) == std::pair<std::size_t, std::size_t>(0, 1));
    CHECK(shape.part(1) == std::pair<std::size_t, std::size_t>(1, 3));
    CHECK(shape.path(1)[0] == Point{0, 0});
    CHECK(shape.path(2)[0] == Point{1, 1});
    CHECK(shape.path(2)[1] == Point{1, 4});
}

TEST_CASE("rings that touch nest by what they surround") {
    // In a corner, along an edge, outside along an edge, in a notch with all vertices on the ring.
    CHECK(assemble(shape_of({square(0, 0, 4), square(0, 0, 2)})).parts() == 1);
    CHECK(assemble(shape_of({square(0, 0, 2), square(0, 0, 4)})).parts() == 1);
    CHECK(assemble(shape_of({square(0, 0, 4), square(4, 1, 2)})).parts() == 2);
    CHECK(assemble(shape_of({square(0, 0, 4), square(4, 4, 2)})).parts() == 2);
    const Ring notched{{0, 0}, {4, 0}, {2, 2}, {4, 4}, {0, 4}};
    CHECK(assemble(shape_of({notched, {{4, 0}, {4, 4}, {2, 2}}})).parts() == 2);
    CHECK(assemble(shape_of({notched, {{0, 0}, {2, 2}, {0, 4}}})).parts() == 1);
    CHECK(assemble(shape_of({{{0, 0}, {2, 2}, {0, 4}}, notched})).parts() == 1);
    CHECK(assemble(shape_of({notched, notched})).parts() == 1);
    CHECK(assemble(shape_of({notched, notched, notched})).parts() == 2);
    const Ring diamond{{2, 0}, {4, 2}, {2, 4}, {0, 2}};
    CHECK(assemble(shape_of({diamond, square(0, 0, 4)})).parts() == 1);
    CHECK(assemble(shape_of({square(0, 0, 4), diamond})).parts() == 1);
}

TEST_CASE("outlines of random pictures are assembled to what they show") {
    for (std::uint64_t seed = 0; seed < (testing::quick ? 10 : 60); ++seed) {
        const std::uint64_t densities[] = {30, 50, 70};
        auto rings = outlines(9, seed, densities[seed % 3]);
        // Any order, any direction.
        base::Random random(seed + 1000);
        for (std::size_t i = 0; i < rings.size(); ++i) {
            std::swap(rings[i], rings[random.integer(2 * i, i + 1)]);
            if (random.integer(2 * i + 1, 2) == 0) std::reverse(rings[i].begin(), rings[i].end());
        }
        const Shape shape = shape_of(rings);
        check_cover(shape, assemble(shape), seed);
    }
}

TEST_CASE("many rings, deep and wide, are the same for any number of threads") {
    std::vector<Ring> rings{square(-1, -1, 402)};
    for (int i = 0; i < 300; ++i) rings.push_back(square(-2 - i, -2 - i, 404 + 2 * i));
    for (int y = 0; y < 100; ++y)
        for (int x = 0; x < 100; ++x) rings.push_back(square(4 * x, 4 * y, 4));
    const int threads = base::threads();
    base::set_threads(1);
    const std::string one = assembled(rings);
    base::set_threads(4);
    CHECK(assembled(rings) == one);
    base::set_threads(threads);
    const Shape shape = assemble(shape_of(rings));
    // 301 rings around each other, the innermost a hole or not, and 10,000 squares inside of it.
    Rational area = 0;
    for (std::size_t i = 0; i < shape.paths(); ++i) area += area_of(shape.path(i));
    Rational expected = 402 * 402 - 400 * 400;
    for (int i = 0; i < 300; ++i) {
        const int side = 404 + 2 * i;
        expected += (i % 2 == 0 ? -1 : 1) * side * side;
    }
    CHECK(abs(area) == abs(expected));
}

TEST_CASE("rings with spikes, repeated points and huge coordinates") {
    CHECK(turn_of(std::vector<Point>{{0, 0}, {1, 0}, {0, 1}}) == 1);
    CHECK(turn_of(std::vector<Point>{{0, 0}, {0, 1}, {1, 0}}) == -1);
    CHECK(turn_of(std::vector<Point>{{0, 0}, {1, 0}, {2, 0}}) == 0);
    CHECK(turn_of(std::vector<Point>{{0, 0}, {0, 0}, {1, 0}, {1, 0}, {0, 1}, {0, 0}}) == 1);
    CHECK(turn_of(std::vector<Point>{{0, 0}, {5, 0}, {6, 1}, {5, 1}, {5, 0}}) == 1);
    CHECK(turn_of(std::vector<Point>{{0, 0}, {5, 0}, {5, 1}, {6, 1}, {5, 0}}) == -1);
    CHECK(turn_of(std::vector<Point>{{-1e308, -1e308}, {1e308, -1e308}, {1e308, 1e308}}) == 1);
    CHECK(turn_of(std::vector<Point>{{0, 0}, {5e-324, 0}, {0, 5e-324}}) == 1);
    CHECK(turn_of(std::vector<Point>{}) == 0);
    CHECK(turn_of(std::vector<Point>{{1, 1}, {1, 1}, {1, 1}}) == 0);
    const Shape huge = assemble(shape_of(
        {{{-1e308, -1e308}, {1e308, -1e308}, {1e308, 1e308}, {-1e308, 1e308}}, square(0, 0, 1)}));
    CHECK(huge.parts() == 1);
    CHECK(huge.paths() == 2);
    // All on one line: nothing surrounds anything, and nothing breaks.
    CHECK(assemble(shape_of({{{0, 0}, {1, 0}, {2, 0}}, {{0, 0}, {1, 0}, {0.5, 0}}})).paths() == 2);
}

}  // namespace rings_test
