#include "geometry/segment_pairs.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "geometry/segment_stripes.hpp"
#include "geometry/segment_sweep.hpp"
#include "rational_plane.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace segment_pairs_test {

using namespace pipelab;
using namespace pipelab::geometry;
using namespace pipelab::testing;

namespace {

using Pairs = std::vector<SegmentPair>;

Pairs brute_force(const std::vector<Segment>& segments) {
    Pairs pairs;
    for (std::uint32_t i = 0; i < segments.size(); ++i) {
        for (std::uint32_t j = i + 1; j < segments.size(); ++j) {
            const Meeting kind = expected_meeting(segments[i], segments[j]);
            if (kind != Meeting::none) pairs.push_back({i, j, kind});
        }
    }
    return pairs;
}

Pairs plain(const base::Array<SegmentPair>& pairs) { return {pairs.begin(), pairs.end()}; }

/// All pairs that the sweep's points imply; overlapping pairs share several points.
Pairs by_sweep(const std::vector<Segment>& segments) {
    std::set<std::pair<std::uint32_t, std::uint32_t>> found;
    sweep_segments(segments, [&](const SweepPoint&, std::span<const std::uint32_t> through) {
        for (std::size_t k = 1; k < through.size(); ++k) {
            for (std::size_t l = 0; l < k; ++l) found.insert({through[l], through[k]});
        }
        return true;
    });
    Pairs pairs;
    for (const auto& [i, j] : found) pairs.push_back({i, j, meeting(segments[i], segments[j])});
    return pairs;
}

std::vector<Segment> short_segments(std::size_t count, double length, std::uint64_t seed) {
    const base::Random random(seed, 77);
    std::vector<Segment> segments(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double x = random.uniform(4 * i), y = random.uniform(4 * i + 1);
        const double dx = random.uniform(4 * i + 2) - 0.5, dy = random.uniform(4 * i + 3) - 0.5;
        segments[i] = {{x, y}, {x + length * dx, y + length * dy}};
    }
    return segments;
}

}  // namespace

TEST_CASE("two segments: every pair on a small lattice") {
    std::vector<Point> points;
    const int side = quick ? 3 : 4;
    for (int x = 0; x < side; ++x) {
        for (int y = 0; y < side; ++y) points.push_back({x * 0.1, y * 0.1});
    }
    std::size_t wrong = 0;
    for (const Point a : points) {
        for (const Point b : points) {
            for (const Point c : points) {
                for (const Point d : points) {
                    const Segment s{a, b}, t{c, d};
                    const Meeting kind = expected_meeting(s, t);
                    wrong += meeting(s, t) != kind;
                    if (kind == Meeting::touch || kind == Meeting::overlap) {
                        wrong += !(RationalPoint(least_common_end(s, t)) == common(s, t)->first);
                    }
                }
            }
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("crossings are compared and rounded as rationals") {
    std::size_t wrong = 0, seen = 0;
    for (const SegmentKind kind : segment_kinds) {
        const auto segments = make_segments(kind, 40, 5);
        std::vector<std::pair<CrossingPoint, RationalPoint>> crossings;
        for (const Segment& s : segments) {
            for (const Segment& t : segments) {
                if (expected_meeting(s, t) != Meeting::cross) continue;
                if (crossings.size() < 60) crossings.push_back({{s, t}, common(s, t)->first});
            }
        }
        const auto sign = [](const auto& x, const auto& y) { return (y < x) - (x < y); };
        for (const auto& [p, exact] : crossings) {
            const Point near = rounded_point(p);
            wrong += near != Point{nearest_double(exact.x), nearest_double(exact.y)};
            for (const double step : {-HUGE_VAL, 0.0, HUGE_VAL}) {
                const Point q{std::nextafter(near.x, step == 0 ? near.x : step), near.y};
                wrong += compare_x(p, q.x) != sign(exact.x, mpq_class(q.x));
                wrong += compare_y(p, q.y) != sign(exact.y, mpq_class(q.y));
                wrong += compare(p, q) != sign(exact, RationalPoint(q));
            }
            for (const auto& [q, other] : crossings) {
                wrong += compare(p, q) != sign(exact, other);
                if (p.s == q.s) {
                    const int order = sign(exact, other) * (before(p.s.a, p.s.b) ? 1 : -1);
                    wrong += compare_along(p.s, p.t, q.t) != order;
                }
                ++seen;
            }
        }
    }
    CHECK(wrong == 0);
    CHECK(seen > 5000);
}

TEST_CASE("pairs of segments: brute force over rationals") {
    for (const SegmentKind kind : segment_kinds) {
        for (const std::size_t count : {0, 1, 2, 3, 10, quick ? 40 : 70}) {
            CAPTURE(static_cast<int>(kind), count);
            const auto segments = make_segments(kind, count, count);
            const Pairs expected = brute_force(segments);
            CHECK(plain(meeting_pairs(segments)) == expected);
            CHECK(count_meeting_pairs(segments) == expected.size());
            CHECK(by_sweep(segments) == expected);
            const auto first = first_meeting(segments);
            REQUIRE(first.has_value() == !expected.empty());
            if (!first) continue;
            std::optional<std::tuple<RationalPoint, std::uint32_t, std::uint32_t>> least;
            for (const SegmentPair& pair : expected) {
                const auto place = common(segments[pair.first], segments[pair.second])->first;
                const auto key = std::tuple(place, pair.first, pair.second);
                if (!least || key < *least) least = key;
            }
            CHECK(std::tuple(first->first, first->second) ==
                  std::tuple(std::get<1>(*least), std::get<2>(*least)));
        }
    }
}

TEST_CASE("pairs of two sets are those of the joined set with ends in both") {
    for (const SegmentKind kind : segment_kinds) {
        const auto all = make_segments(kind, 130, 3);
        const std::vector<Segment> red(all.begin(), all.begin() + 50);
        const std::vector<Segment> blue(all.begin() + 50, all.end());
        Pairs expected;
        for (const SegmentPair& pair : brute_force(all)) {
            if (pair.first < 50 && pair.second >= 50) {
                expected.push_back({pair.first, pair.second - 50, pair.kind});
            }
        }
        CHECK(plain(meeting_pairs(red, blue)) == expected);
        CHECK(count_meeting_pairs(red, blue) == expected.size());
    }
    CHECK(meeting_pairs(make_segments(SegmentKind::uniform, 5, 1), {}).empty());
    CHECK(count_meeting_pairs({}, make_segments(SegmentKind::uniform, 5, 1)) == 0);
}

TEST_CASE("many segments: stripes, sweep and any number of threads agree") {
    auto segments = short_segments(quick ? 3000 : 20000, 0.02, 1);
    // Long ones among short ones, a cluster, duplicates.
    const auto more = make_segments(SegmentKind::uniform, 100, 2);
    segments.insert(segments.end(), more.begin(), more.end());
    for (const Segment& s : short_segments(2000, 0.02, 2)) {
        const auto small = [](Point p) { return Point{0.5 + p.x * 1e-9, 0.25 + p.y * 1e-9}; };
        segments.push_back({small(s.a), small(s.b)});
    }
    segments.insert(segments.end(), segments.begin(), segments.begin() + 500);
    const int before_threads = base::threads();
    const Pairs expected = by_sweep(segments);
    REQUIRE(expected.size() > segments.size() / 2);
    for (const int threads : {1, 2, 3}) {
        base::set_threads(threads);
        CHECK(plain(meeting_pairs(segments)) == expected);
        CHECK(count_meeting_pairs(segments) == expected.size());
        Pairs streamed;
        for_meeting_pairs(segments, [&](std::span<const SegmentPair> block) {
            streamed.insert(streamed.end(), block.begin(), block.end());
        });
        std::sort(streamed.begin(), streamed.end(), [](const SegmentPair& p, const SegmentPair& q) {
            return std::tuple(p.first, p.second) < std::tuple(q.first, q.second);
        });
        CHECK(streamed == expected);
    }
    base::set_threads(before_threads);
}

TEST_CASE("long segments side by side take no quadratic time") {
    const std::size_t count = quick ? 5000 : 100000;
    const auto segments = make_segments(SegmentKind::long_slant, count, 1);
    const auto few = count_meeting_pairs(segments);
    CHECK(few == count_meeting_pairs(std::vector<Segment>(segments.rbegin(), segments.rend())));
    std::vector<Segment> nested;
    for (std::size_t i = 0; i < count; ++i) {
        const double r = 1 + static_cast<double>(i);
        nested.push_back({{-r, r}, {r, 3 * r}});
        nested.push_back({{r, 3 * r}, {r + 1, 0}});
    }
    CHECK(count_meeting_pairs(nested) >= count);
}

}  // namespace segment_pairs_test
