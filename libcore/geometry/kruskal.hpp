#pragma once

#include "base/array.hpp"
#include "base/parallel_sort.hpp"
#include "geometry/delaunay.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace pipelab::geometry {

namespace detail {

/// Points that are connected already, as a forest.
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

}  // namespace detail

/// The spanning tree of `points` points that takes candidates in the order `less`, each unless it
/// closes a circle; a forest where they do not connect all. A candidate has a member `pair`, and
/// `less` tells all apart, so that the tree is the one of least total length. The edges come in
/// that order. Kruskal 1956, "On the shortest spanning subtree of a graph and the traveling
/// salesman problem". O(m log m) for m candidates, sorted in parallel.
template <class Candidate, class Less>
base::Array<IndexPair> kruskal(std::size_t points, base::Array<Candidate> candidates, Less less) {
    base::parallel_sort(std::span(candidates), less);
    base::Array<IndexPair> tree;
    tree.reserve(points);
    detail::Components components(points);
    for (const Candidate& candidate : candidates) {
        if (components.join(candidate.pair.a, candidate.pair.b)) tree.push_back(candidate.pair);
    }
    return tree;
}

/// The order in which equally long candidates come.
inline bool pair_before(IndexPair g, IndexPair h) { return g.a != h.a ? g.a < h.a : g.b < h.b; }

}  // namespace pipelab::geometry
