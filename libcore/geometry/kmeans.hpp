#pragma once

#include "base/array.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Clusters around their means.
struct MeanClusters {
    base::Array<std::uint32_t> cluster;  ///< of each point, from 1, in the order of first points
    std::vector<Point> centres;          ///< the means, of cluster 1 first
    std::vector<std::uint64_t> sizes;
    /// The sum of squared distances of points from their centres, rounded once from a value within
    /// 2^-95 of itself, or 2^-999 of the square of the bounding box's longer side; none where it
    /// exceeds the largest double.
    std::optional<double> inertia;
    std::vector<std::optional<double>> inertias;  ///< of each cluster alone
    std::uint64_t steps = 0;                      ///< how often points went to the nearest centres
    bool settled = true;                          ///< the last time no point moved
};

struct KMeansRequest {
    std::size_t count = 1;  ///< of clusters, at least 1
    std::uint64_t seed = 0;
    std::uint64_t restarts = 1;  ///< at least 1
    std::uint64_t most_steps = 1000;
};

/// k-means by the iteration of Lloyd (1982) from centres that k-means++ draws (kmeans_start.hpp):
/// points go to the nearest centre, of equally near ones the first, decided exactly; centres become
/// means, until no point moves. A mean is the exact sum of coordinates rounded, divided and rounded
/// again. An empty cluster takes the point that is farthest from its centre, of equal ones the
/// first in the k-d tree. Of several starts the one of least inertia, the first of equal ones. The
/// same bits for any number of threads.
///
/// Fewer clusters where there are fewer distinct points, or some as near as 2^-500 of the longer
/// side of the bounding box. One point: a cluster; none: no cluster. A step visits a k-d tree of
/// the points with the centres that can be nearest anywhere in a box ("filtering algorithm";
/// Kanungo, Mount, Netanyahu, Piatko, Silverman, Wu 2002): only what lies near the borders between
/// clusters, and points that move, cost anything. Some 60 bytes a point and 2.2 KiB a cluster. At
/// most 2^32 - 2 points, else std::length_error.
MeanClusters mean_clusters(std::span<const Point> points, const KMeansRequest& request);

}  // namespace pipelab::geometry
