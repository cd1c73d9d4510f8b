// Pairs of segments that meet against CGAL's box_self_intersection_d with do_intersect; how long
// the other operations on many segments, rectangles and half-planes take.
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "geometry/half_planes.hpp"
#include "geometry/segment_pairs.hpp"
#include "timing.hpp"

#include <cmath>
#include <cstdio>
#include <numbers>
#include <vector>

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/box_intersection_d.h>

namespace {

using namespace pipelab;
using geometry::Point;
using geometry::Segment;
using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;

/// Segments of one length with random middles and directions.
std::vector<Segment> random_segments(std::size_t count, double length) {
    const base::Random random(1);
    std::vector<Segment> segments(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double x = random.uniform(3 * i), y = random.uniform(3 * i + 1);
        const double angle = 2 * std::numbers::pi * random.uniform(3 * i + 2);
        const double dx = length / 2 * std::cos(angle), dy = length / 2 * std::sin(angle);
        segments[i] = {{x - dx, y - dy}, {x + dx, y + dy}};
    }
    return segments;
}

std::size_t cgal_pairs(const std::vector<Kernel::Segment_2>& segments) {
    using Box =
        CGAL::Box_intersection_d::Box_with_handle_d<double, 2,
                                                    std::vector<Kernel::Segment_2>::const_iterator>;
    std::vector<Box> boxes;
    boxes.reserve(segments.size());
    for (auto it = segments.begin(); it != segments.end(); ++it) boxes.emplace_back(it->bbox(), it);
    std::size_t count = 0;
    CGAL::box_self_intersection_d(boxes.begin(), boxes.end(), [&](const Box& a, const Box& b) {
        count += CGAL::do_intersect(*a.handle(), *b.handle());
    });
    return count;
}

void compare_pairs(std::size_t count, double length) {
    const auto segments = random_segments(count, length);
    std::vector<Kernel::Segment_2> peers;
    for (const Segment& s : segments) {
        peers.emplace_back(Kernel::Point_2(s.a.x, s.a.y), Kernel::Point_2(s.b.x, s.b.y));
    }
    std::size_t found = 0, expected = 0;
    const double peer = bench::best_seconds(2, [&] { expected = cgal_pairs(peers); });
    for (const int threads : {1, 2}) {
        base::set_threads(threads);
        const double counting =
            bench::best_seconds(3, [&] { found = geometry::count_meeting_pairs(segments); });
        const double listing =
            bench::best_seconds(3, [&] { found = geometry::meeting_pairs(segments).size(); });
        std::printf(
            "pairs of %8zu segments of length %g, %d threads: %zu%s; counted in %.0f ms, listed "
            "%.0f   CGAL %.0f (ratio %.2f, %.2f)\n",
            count, length, threads, found, found == expected ? "" : " DIFFERENT", 1e3 * counting,
            1e3 * listing, 1e3 * peer, peer / counting, peer / listing);
    }
}

template <class Work>
void show(const char* what, Work&& work) {
    std::size_t found = 0;
    const double time = bench::best_seconds(2, [&] { found = work(); });
    std::printf("%-60s %8.0f ms (%zu)\n", what, 1e3 * time, found);
}

void hard_pairs() {
    std::vector<Segment> parallel, nested, fan;
    for (int i = 0; i < 100000; ++i) {
        const double r = 1 + i;
        parallel.push_back({{r, -r}, {r + 1e5, 1e5 - r}});
        nested.push_back({{-r, r}, {r, 3 * r}});
        nested.push_back({{r, 3 * r}, {r + 1, 0}});
        if (i < 3000) fan.push_back({{-r, -5000}, {r, 5000}});
    }
    show("pairs of 100,000 parallel long segments",
         [&] { return geometry::count_meeting_pairs(parallel); });
    show("pairs of 200,000 segments of nested wedges",
         [&] { return geometry::count_meeting_pairs(nested); });
    show("pairs of 3,000 segments through one point",
         [&] { return geometry::count_meeting_pairs(fan); });
    const auto apart = random_segments(1000000, 1e-5);
    show("first meeting of 1,000,000 short segments",
         [&] { return geometry::first_meeting(apart).has_value(); });
}

void half_planes() {
    const base::Random random(2);
    std::vector<geometry::HalfPlane> tangents, slopes;
    for (std::size_t i = 0; i < 1000000; ++i) {
        const double angle = 2 * std::numbers::pi * random.uniform(2 * i);
        const double far = 1 + 1e-3 * random.uniform(2 * i + 1);
        tangents.push_back(geometry::HalfPlane::at_most(std::cos(angle), std::sin(angle), far));
        const Point p{std::cos(angle), std::sin(angle)};
        slopes.push_back(geometry::HalfPlane::left_of({p, {p.x - p.y, p.y + p.x}}));
    }
    show("1,000,000 half-planes around a disc, by coefficients",
         [&] { return geometry::intersect(tangents).vertices.size(); });
    show("1,000,000 half-planes of tangents, by points",
         [&] { return geometry::intersect(slopes).vertices.size(); });
    show("a linear programme of 1,000,000 half-planes", [&] {
        return geometry::maximise({1, 2}, tangents).constraints.size();
    });
}

}  // namespace

int main() {
    half_planes();
    compare_pairs(1000000, 0.001);
    compare_pairs(100000, 0.01);
    hard_pairs();
}
