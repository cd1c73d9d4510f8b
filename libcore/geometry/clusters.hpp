#pragma once

#include "base/array.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace pipelab::geometry {

/// Clusters by density.
struct DensityClusters {
    base::Array<std::uint32_t> cluster;  ///< of each point, from 1; 0: noise
    std::uint32_t count = 0;             ///< how many clusters
};

/// DBSCAN (Ester, Kriegel, Sander, Xu 1996, "A density-based algorithm for discovering clusters"):
/// a point with at least `min_points` points no farther than eps, itself among them, is a core
/// point; core points no farther apart than eps are in one cluster. Any other point goes to the
/// cluster of the first core point, by number, within eps, or is noise. Clusters are numbered in
/// the order of their first core points. Distances are compared with eps exactly; a negative eps
/// makes all points noise, an eps of 0 clusters of equal points.
///
/// Parts of a k-d tree no wider than eps stand for cells; pairs of them are looked at from the root
/// downwards and only as long as they are not connected. Some O(n log n) for ordinary data however
/// many points eps covers; parallel. Some 60 bytes a point. At most 2^32 - 2 points, else
/// std::length_error.
DensityClusters density_clusters(std::span<const Point> points, double eps,
                                 std::uint64_t min_points);

}  // namespace pipelab::geometry
