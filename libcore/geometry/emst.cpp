#include "geometry/emst.hpp"

#include "geometry/kruskal.hpp"
#include "geometry/polygon.hpp"
#include "geometry/predicates.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace pipelab::geometry {
namespace {

struct EuclideanEdge {
    double square;  // of the length; relative error under 2^-50 unless out of range
    IndexPair pair;
};

/// The exact order of candidates, decided by their rounded squares where these differ enough.
class EuclideanOrder {
  public:
    explicit EuclideanOrder(std::span<const Point> points) : points_(points) {}
    bool operator()(const EuclideanEdge& g, const EuclideanEdge& h) const {
        const double difference = g.square - h.square, sum = g.square + h.square;
        // Squares of subnormal or infinite size decide nothing.
        if (sum > 0x1p-900 && std::abs(difference) > 0x1p-48 * sum) return difference < 0;
        const int sign = compare_distances(points_[g.pair.a], points_[g.pair.b], points_[h.pair.a],
                                           points_[h.pair.b]);
        if (sign != 0) return sign < 0;
        return pair_before(g.pair, h.pair);
    }

  private:
    std::span<const Point> points_;
};

}  // namespace

base::Array<IndexPair> euclidean_spanning_tree(std::span<const Point> points,
                                               std::span<const IndexPair> candidates) {
    base::Array<EuclideanEdge> sorted;
    sorted.reserve(candidates.size());
    for (const IndexPair pair : candidates) {
        const double x = points[pair.b].x - points[pair.a].x;
        const double y = points[pair.b].y - points[pair.a].y;
        sorted.push_back({x * x + y * y, pair});
    }
    return kruskal(points.size(), std::move(sorted), EuclideanOrder(points));
}

std::optional<double> euclidean_length(std::span<const Point> points,
                                       std::span<const IndexPair> pairs) {
    Shape edges{Shape::Type::multi_line_string, {}, {}, {}, {}};
    for (const IndexPair pair : pairs) edges.add_path(std::array{points[pair.a], points[pair.b]});
    return length(edges);
}

}  // namespace pipelab::geometry
