#include "geometry/emst.hpp"

#include "geometry/predicates.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

struct Candidate {
    double square;  // of the length; relative error under 2^-50 unless out of range
    IndexPair pair;
};

/// The exact order of candidates, decided by their rounded squares where these differ enough.
class Order {
  public:
    explicit Order(std::span<const Point> points) : points_(points) {}
    bool operator()(const Candidate& g, const Candidate& h) const {
        const double difference = g.square - h.square, sum = g.square + h.square;
        // Squares of subnormal or infinite size decide nothing.
        if (sum > 0x1p-900 && std::abs(difference) > 0x1p-48 * sum) return difference < 0;
        const int sign = compare_distances(points_[g.pair.a], points_[g.pair.b], points_[h.pair.a],
                                           points_[h.pair.b]);
        if (sign != 0) return sign < 0;
        return std::pair(g.pair.a, g.pair.b) < std::pair(h.pair.a, h.pair.b);
    }

  private:
    std::span<const Point> points_;
};

class Components {
  public:
    explicit Components(std::size_t count) : parent_(count) {
        std::iota(parent_.begin(), parent_.end(), 0u);
    }
    /// False if they are one already.
    bool join(std::uint32_t a, std::uint32_t b) {
        a = root(a), b = root(b);
        if (a == b) return false;
        parent_[std::max(a, b)] = std::min(a, b);
        return true;
    }

  private:
    std::uint32_t root(std::uint32_t i) {
        while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    std::vector<std::uint32_t> parent_;
};

}  // namespace

base::Array<IndexPair> euclidean_spanning_tree(std::span<const Point> points,
                                               std::span<const IndexPair> candidates) {
    base::Array<Candidate> sorted;
    sorted.reserve(candidates.size());
    for (const IndexPair pair : candidates) {
        const double x = points[pair.b].x - points[pair.a].x;
        const double y = points[pair.b].y - points[pair.a].y;
        sorted.push_back({x * x + y * y, pair});
    }
    std::sort(sorted.begin(), sorted.end(), Order(points));
    base::Array<IndexPair> tree;
    tree.reserve(points.size());
    Components components(points.size());
    for (const Candidate& candidate : sorted) {
        if (components.join(candidate.pair.a, candidate.pair.b)) tree.push_back(candidate.pair);
    }
    return tree;
}

}  // namespace pipelab::geometry
