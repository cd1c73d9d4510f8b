#include "geometry/hull.hpp"

#include "base/parallel.hpp"
#include "base/parallel_sort.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

using Candidates = base::Array<NumberedPoint>;

constexpr std::size_t size_of_sample = 4096;
constexpr std::size_t block_of_candidates = std::size_t{1} << 16;

/// Appends what the fence leaves.
void keep_outside(const Fence& fence, std::span<const Point> points, std::uint64_t first_index,
                  base::Array<std::uint32_t>& places, Candidates& kept) {
    for (std::size_t begin = 0; begin < points.size(); begin += block_of_candidates) {
        const auto block =
            points.subspan(begin, std::min(block_of_candidates, points.size() - begin));
        places.clear();
        fence.filter(block, places);
        for (const std::uint32_t i : places) kept.push_back({block[i], first_index + begin + i});
    }
}

/// The candidates outside of `fence`, block by block in parallel, in order.
template <class Keep>
Candidates gather(std::size_t size, Keep keep) {
    std::vector<Candidates> parts(base::Blocks{size, block_of_candidates}.count());
    base::parallel_blocks(
        size, block_of_candidates,
        [&](std::size_t i, std::size_t begin, std::size_t end) { keep(begin, end, parts[i]); });
    std::vector<std::size_t> starts(parts.size() + 1);
    for (std::size_t i = 0; i < parts.size(); ++i) starts[i + 1] = starts[i] + parts[i].size();
    Candidates all(starts.back());
    base::parallel_for(parts.size(), [&](std::size_t i) {
        std::copy(parts[i].begin(), parts[i].end(), all.data() + starts[i]);
    });
    return all;
}

/// Throws away what lies inside of a polygon through the candidates themselves, where that is most.
Candidates outer_ones(Candidates candidates) {
    const auto point = [&](std::size_t i) { return candidates[i].point; };
    const Fence fence(evenly_spaced(candidates.size(), 4 * size_of_sample, point), 16);
    const auto probes = evenly_spaced(candidates.size(), size_of_sample, point);
    base::Array<std::uint32_t> outer_probes;
    fence.filter(probes, outer_probes);
    if (outer_probes.size() > probes.size() / 2) return candidates;
    return gather(candidates.size(), [&](std::size_t begin, std::size_t end, Candidates& kept) {
        std::vector<Point> points(end - begin);
        for (std::size_t i = begin; i < end; ++i) points[i - begin] = candidates[i].point;
        base::Array<std::uint32_t> places;
        fence.filter(points, places);
        for (const std::uint32_t i : places) kept.push_back(candidates[begin + i]);
    });
}

/// The chain of left turns over points in order, from the first to the last.
template <class Turn>
Candidates chain(std::span<const NumberedPoint> sorted, Turn bends) {
    Candidates result;
    for (const NumberedPoint& next : sorted) {
        while (result.size() > 1 &&
               !bends(result[result.size() - 2].point, result.back().point, next.point)) {
            result.pop_back();
        }
        result.push_back(next);
    }
    return result;
}

/// The hull of points whose chains make the turns that `bends` accepts. side(a, b, c) < 0 says that
/// c is no point of the upper chain from a to b, > 0 of the lower one.
template <class Turn, class Side>
Candidates hull_of(Candidates candidates, Turn bends, Side side) {
    base::parallel_sort(std::span(candidates), NumberedBefore());
    const auto equal = [](const NumberedPoint& a, const NumberedPoint& b) {
        return a.point == b.point;
    };
    candidates.erase(std::unique(candidates.begin(), candidates.end(), equal), candidates.end());
    if (candidates.size() < 3) return candidates;
    const Point first = candidates.front().point, last = candidates.back().point;
    Candidates lower(candidates.size()), upper(candidates.size());
    std::size_t lower_size = 0, upper_size = 0;
    for (const NumberedPoint& candidate : candidates) {
        const int turn = side(first, last, candidate.point);
        lower[lower_size] = upper[upper_size] = candidate;
        lower_size += turn <= 0;
        upper_size += turn >= 0;
    }
    lower.resize(lower_size);
    upper.resize(upper_size);
    const std::size_t tasks = candidates.size() < block_of_candidates ? 1 : 2;
    base::parallel_for(tasks, [&](std::size_t task) {
        if (task == 0) lower = chain(lower, bends);
        if (task != tasks - 1) return;
        std::reverse(upper.begin(), upper.end());
        upper = chain(upper, bends);
    });
    // With points on the boundary wanted, collinear ones make both chains complete.
    if (lower.size() == candidates.size() && upper.size() == candidates.size()) return lower;
    lower.insert(lower.end(), upper.begin() + 1, upper.end() - 1);
    return lower;
}

Candidates exact_hull_of(Candidates candidates, HullPoints wanted) {
    if (candidates.size() > size_of_sample) candidates = outer_ones(std::move(candidates));
    const int least = wanted == HullPoints::vertices ? 1 : 0;
    return hull_of(
        std::move(candidates),
        [least](Point a, Point b, Point c) { return orientation(a, b, c) >= least; },
        [](Point a, Point b, Point c) { return orientation(a, b, c); });
}

Hull split(const Candidates& candidates) {
    Hull hull;
    hull.vertices.reserve(candidates.size());
    hull.indices.reserve(candidates.size());
    for (const NumberedPoint& candidate : candidates) {
        hull.vertices.push_back(candidate.point);
        hull.indices.push_back(candidate.index);
    }
    return hull;
}

}  // namespace

Hull convex_hull(std::span<const Point> points, HullPoints wanted) {
    const auto point = [&](std::size_t i) { return points[i]; };
    Fence fence;
    if (points.size() > size_of_sample)
        fence = Fence(evenly_spaced(points.size(), size_of_sample, point), 2);
    Candidates candidates =
        gather(points.size(), [&](std::size_t begin, std::size_t end, Candidates& kept) {
            base::Array<std::uint32_t> places;
            keep_outside(fence, points.subspan(begin, end - begin), begin, places, kept);
        });
    return split(exact_hull_of(std::move(candidates), wanted));
}

Hull convex_hull_eps(std::span<const Point> points, double eps) {
    Candidates all(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) all[i] = {points[i], i};
    const auto bends = [eps](Point a, Point b, Point c) {
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > eps;
    };
    return split(hull_of(std::move(all), bends, [](Point, Point, Point) { return 0; }));
}

}  // namespace pipelab::geometry
