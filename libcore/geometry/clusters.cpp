#include "geometry/clusters.hpp"

#include "base/parallel.hpp"
#include "geometry/index.hpp"
#include "geometry/kd_tree.hpp"
#include "geometry/predicates.hpp"
#include "geometry/ranges.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

using Subtree = KdTree::Part;

using detail::none;
constexpr std::size_t block_of_cores = 256;

Box join(const Box& a, const Box& b) {
    return {{std::min(a.low.x, b.low.x), std::min(a.low.y, b.low.y)},
            {std::max(a.high.x, b.high.x), std::max(a.high.y, b.high.y)}};
}

/// The search. Points go by their places in the order of the tree. What is done for the points of a
/// part of the tree touches only these, so that parts can be worked on in parallel.
class DensitySearch {
  public:
    DensitySearch(std::span<const Point> points, double eps, std::uint64_t min_points)
        : tree_(points),
          eps_(eps),
          min_points_(min_points),
          parent_(points.size()),
          core_(points.size()),
          cores_(tree_.nodes()) {
        std::iota(parent_.begin(), parent_.end(), 0u);
        levels_.push_back({tree_.root()});
        while (levels_.size() < parallel_levels && levels_.back().front().size() > worth_a_task) {
            std::vector<Subtree> next;
            for (const Subtree& part : levels_.back()) {
                next.push_back(tree_.left(part));
                next.push_back(tree_.right(part));
            }
            levels_.push_back(std::move(next));
        }
    }

    DensityClusters run() {
        from_leaves([&](const Subtree& part) { find_cores(part); },
                    [&](const Subtree& part) { join_cores(part); });
        from_leaves([&](const Subtree& part) { connect(part); },
                    [&](const Subtree& part) { connect_halves(part); });
        return number();
    }

  private:
    static constexpr std::size_t parallel_levels = 9, worth_a_task = 4096;
    /// What is known of the core points of a part.
    struct Cores {
        std::uint32_t first = none;  ///< the least number of one
        std::uint32_t place = none;  ///< one of them
        bool connected = false;      ///< all are known to be in one cluster
        bool any() const { return first != none; }
    };

    /// whole(part) for the parts of the last level, then join(part) for those above, level by
    /// level.
    template <class Whole, class Join>
    void from_leaves(Whole whole, Join join) {
        for (std::size_t level = levels_.size(); level-- > 0;) {
            const auto& parts = levels_[level];
            base::parallel_for(parts.size(), [&](std::size_t i) {
                if (level + 1 == levels_.size())
                    whole(parts[i]);
                else
                    join(parts[i]);
            });
        }
    }

    const NumberedPoint& at(std::size_t place) const { return tree_.points()[place]; }
    bool within(Point a, Point b) const { return compare_distances(a, b, {0, 0}, {eps_, 0}) <= 0; }
    bool within(const Box& box) const { return within(box.low, box.high); }
    bool apart(const Box& a, const Box& b) const {
        const auto [ax, bx] = nearest(a.low.x, a.high.x, b.low.x, b.high.x);
        const auto [ay, by] = nearest(a.low.y, a.high.y, b.low.y, b.high.y);
        return !within(Point{ax, ay}, Point{bx, by});
    }
    /// Coordinates of two intervals that are nearest to each other.
    static std::pair<double, double> nearest(double a, double b, double c, double d) {
        if (b < c) return {b, c};
        if (d < a) return {a, d};
        return {a, a};
    }

    Cores& cores(const Subtree& part) { return cores_[part.node]; }

    void find_cores(const Subtree& part) {
        if (part.size() == 0) return;
        if (part.size() >= min_points_ && within(tree_.box(part))) return all_cores(part);
        if (!tree_.is_leaf(part)) {
            find_cores(tree_.left(part));
            find_cores(tree_.right(part));
            return join_cores(part);
        }
        for (std::size_t place = part.begin; place < part.end; ++place) {
            const Disk disk{at(place).point, eps_};
            core_[place] = count(tree_.root(), disk, min_points_) >= min_points_;
            if (core_[place]) add_core(part, place);
        }
    }
    void all_cores(const Subtree& part) {
        if (!tree_.is_leaf(part)) {
            all_cores(tree_.left(part));
            all_cores(tree_.right(part));
            return join_cores(part);
        }
        for (std::size_t place = part.begin; place < part.end; ++place) {
            core_[place] = true;
            add_core(part, place);
        }
    }
    void add_core(const Subtree& part, std::size_t place) {
        Cores& known = cores(part);
        known.first = std::min(known.first, static_cast<std::uint32_t>(at(place).index));
        known.place = static_cast<std::uint32_t>(place);
    }
    void join_cores(const Subtree& part) {
        const Cores &left = cores(tree_.left(part)), &right = cores(tree_.right(part));
        cores(part) = {std::min(left.first, right.first), left.any() ? left.place : right.place};
    }
    /// How many points of a part lie in the disk; at least `wanted` if there are as many.
    std::size_t count(const Subtree& part, const Disk& disk, std::size_t wanted) const {
        if (part.size() == 0) return 0;
        const Cover cover = disk.cover(tree_.box(part));
        if (cover == Cover::none) return 0;
        if (cover == Cover::all) return part.size();
        std::size_t found = 0;
        if (!tree_.is_leaf(part)) {
            found = count(tree_.left(part), disk, wanted);
            return found >= wanted ? found : found + count(tree_.right(part), disk, wanted - found);
        }
        for (std::size_t place = part.begin; place < part.end && found < wanted; ++place) {
            found += disk.contains(at(place).point);
        }
        return found;
    }

    /// Connects the core points of a part that are not farther apart than eps.
    void connect(const Subtree& part) {
        if (!cores(part).any()) return;
        if (tree_.is_leaf(part) || within(tree_.box(part))) return connect_points(part, part);
        connect(tree_.left(part));
        connect(tree_.right(part));
        connect_halves(part);
    }
    void connect_halves(const Subtree& part) {
        if (tree_.is_leaf(part) || !cores(part).any()) return;
        const Subtree left = tree_.left(part), right = tree_.right(part);
        connect(left, right);
        cores(part).connected = one_cluster(left, right);
    }
    /// The same between two parts.
    void connect(const Subtree& a, const Subtree& b) {
        if (!cores(a).any() || !cores(b).any() || one_cluster(a, b)) return;
        const Box &box_a = tree_.box(a), &box_b = tree_.box(b);
        if (apart(box_a, box_b)) return;
        if ((tree_.is_leaf(a) && tree_.is_leaf(b)) || within(join(box_a, box_b)))
            return connect_points(a, b);
        const bool split_a = tree_.is_leaf(b) || (!tree_.is_leaf(a) && wider(box_a, box_b));
        const Subtree& whole = split_a ? a : b;
        const Subtree left = tree_.left(whole), right = tree_.right(whole);
        cores(left).connected |= cores(whole).connected;
        cores(right).connected |= cores(whole).connected;
        connect(split_a ? left : a, split_a ? b : left);
        connect(split_a ? right : a, split_a ? b : right);
    }
    static bool wider(const Box& a, const Box& b) {
        return near_square(a.low, a.high) > near_square(b.low, b.high);
    }
    bool one_cluster(const Subtree& a, const Subtree& b) {
        const Cores &left = cores(a), &right = cores(b);
        if (!left.any() || !right.any()) return left.any() ? left.connected : right.connected;
        return left.connected && right.connected && root(left.place) == root(right.place);
    }
    void connect_points(const Subtree& a, const Subtree& b) {
        if (within(join(tree_.box(a), tree_.box(b)))) {
            connect_all(a);
            connect_all(b);
            return unite(cores(a).place, cores(b).place);
        }
        for (std::size_t i = a.begin; i < a.end; ++i) {
            for (std::size_t j = a.node == b.node ? i + 1 : b.begin; j < b.end && core_[i]; ++j) {
                if (core_[j] && within(at(i).point, at(j).point)) unite(i, j);
            }
        }
    }
    void connect_all(const Subtree& part) {
        if (std::exchange(cores(part).connected, true)) return;
        for (std::size_t i = part.begin; i < part.end; ++i) {
            if (core_[i]) unite(i, cores(part).place);
        }
    }
    std::uint32_t root(std::uint32_t place) {
        while (parent_[place] != place) place = parent_[place] = parent_[parent_[place]];
        return place;
    }
    void unite(std::size_t i, std::size_t j) {
        const std::uint32_t a = root(static_cast<std::uint32_t>(i));
        const std::uint32_t b = root(static_cast<std::uint32_t>(j));
        parent_[std::max(a, b)] = std::min(a, b);
    }

    /// The lesser of `best` and the least number of a core point in the disk.
    std::uint32_t first_core(const Subtree& part, const Disk& disk, std::uint32_t best) {
        if (cores(part).first >= best) return best;
        const Cover cover = disk.cover(tree_.box(part));
        if (cover == Cover::none) return best;
        if (cover == Cover::all) return cores(part).first;
        if (!tree_.is_leaf(part)) {
            best = first_core(tree_.left(part), disk, best);
            return first_core(tree_.right(part), disk, best);
        }
        for (std::size_t place = part.begin; place < part.end; ++place) {
            const auto index = static_cast<std::uint32_t>(at(place).index);
            if (core_[place] && index < best && disk.contains(at(place).point)) best = index;
        }
        return best;
    }

    DensityClusters number() {
        const std::size_t size = parent_.size();
        base::Array<std::uint32_t> place_of(size);
        for (std::size_t place = 0; place < size; ++place) {
            place_of[at(place).index] = static_cast<std::uint32_t>(place);
        }
        DensityClusters result;
        result.cluster.resize(size);
        std::vector<std::uint32_t> numbers(size);
        for (std::size_t i = 0; i < size; ++i) {
            std::uint32_t& cluster = result.cluster[i] = 0;
            if (!core_[place_of[i]]) continue;
            std::uint32_t& number = numbers[root(place_of[i])];
            if (number == 0) number = ++result.count;
            cluster = number;
        }
        // In the order of the tree, whose neighbours search the same nodes.
        base::parallel_blocks(
            size, block_of_cores, [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t place = begin; place < end; ++place) {
                    if (core_[place]) continue;
                    const std::uint32_t first =
                        first_core(tree_.root(), Disk{at(place).point, eps_}, none);
                    if (first != none) result.cluster[at(place).index] = result.cluster[first];
                }
            });
        return result;
    }

    KdTree tree_;
    double eps_;
    std::size_t min_points_;
    base::Array<std::uint32_t> parent_;  ///< of the forest of clusters
    std::vector<std::uint8_t> core_;
    std::vector<Cores> cores_;  ///< by node
    std::vector<std::vector<Subtree>> levels_;
};

}  // namespace

DensityClusters density_clusters(std::span<const Point> points, double eps,
                                 std::uint64_t min_points) {
    if (points.size() >= none) throw std::length_error("too many points");
    if (eps < 0) {
        DensityClusters noise;
        noise.cluster.assign(points.size(), 0);
        return noise;
    }
    return DensitySearch(points, eps, min_points).run();
}

}  // namespace pipelab::geometry
