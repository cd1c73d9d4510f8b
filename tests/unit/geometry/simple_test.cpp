#include "geometry/simple.hpp"

#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/generate_rings.hpp"

#include <cstdint>
#include <vector>

namespace simple_test {

using namespace pipelab;
using namespace pipelab::geometry;

namespace {

using Ring = std::vector<Point>;

struct Node {
    std::int64_t x, y;
    bool operator==(const Node&) const = default;
};

int side(Node a, Node b, Node c) {
    const std::int64_t cross = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    return (cross > 0) - (cross < 0);
}
bool on(Node a, Node b, Node p) {
    return side(a, b, p) == 0 && (a.x - p.x) * (b.x - p.x) + (a.y - p.y) * (b.y - p.y) <= 0;
}
bool meet(Node a, Node b, Node c, Node d) {
    if (on(a, b, c) || on(a, b, d) || on(c, d, a) || on(c, d, b)) return true;
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

struct Pair {
    std::size_t first, second;
    bool operator==(const Pair&) const = default;
};

/// Every edge against all earlier ones, in order.
std::optional<Pair> by_brute_force(const std::vector<Node>& path, bool closed) {
    std::vector<std::size_t> number;
    std::vector<Node> nodes;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (nodes.empty() || !(nodes.back() == path[i])) {
            nodes.push_back(path[i]), number.push_back(i);
        } else {
            number.back() = i;
        }
    }
    if (nodes.size() > 1 && nodes.front() == nodes.back()) closed = true, nodes.pop_back();
    const std::size_t n = nodes.size();
    const auto node = [&](std::size_t i) { return nodes[i % n]; };
    const std::size_t edges = n < 2 ? 0 : closed ? n : n - 1;
    for (std::size_t f = 1; f < edges; ++f) {
        for (std::size_t e = 0; e < f; ++e) {
            bool contact = false;
            const bool follows = f == e + 1, precedes = closed && e == 0 && f == n - 1;
            if (follows && precedes) {
                contact = true;
            } else if (follows) {
                contact =
                    on(node(e), node(e + 1), node(f + 1)) || on(node(f), node(f + 1), node(e));
            } else if (precedes) {
                contact = on(node(f), node(f + 1), node(1)) || on(node(0), node(1), node(f));
            } else {
                contact = meet(node(e), node(e + 1), node(f), node(f + 1));
            }
            if (contact) return Pair{number[e], number[f]};
        }
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("where paths on small lattices first meet themselves") {
    const base::Random random(31);
    std::uint64_t draw = 0;
    int simple = 0;
    for (int trial = 0; trial < (testing::quick ? 4000 : 60000); ++trial) {
        const std::uint64_t width = 2 + random.integer(draw++, 7);
        std::vector<Node> path(random.integer(draw++, 2 + static_cast<std::uint64_t>(trial % 9)));
        const bool steps = trial % 2 == 0;  // short edges meet late
        for (std::size_t i = 0; i < path.size(); ++i) {
            path[i] = {static_cast<std::int64_t>(random.integer(draw, steps ? 4 : width)),
                       static_cast<std::int64_t>(random.integer(draw + 1, steps ? 4 : width))};
            if (steps && i > 0)
                path[i] = {path[i - 1].x + path[i].x, path[i - 1].y + path[i].y - 1};
            draw += 2;
        }
        const double scale = trial % 3 == 0 ? 0x1p-1074 : trial % 3 == 1 ? 1 : 0x1p1015;
        Ring points;
        for (const Node p : path) {
            points.push_back({scale * static_cast<double>(p.x), scale * static_cast<double>(p.y)});
        }
        for (const bool closed : {false, true}) {
            const auto want = by_brute_force(path, closed);
            const auto found = first_self_contact(points, closed);
            REQUIRE(found.has_value() == want.has_value());
            if (found) REQUIRE(Pair{found->first, found->second} == *want);
            simple += !want;
        }
    }
    CHECK(simple > 1000);
}

TEST_CASE("long walks meet themselves where brute force says") {
    const base::Random random(32);
    std::uint64_t draw = 0;
    for (int trial = 0; trial < (testing::quick ? 4 : 30); ++trial) {
        std::vector<Node> path{{0, 0}};
        Ring points{{0, 0}};
        for (int i = 0; i < 400; ++i) {  // drifts right, so that it does so late or never
            const auto dx = static_cast<std::int64_t>(random.integer(draw, 1000)) - 100 + trial;
            const auto dy = static_cast<std::int64_t>(random.integer(draw + 1, 2001)) - 1000;
            draw += 2;
            path.push_back({path.back().x + dx, path.back().y + dy});
            points.push_back(
                {static_cast<double>(path.back().x), static_cast<double>(path.back().y)});
        }
        const auto want = by_brute_force(path, false);
        const auto found = first_self_contact(points, false);
        REQUIRE(found.has_value() == want.has_value());
        if (found) REQUIRE(Pair{found->first, found->second} == *want);
    }
}

TEST_CASE("coasts are simple until one of their vertices is moved") {
    auto ring = random_coast(testing::quick ? 3000 : 100000, {1, 2}, 3, base::Random(5));
    CHECK_FALSE(first_self_contact(ring, true));
    ring[ring.size() / 2] = {1, 5};
    CHECK(first_self_contact(ring, true));
    CHECK_FALSE(first_self_contact(random_star(1000, {0, 0}, 0.1, 1, base::Random(6)), true));
}

TEST_CASE("the common point of edges that meet") {
    const auto cross = first_self_contact(Ring{{0, 0}, {1, 3}, {0, 3}, {1, 0}}, true).value();
    CHECK((cross.first == 0 && cross.second == 2));
    CHECK(cross.point == Point{0.5, 1.5});
    const auto thirds = first_self_contact(Ring{{0, 0}, {1, 1}, {1, 0}, {0, 0.5}}, false).value();
    CHECK(thirds.point == Point{1.0 / 3, 1.0 / 3});
    const auto spike = first_self_contact(Ring{{0, 0}, {4, 0}, {2, 0}, {2, 5}}, true).value();
    CHECK((spike.first == 0 && spike.second == 1));
    CHECK(spike.point == Point{2, 0});
    CHECK_FALSE(first_self_contact(Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}, false));
    CHECK_FALSE(first_self_contact(Ring{{0, 0}, {0, 0}, {1, 0}, {1, 0}}, false));
    CHECK(first_self_contact(Ring{{0, 0}, {1, 0}}, true));
    CHECK_FALSE(first_self_contact(Ring{{7, 7}}, true));
    Shape points;
    points.type = Shape::Type::multi_point;
    points.add_path(Ring{{0, 0}, {1, 1}, {0, 0}});
    const auto twice = first_self_contact(points).value();
    CHECK((twice.path == 0 && twice.contact.first == 0 && twice.contact.second == 2));
}

}  // namespace simple_test
