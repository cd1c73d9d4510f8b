#pragma once

#include "base/array.hpp"
#include "geometry/kd_tree.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace pipelab::geometry {

/// Rows of `k` numbers of points each.
struct NeighbourRows {
    std::size_t k = 0;
    base::Array<std::uint64_t> indices;
    std::size_t size() const { return k == 0 ? 0 : indices.size() / k; }
    std::span<const std::uint64_t> operator[](std::size_t row) const {
        return {indices.data() + row * k, k};
    }
};

/// For each point the k nearest of the others, nearest first and of equal distances by number,
/// decided exactly; equal points are neighbours at distance 0. k is cut to n - 1. O(n log n + n k)
/// for ordinary data, in parallel.
NeighbourRows all_nearest(std::span<const Point> points, std::size_t k);

/// For each query the k nearest of the points, alike; k is cut to n.
NeighbourRows nearest(const KdTree& tree, std::span<const Point> queries, std::size_t k);

}  // namespace pipelab::geometry
