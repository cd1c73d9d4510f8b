#include "geometry/manhattan.hpp"

#include "base/exact_sum.hpp"
#include "base/parallel.hpp"
#include "base/parallel_sort.hpp"
#include "geometry/bounded.hpp"
#include "geometry/index.hpp"
#include "geometry/kruskal.hpp"
#include "geometry/numbered_point.hpp"
#include "geometry/rounded.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

constexpr std::size_t block_of_pairs = std::size_t{1} << 14;
using detail::none;

/// A sum x + y without rounding, in an order that compares as the sums do: `high` is the rounded
/// sum and `low` what that leaves out. Where it overflows, that of the halves, which are far from
/// underflow then.
struct Key {
    std::int32_t beyond;  ///< -1 or 1 where the sum overflows
    std::uint32_t index;
    double high, low;

    Key() = default;
    Key(double x, double y, std::size_t i) : beyond(0), index(static_cast<std::uint32_t>(i)) {
        high = detail::two_sum(x, y, low);
        if (std::isfinite(high)) return;
        beyond = high > 0 ? 1 : -1;
        high = detail::two_sum(x / 2, y / 2, low);
    }
    bool same(const Key& other) const {
        return beyond == other.beyond && high == other.high && low == other.low;
    }
    bool operator<(const Key& other) const {
        if (beyond != other.beyond) return beyond < other.beyond;
        if (high != other.high) return high < other.high;
        if (low != other.low) return low < other.low;
        return index < other.index;
    }
};

/// Points by a linear function of their coordinates.
struct Ranking {
    std::vector<std::uint32_t> order;  ///< points by value, then by number
    std::vector<std::uint32_t> rank;   ///< of each point its place in that order
    std::vector<std::uint32_t> level;  ///< of each point how many different values are less
};

/// By x + y for points x, y = get(p); points of one value by their numbers.
template <class Get>
Ranking ranked(std::span<const NumberedPoint> points, Get get) {
    base::Array<Key> keys(points.size());
    base::parallel_blocks(points.size(), block_of_pairs,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t i = begin; i < end; ++i) {
                                  const auto terms = get(points[i].point);
                                  keys[i] = Key(terms.first, terms.second, i);
                              }
                          });
    base::parallel_sort(std::span(keys), std::less<Key>());
    Ranking ranking{std::vector<std::uint32_t>(points.size()),
                    std::vector<std::uint32_t>(points.size()),
                    std::vector<std::uint32_t>(points.size())};
    std::uint32_t level = 0;
    for (std::size_t begin = 0, end = 0; begin < keys.size(); begin = end, ++level) {
        while (end < keys.size() && keys[end].same(keys[begin])) {
            ranking.order[end] = keys[end].index;
            ranking.level[keys[end].index] = level;
            ++end;
        }
        std::sort(
            ranking.order.begin() + static_cast<std::ptrdiff_t>(begin),
            ranking.order.begin() + static_cast<std::ptrdiff_t>(end),
            [&](std::uint32_t i, std::uint32_t j) { return points[i].index < points[j].index; });
        for (std::size_t k = begin; k < end; ++k) {
            ranking.rank[ranking.order[k]] = static_cast<std::uint32_t>(k);
        }
    }
    return ranking;
}

/// The least rank at levels below some level (Fenwick 1994).
class LeastBelow {
  public:
    explicit LeastBelow(std::size_t levels) : least_(levels + 1, none) {}
    void insert(std::size_t level, std::uint32_t rank) {
        for (std::size_t i = level + 1; i < least_.size(); i += i & (~i + 1)) {
            least_[i] = std::min(least_[i], rank);
        }
    }
    std::uint32_t below(std::size_t level) const {
        std::uint32_t least = none;
        for (std::size_t i = level; i > 0; i &= i - 1) least = std::min(least, least_[i]);
        return least;
    }

  private:
    std::vector<std::uint32_t> least_;
};

/// One octant: the points that a sweep has met before a point, at lower levels (or at its own
/// too), of which the nearest is the least by rank.
struct Octant {
    const Ranking& sweep;
    bool backward;  ///< the sweep goes from the last to the first
    bool same;      ///< points at the same place of the sweep count as met
    const Ranking& levels;
    bool upward;  ///< higher levels, not lower ones
    bool own;     ///< and points at the same level
    const Ranking& distance;
};

/// The neighbour of each point in an octant; nobody where there is none.
std::vector<std::uint32_t> neighbours(const Octant& octant) {
    const std::size_t size = octant.sweep.order.size();
    std::vector<std::uint32_t> result(size, none);
    LeastBelow least(size);
    const auto level = [&](std::uint32_t i) {
        const std::size_t up = octant.levels.level[i];
        return octant.upward ? size - 1 - up : up;
    };
    const auto at = [&](std::size_t k) {
        return octant.sweep.order[octant.backward ? size - 1 - k : k];
    };
    for (std::size_t begin = 0, end = 0; begin < size; begin = end) {
        while (end < size && octant.sweep.level[at(end)] == octant.sweep.level[at(begin)]) ++end;
        const auto insert = [&] {
            for (std::size_t k = begin; k < end; ++k) {
                least.insert(level(at(k)), octant.distance.rank[at(k)]);
            }
        };
        if (octant.same) insert();
        for (std::size_t k = begin; k < end; ++k) {
            const std::uint32_t found = least.below(level(at(k)) + octant.own);
            if (found != none) result[at(k)] = octant.distance.order[found];
        }
        if (!octant.same) insert();
    }
    return result;
}

/// The length of a pair as Kruskal's method compares it, exactly if `rest` is not NaN.
struct ManhattanEdge {
    double length, rest;
    IndexPair pair;
};

ManhattanEdge manhattan_edge(std::span<const Point> points, IndexPair pair) {
    const Point a = points[pair.a], b = points[pair.b];
    double x_rest, y_rest, sum_rest, dropped, dropped_too;
    const double x = detail::two_sum(std::max(a.x, b.x), -std::min(a.x, b.x), x_rest);
    const double y = detail::two_sum(std::max(a.y, b.y), -std::min(a.y, b.y), y_rest);
    const double sum = detail::two_sum(x, y, sum_rest);
    const double rest =
        detail::two_sum(detail::two_sum(x_rest, y_rest, dropped), sum_rest, dropped_too);
    double more;
    const double length = detail::two_sum(sum, rest, more);
    const bool exact = dropped == 0 && dropped_too == 0 && std::isfinite(length);
    return {length, exact ? more : std::nan(""), pair};
}

class ManhattanOrder {
  public:
    explicit ManhattanOrder(std::span<const Point> points) : points_(points) {}
    bool operator()(const ManhattanEdge& g, const ManhattanEdge& h) const {
        if (!std::isnan(g.rest) && !std::isnan(h.rest)) {
            if (g.length != h.length) return g.length < h.length;
            if (g.rest != h.rest) return g.rest < h.rest;
            return pair_before(g.pair, h.pair);
        }
        const int sign = compare_manhattan(points_[g.pair.a], points_[g.pair.b], points_[h.pair.a],
                                           points_[h.pair.b]);
        return sign != 0 ? sign < 0 : pair_before(g.pair, h.pair);
    }

  private:
    std::span<const Point> points_;
};

/// Nothing overflows in the 15 bits of exponent that a long double has on x86.
long double wide_length(Point a, Point b) {
    return std::abs(static_cast<long double>(a.x) - b.x) +
           std::abs(static_cast<long double>(a.y) - b.y);
}

}  // namespace

int compare_manhattan(Point a, Point b, Point c, Point d) {
    const long double ab = wide_length(a, b), cd = wide_length(c, d);
    if (std::abs(ab - cd) > 0x1p-60L * (ab + cd)) return ab < cd ? -1 : 1;
    return sign_of([=](auto number) {
        const auto length = [&](Point p, Point q) {
            return (number(std::max(p.x, q.x)) - number(std::min(p.x, q.x))) +
                   (number(std::max(p.y, q.y)) - number(std::min(p.y, q.y)));
        };
        return length(a, b) - length(c, d);
    });
}

/// If q is the nearest to p in an octant that is open on one side, any other point r in it is
/// strictly nearer to q than to p: an edge pr would be the longest in the triangle pqr, or as long
/// as pq, which then comes before it. The tree has each edge from both its ends, so that octants of
/// one half-plane are enough.
base::Array<IndexPair> manhattan_candidates(std::span<const Point> points) {
    if (points.size() >= none) throw std::length_error("too many points");
    base::Array<NumberedPoint> sorted(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) sorted[i] = {points[i], i};
    base::parallel_sort(std::span(sorted), NumberedBefore());
    base::Array<IndexPair> pairs;
    const auto pair = [](std::uint64_t a, std::uint64_t b) {
        return IndexPair{static_cast<std::uint32_t>(std::min(a, b)),
                         static_cast<std::uint32_t>(std::max(a, b))};
    };
    base::Array<NumberedPoint> firsts;
    for (const NumberedPoint& p : sorted) {
        if (!firsts.empty() && firsts.back().point == p.point)
            pairs.push_back(pair(firsts.back().index, p.index));
        else
            firsts.push_back(p);
    }
    using Terms = std::pair<double, double>;
    const Ranking x = ranked(firsts, [](Point p) { return Terms(p.x, 0); });
    const Ranking y = ranked(firsts, [](Point p) { return Terms(p.y, 0); });
    const Ranking sum = ranked(firsts, [](Point p) { return Terms(p.x, p.y); });
    const Ranking difference = ranked(firsts, [](Point p) { return Terms(p.x, -p.y); });
    const std::array<Octant, 4> octants{{
        {x, true, true, difference, false, false, sum},  // dx >= 0, dx < dy
        {y, true, false, difference, true, true, sum},   // dy > 0, dx >= dy
        {y, false, true, sum, true, false, difference},  // dy <= 0, dx > -dy
        {x, true, false, sum, false, true, difference},  // dx > 0, dx <= -dy
    }};
    std::array<std::vector<std::uint32_t>, 4> found;
    const std::size_t tasks = firsts.size() < block_of_pairs ? 1 : octants.size();
    base::parallel_for(tasks, [&](std::size_t task) {
        for (std::size_t i = task; i < octants.size(); i += tasks) {
            found[i] = neighbours(octants[i]);
        }
    });
    for (const auto& neighbour : found) {
        for (std::size_t i = 0; i < firsts.size(); ++i) {
            if (neighbour[i] == none) continue;
            pairs.push_back(pair(firsts[i].index, firsts[neighbour[i]].index));
        }
    }
    return pairs;
}

base::Array<IndexPair> manhattan_spanning_tree(std::span<const Point> points) {
    const base::Array<IndexPair> pairs = manhattan_candidates(points);
    base::Array<ManhattanEdge> candidates(pairs.size());
    base::parallel_blocks(pairs.size(), block_of_pairs,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t i = begin; i < end; ++i) {
                                  candidates[i] = manhattan_edge(points, pairs[i]);
                              }
                          });
    return kruskal(points.size(), std::move(candidates), ManhattanOrder(points));
}

std::optional<double> manhattan_length(std::span<const Point> points,
                                       std::span<const IndexPair> pairs) {
    base::ExactSum sum;
    for (const IndexPair pair : pairs) {
        const Point a = points[pair.a], b = points[pair.b];
        sum.add(std::max(a.x, b.x)), sum.add(-std::min(a.x, b.x));
        sum.add(std::max(a.y, b.y)), sum.add(-std::min(a.y, b.y));
    }
    const double length = sum.value();
    return std::isfinite(length) ? std::optional(length) : std::nullopt;
}

}  // namespace pipelab::geometry
