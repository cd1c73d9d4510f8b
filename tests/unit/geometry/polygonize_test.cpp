#include "geometry/polygonize.hpp"

#include "catch.hpp"
#include "geometry/arrangement.hpp"
#include "geometry/location.hpp"
#include "rational_plane.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace polygonize_test {

using namespace pipelab;
using namespace pipelab::geometry;
using namespace pipelab::testing;

namespace {

using Segments = std::vector<Segment>;

/// A board of square cells with some walls of unit length.
struct Board {
    Board(int side_, std::uint64_t seed, std::uint64_t percent) : side(side_) {
        const base::Random random(seed, 8);
        std::uint64_t draw = 0;
        for (int x = 0; x <= side; ++x) {
            for (int y = 0; y <= side; ++y) {
                const auto built = [&](bool border) {
                    return random.integer(draw++, 100) < percent || (border && draw % 8 != 0);
                };
                if (x < side && built(y % side == 0)) add({x, y}, {x + 1, y});
                if (y < side && built(x % side == 0)) add({x, y}, {x, y + 1});
            }
        }
    }
    using Place = std::pair<int, int>;
    void add(Place a, Place b) {
        walls.insert({a, b});
        const auto point = [](Place p) { return Point{0.1 * p.first, 0.1 * p.second}; };
        const bool turned = walls.size() % 2 == 0;
        segments.push_back(turned ? Segment{point(b), point(a)} : Segment{point(a), point(b)});
    }
    bool wall(Place a, Place b) const { return walls.contains({a, b}); }

    /// Cells that no wall parts have one number; those outside 0.
    std::map<Place, int> rooms() const {
        std::map<Place, int> room;
        int count = 0;
        for (int x = -1; x <= side; ++x) {
            for (int y = -1; y <= side; ++y) {
                if (!room.contains({x, y})) fill({x, y}, count++, room);
            }
        }
        return room;
    }
    void fill(Place start, int number, std::map<Place, int>& room) const {
        std::vector<Place> open{start};
        while (!open.empty()) {
            const auto [x, y] = open.back();
            open.pop_back();
            if (x < -1 || y < -1 || x > side || y > side || room.contains({x, y})) continue;
            room[{x, y}] = number;
            if (!wall({x, y}, {x, y + 1})) open.push_back({x - 1, y});
            if (!wall({x + 1, y}, {x + 1, y + 1})) open.push_back({x + 1, y});
            if (!wall({x, y}, {x + 1, y})) open.push_back({x, y - 1});
            if (!wall({x, y + 1}, {x + 1, y + 1})) open.push_back({x, y + 1});
        }
    }

    int side;
    std::set<std::pair<Place, Place>> walls;
    Segments segments;
};

Shape part_of(const Shape& shape, std::size_t i) {
    Shape part;
    part.type = Shape::Type::polygon;
    part.add_part();
    for (auto [path, end] = shape.part(i); path < end; ++path) part.add_path(shape.path(path));
    return part;
}

mpq_class twice_area(std::span<const Point> ring) {
    mpq_class sum;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const RationalPoint a = ring[i], b = ring[(i + 1) % ring.size()];
        sum += a.x * b.y - a.y * b.x;
    }
    return sum;
}

/// Rings are simple, run as they should and start at their least vertex.
std::size_t wrong_rings(const Shape& polygons) {
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < polygons.parts(); ++i) {
        const auto [begin, end] = polygons.part(i);
        for (std::size_t path = begin; path < end; ++path) {
            const auto ring = polygons.path(path);
            wrong += (twice_area(ring) > 0) != (path == begin);
            wrong += std::min_element(ring.begin(), ring.end(), before) != ring.begin();
            std::vector<Point> sorted(ring.begin(), ring.end());
            std::sort(sorted.begin(), sorted.end(), before);
            wrong += std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
        }
    }
    return wrong;
}

}  // namespace

TEST_CASE("polygonize: rooms between walls are found by filling them") {
    std::size_t wrong = 0, rooms_seen = 0, cuts = 0, dangles = 0, holes = 0;
    for (std::uint64_t seed = 0; seed < 60; seed += quick ? 6 : 1) {
        const Board board(10, seed, 25 + seed / 2);
        const auto rooms = board.rooms();
        const Polygonized found = polygonize(board.segments);
        wrong += wrong_rings(found.polygons);
        std::map<int, std::size_t> polygon_of_room;
        std::set<std::size_t> taken;
        for (const auto& [cell, room] : rooms) {
            const Point middle{0.1 * (cell.first + 0.5), 0.1 * (cell.second + 0.5)};
            std::vector<std::size_t> around;
            for (std::size_t i = 0; i < found.polygons.parts(); ++i) {
                if (locate(middle, part_of(found.polygons, i)) == Location::inside) {
                    around.push_back(i);
                }
            }
            wrong += around.size() != (room == 0 ? 0u : 1u);
            if (around.size() != 1) continue;
            const auto [at, fresh] = polygon_of_room.try_emplace(room, around[0]);
            wrong += at->second != around[0] || (fresh && !taken.insert(around[0]).second);
        }
        wrong += taken.size() != found.polygons.parts();
        rooms_seen += taken.size();
        // A wall parts two rooms or it stands within one.
        std::size_t within = 0;
        for (const auto& [a, b] : board.walls) {
            const auto [x, y] = a;
            const bool upright = a.first == b.first;
            within +=
                rooms.at(a) == rooms.at(upright ? Board::Place{x - 1, y} : Board::Place{x, y - 1});
        }
        wrong += within != found.dangles.paths() + found.cut_edges.paths();
        holes += found.polygons.paths() - found.polygons.parts();
        cuts += found.cut_edges.paths();
        dangles += found.dangles.paths();
    }
    CHECK(wrong == 0);
    CHECK(rooms_seen > (quick ? 50 : 100));
    CHECK(cuts > 0);
    CHECK(dangles > 100);
    if (!quick) CHECK(holes > 0);
}

TEST_CASE("arrangements: Euler's formula, cycles and faces") {
    for (const SegmentKind kind : segment_kinds) {
        for (const std::size_t count : {0, 1, 2, 10, 60}) {
            const auto segments = make_segments(kind, count, count + 1);
            const Noding noding = node(segments);
            const Arrangement<Noding> faces(noding);
            std::vector<std::uint32_t> group(noding.vertices.size());
            std::iota(group.begin(), group.end(), 0u);
            const auto root = [&](std::uint32_t v) {
                while (group[v] != v) v = group[v];
                return v;
            };
            std::set<std::uint32_t> used;
            for (const auto& edge : noding.edges) {
                group[root(edge.from)] = root(edge.to);
                used.insert({edge.from, edge.to});
            }
            std::set<std::uint32_t> components;
            for (const std::uint32_t v : used) components.insert(root(v));
            CHECK(used.size() + faces.faces().size() ==
                  noding.edges.size() + 1 + components.size());
            std::size_t wrong = 0;
            for (std::uint32_t h = 0; h < faces.half_edges(); ++h) {
                wrong += faces.origin(faces.next(h)) != faces.origin(twin(h));
                wrong += faces.cycle(faces.next(h)) != faces.cycle(h);
                wrong += faces.face(h) >= faces.faces().size();
            }
            for (const auto& cycle : faces.cycles()) {
                mpq_class twice;
                std::uint32_t h = cycle.half_edge;
                do {
                    const RationalPoint a = noding.vertices[faces.origin(h)];
                    const RationalPoint b = noding.vertices[faces.origin(faces.next(h))];
                    twice += a.x * b.y - a.y * b.x;
                    h = faces.next(h);
                } while (h != cycle.half_edge);
                wrong += (twice > 0) != cycle.outer;
            }
            CHECK(wrong == 0);
            CHECK(wrong_rings(polygonize(noding).polygons) == 0);
        }
    }
}

TEST_CASE("polygonize: nothing, a bow tie, a bridge") {
    CHECK(polygonize(Segments{}).polygons.parts() == 0);
    CHECK(polygonize(Segments{{{1, 1}, {1, 1}}}).dangles.paths() == 0);
    const auto tie = polygonize(
        Segments{{{0, 0}, {2, 2}}, {{2, 2}, {2, 0}}, {{2, 0}, {0, 2}}, {{0, 2}, {0, 0}}});
    CHECK(tie.polygons.parts() == 2);
    // Two holes, one of which touches the shell, and what fills them.
    Segments rings;
    const auto square = [&](Point low, double size) {
        const Point b{low.x + size, low.y}, c{low.x + size, low.y + size}, d{low.x, low.y + size};
        rings.insert(rings.end(), {{low, b}, {b, c}, {c, d}, {d, low}});
    };
    square({0, 0}, 8);
    square({1, 1}, 1);
    rings.insert(rings.end(), {{{8, 4}, {6, 3}}, {{6, 3}, {6, 5}}, {{6, 5}, {8, 4}}});
    const Shape holed = polygonize(rings).polygons;
    REQUIRE(holed.parts() == 3);
    CHECK(holed.part(0) == std::pair<std::size_t, std::size_t>{0, 3});
    CHECK(holed.path(1).size() == 4);
    CHECK(holed.path(2).size() == 3);
    const auto triangle = [](double x) {
        return Segments{{{x, 0}, {x + 1, 0}}, {{x + 1, 0}, {x, 1}}, {{x, 1}, {x, 0}}};
    };
    Segments two = triangle(0), right = triangle(3);
    two.insert(two.end(), right.begin(), right.end());
    two.push_back({{1, 0}, {3, 0}});
    two.push_back({{0, 0}, {-1, 0}});
    const auto bridged = polygonize(two);
    CHECK(bridged.polygons.parts() == 2);
    CHECK(bridged.cut_edges.paths() == 1);
    CHECK(bridged.dangles.paths() == 1);
    CHECK(bridged.dangles.path(0)[0] == Point{-1, 0});
}

}  // namespace polygonize_test
