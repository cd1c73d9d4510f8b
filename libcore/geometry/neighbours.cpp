#include "geometry/neighbours.hpp"

#include "base/parallel.hpp"

#include <algorithm>
#include <vector>

namespace pipelab::geometry {
namespace {

constexpr std::size_t block_size = 1024;

void write_row(const std::vector<KdTree::Found>& found, std::uint64_t* row) {
    for (const KdTree::Found& neighbour : found) *row++ = neighbour.place.index;
}

}  // namespace

NeighbourRows all_nearest(std::span<const Point> points, std::size_t k) {
    const KdTree tree(points);
    NeighbourRows rows{std::min(k, points.empty() ? 0 : points.size() - 1), {}};
    rows.indices.resize(points.size() * rows.k);
    if (rows.k == 0) return rows;
    const auto places = tree.points();
    base::parallel_blocks(places.size(), block_size,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              std::vector<KdTree::Found> found;
                              for (std::size_t i = begin; i < end; ++i) {
                                  tree.nearest(places[i].point, rows.k, places[i].index, found);
                                  write_row(found, rows.indices.data() + places[i].index * rows.k);
                              }
                          });
    return rows;
}

NeighbourRows nearest(const KdTree& tree, std::span<const Point> queries, std::size_t k) {
    NeighbourRows rows{std::min(k, tree.points().size()), {}};
    rows.indices.resize(queries.size() * rows.k);
    base::parallel_blocks(queries.size(), block_size,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              std::vector<KdTree::Found> found;
                              for (std::size_t i = begin; i < end; ++i) {
                                  tree.nearest(queries[i], rows.k, KdTree::nobody, found);
                                  write_row(found, rows.indices.data() + i * rows.k);
                              }
                          });
    return rows;
}

}  // namespace pipelab::geometry
