#pragma once

#include "base/array.hpp"
#include "geometry/near_distance.hpp"
#include "geometry/numbered_point.hpp"
#include "geometry/point.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// How much of a box lies in a region, as far as is cheap to say: `some` is always right.
enum class Cover { none, some, all };

/// Points in a balanced tree that halves them at the median of the longer side of their box
/// (Bentley 1975), down to leaves of up to 16. O(n log n) to build, in parallel; a box of four
/// doubles for each leaf and inner node. Searches only read.
class KdTree {
  public:
    /// Numbers them 0, 1, ...
    explicit KdTree(std::span<const Point> points);
    /// Keeps their numbers, which tell all apart.
    explicit KdTree(base::Array<NumberedPoint> points);

    /// The points in the order of the leaves: neighbours are near.
    std::span<const NumberedPoint> points() const { return points_; }

    static constexpr std::uint64_t nobody = std::numeric_limits<std::uint64_t>::max();

    /// A point that was found, with the near square of its distance.
    struct Found {
        NumberedPoint place;
        double square;
    };
    /// The k points nearest to `query` into `found`, nearest first and of equal distances by
    /// number, decided exactly; without the point numbered `except`, and only those whose near
    /// square is at most `limit`. Fewer where there are fewer. O(k + log n) for ordinary data.
    void nearest(Point query, std::size_t k, std::uint64_t except, std::vector<Found>& found,
                 double limit = std::numeric_limits<double>::infinity()) const;

    /// A node of the tree with the points that it holds: points()[begin, end).
    struct Part {
        std::size_t node, begin, end;
        std::size_t size() const { return end - begin; }
    };
    Part root() const { return {1, 0, points_.size()}; }
    bool is_leaf(const Part& part) const { return part.node >= leaves_; }
    /// Halves of a part that is no leaf.
    Part left(const Part& part) const {
        return {2 * part.node, part.begin, part.begin + part.size() / 2};
    }
    Part right(const Part& part) const {
        return {2 * part.node + 1, part.begin + part.size() / 2, part.end};
    }
    /// The bounding box of a part that is not empty.
    const Box& box(const Part& part) const { return nodes_[part.node].box; }
    /// Every node is below this.
    std::size_t nodes() const { return nodes_.size(); }

    /// How many points lie in a region, which has Cover cover(const Box&) and bool contains(Point).
    template <class Region>
    std::size_t count(const Region& region) const {
        std::size_t total = 0;
        search(region, 1, 0, points_.size(),
               [&](std::size_t begin, std::size_t end) { total += end - begin; });
        return total;
    }
    /// Calls visit(const NumberedPoint&) for the points in a region, in the order of leaves.
    template <class Region, class Visit>
    void visit(const Region& region, Visit visit) const {
        search(region, 1, 0, points_.size(), [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) visit(points_[i]);
        });
    }

  private:
    struct Node {
        Box box;
        std::uint64_t least_index;
    };

    void build();
    void split(std::size_t node, std::size_t begin, std::size_t end, bool leaf);
    struct Search;
    void search_nearest(Search& search, std::size_t node, std::size_t begin, std::size_t end) const;

    /// Calls take(begin, end) for runs of points in the region.
    template <class Region, class Take>
    void search(const Region& region, std::size_t node, std::size_t begin, std::size_t end,
                Take&& take) const {
        if (begin == end) return;
        const Cover cover = region.cover(nodes_[node].box);
        if (cover == Cover::none) return;
        if (cover == Cover::all) return take(begin, end);
        if (node >= leaves_) {
            for (std::size_t i = begin; i < end; ++i) {
                if (region.contains(points_[i].point)) take(i, i + 1);
            }
            return;
        }
        const std::size_t middle = begin + (end - begin) / 2;
        search(region, 2 * node, begin, middle, take);
        search(region, 2 * node + 1, middle, end, take);
    }

    base::Array<NumberedPoint> points_;
    std::vector<Node> nodes_;  ///< the children of node i are 2 i and 2 i + 1; the root is 1
    std::size_t leaves_ = 1;   ///< how many; the first is node leaves_
};

}  // namespace pipelab::geometry
