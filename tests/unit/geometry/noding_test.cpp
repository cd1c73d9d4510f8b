#include "geometry/noding.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "rational_plane.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace noding_test {

using namespace pipelab;
using namespace pipelab::geometry;
using namespace pipelab::testing;

namespace {

using Segments = std::vector<Segment>;

/// The vertices on each segment, from its first end on.
std::vector<std::vector<RationalPoint>> expected_chains(const Segments& segments) {
    std::vector<std::vector<RationalPoint>> chains;
    for (const Segment& s : segments) {
        std::set<RationalPoint> vertices{s.a, s.b};
        for (const Segment& t : segments) {
            if (const Common both = common(s, t)) {
                vertices.insert(both->first);
                vertices.insert(both->second);
            }
        }
        chains.emplace_back(vertices.begin(), vertices.end());
        if (before(s.b, s.a)) std::reverse(chains.back().begin(), chains.back().end());
    }
    return chains;
}

RationalPoint exact_point(const Segments& segments, const ExactVertex& vertex) {
    if (vertex.is_end()) return vertex.rounded;
    return common(segments[vertex.first], segments[vertex.second])->first;
}

std::size_t wrong_split(const Segments& segments) {
    const auto chains = expected_chains(segments);
    const ExactNoding found = split(segments);
    std::size_t wrong = found.chain_begins.size() != segments.size() + 1;
    std::vector<RationalPoint> points;
    for (const ExactVertex& vertex : found.vertices) {
        points.push_back(exact_point(segments, vertex));
        const RationalPoint& p = points.back();
        wrong += vertex.rounded != Point{nearest_double(p.x), nearest_double(p.y)};
    }
    for (std::size_t i = 1; i < points.size(); ++i) wrong += !(points[i - 1] < points[i]);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        std::vector<RationalPoint> chain;
        for (const std::uint32_t v : found.vertices_of(i)) chain.push_back(points[v]);
        wrong += !(chain == chains[i]);
    }
    return wrong;
}

/// The distance from a point to a segment is at most `rounds` half units of the last place of the
/// coordinates around, in x or in y.
bool near(Point p, const Segment& s, std::size_t rounds) {
    const auto unit = [](double a, double b) {
        const double most = std::max(std::abs(a), std::abs(b));
        return std::nextafter(most, HUGE_VAL) - most;
    };
    const mpq_class ux = mpq_class(unit(s.a.x, s.b.x)) * rounds / 2;
    const mpq_class uy = mpq_class(unit(s.a.y, s.b.y)) * rounds / 2;
    const RationalPoint a = s.a, b = s.b, q = p;
    const mpq_class dx = b.x - a.x, dy = b.y - a.y;
    return abs(dx * (q.y - a.y) - dy * (q.x - a.x)) <= abs(dx) * uy + abs(dy) * ux;
}

std::size_t wrong_noding(const Segments& segments) {
    const Noding noding = node(segments);
    std::size_t wrong = !std::is_sorted(noding.vertices.begin(), noding.vertices.end(), before);
    const std::size_t n = noding.edges.size();
    for (std::size_t i = 0; i < n; ++i) {
        wrong += noding.edges[i].from >= noding.edges[i].to || noding.covers_of(i).empty();
        for (std::size_t j = 0; j < i; ++j) {
            const Common both = common(noding.edge(i), noding.edge(j));
            if (!both) continue;
            const auto [a, b] = noding.edges[i];
            const auto [c, d] = noding.edges[j];
            const bool ends = both->first == both->second && (a == c || a == d || b == c || b == d);
            wrong += !ends;
        }
        for (const Point p : noding.vertices) {
            const Segment edge = noding.edge(i);
            wrong += p != edge.a && p != edge.b && common(edge, {p, p}).has_value();
        }
    }
    // Along each segment covers lead from its first end to its second.
    std::vector<std::map<std::pair<double, double>, int>> balance(segments.size());
    for (std::size_t i = 0; i < n; ++i) {
        const auto [a, b] = noding.edge(i);
        for (const Covering& cover : noding.covers_of(i)) {
            balance[cover.segment][{a.x, a.y}] -= cover.direction;
            balance[cover.segment][{b.x, b.y}] += cover.direction;
            for (const Point p : {a, b}) wrong += !near(p, segments[cover.segment], noding.rounds);
        }
    }
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto [a, b] = segments[i];
        balance[i][{a.x, a.y}] += 1;
        balance[i][{b.x, b.y}] -= 1;
        for (const auto& [point, sum] : balance[i]) wrong += sum != 0;
        for (const Point p : {a, b}) {
            wrong += !std::binary_search(noding.vertices.begin(), noding.vertices.end(), p, before);
        }
    }
    return wrong;
}

}  // namespace

TEST_CASE("segments split at exact points: all pairs over rationals") {
    for (const SegmentKind kind : segment_kinds) {
        for (const std::size_t count : {0, 1, 2, 3, 8, 20, quick ? 25 : 45}) {
            CAPTURE(static_cast<int>(kind), count);
            CHECK(wrong_split(make_segments(kind, count, count)) == 0);
        }
    }
}

TEST_CASE("a star of many segments is split by a sweep") {
    const auto star = make_segments(SegmentKind::star, 700, 9);
    const ExactNoding found = split(star);
    std::set<RationalPoint> vertices;
    for (const auto& chain : expected_chains(Segments(star.begin(), star.begin() + 60))) {
        vertices.insert(chain.begin(), chain.end());
    }
    std::size_t wrong = 0;
    for (const RationalPoint& p : vertices) {
        wrong += !std::any_of(found.vertices.begin(), found.vertices.end(),
                              [&](const auto& v) { return exact_point(star, v) == p; });
    }
    CHECK(wrong == 0);
    // Every vertex on a segment of the star is one of its chain.
    for (std::size_t i = 0; i < 40; ++i) {
        std::vector<std::uint32_t> chain;
        for (std::uint32_t v = 0; v < found.vertices.size(); ++v) {
            const Point p = found.vertices[v].rounded;
            if (common(star[i], {p, p})) chain.push_back(v);
        }
        auto of = std::vector(found.vertices_of(i).begin(), found.vertices_of(i).end());
        std::sort(of.begin(), of.end());
        wrong += of != chain;
    }
    CHECK(wrong == 0);
}

TEST_CASE("noded edges meet at ends only") {
    std::size_t most_rounds = 0;
    for (const SegmentKind kind : segment_kinds) {
        for (std::size_t count : {0, 1, 2, 10, quick ? 10 : 18}) {
            for (std::uint64_t seed = 0; seed < 3; ++seed) {
                CAPTURE(static_cast<int>(kind), count, seed);
                if (kind == SegmentKind::uniform && count > 12) count = 12;
                const auto segments = make_segments(kind, count, seed);
                CHECK(wrong_noding(segments) == 0);
                most_rounds = std::max(most_rounds, node(segments).rounds);
            }
        }
    }
    CHECK(most_rounds >= 2);
}

TEST_CASE("bundles of segments that nearly coincide are noded in a few rounds") {
    for (std::uint64_t seed = 0; seed < (quick ? 2 : 8); ++seed) {
        const base::Random random(seed);
        Segments segments;
        for (std::uint64_t i = 0; i < 30; ++i) {
            const double up = 1e-14 * random.uniform(2 * i);
            segments.push_back({{0, 1 + up}, {1, 1e-14 * random.uniform(2 * i + 1)}});
        }
        const Noding noding = node(segments);
        CHECK(noding.rounds < 10);
        Segments edges;
        for (std::size_t i = 0; i < noding.edges.size(); ++i) edges.push_back(noding.edge(i));
        for (const ExactVertex& vertex : split(edges).vertices) REQUIRE(vertex.is_end());
        // No end has moved by more than the grid's half side.
        for (const Segment& s : segments) {
            const bool there =
                std::any_of(noding.vertices.begin(), noding.vertices.end(), [&](Point p) {
                    return std::abs(p.x - s.a.x) <= 0x1p-52 && std::abs(p.y - s.a.y) <= 0x1p-52;
                });
            REQUIRE(there);
        }
    }
}

TEST_CASE("noding is the same for any number of threads and keeps what is noded") {
    const auto segments = make_segments(SegmentKind::uniform, quick ? 100 : 500, 4);
    const int threads = base::threads();
    base::set_threads(1);
    const Noding one = node(segments);
    base::set_threads(3);
    const Noding three = node(segments);
    base::set_threads(threads);
    CHECK(one.vertices == three.vertices);
    CHECK(one.edges == three.edges);
    CHECK(one.covers == three.covers);
    Segments again;
    for (std::size_t i = 0; i < one.edges.size(); ++i) again.push_back(one.edge(i));
    const Noding twice = node(again);
    CHECK(twice.vertices == one.vertices);
    CHECK(twice.edges == one.edges);
    CHECK(twice.rounds == 1);
}

}  // namespace noding_test
