#include "geometry/kmeans.hpp"

#include "base/exact_sum.hpp"
#include "base/parallel.hpp"
#include "geometry/bounded.hpp"
#include "geometry/index.hpp"
#include "geometry/kd_tree.hpp"
#include "geometry/kmeans_start.hpp"
#include "geometry/near_distance.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace pipelab::geometry {
namespace {

using Subtree = KdTree::Part;
using NearCentres = std::vector<std::uint32_t>;

using detail::none;
constexpr std::size_t block_of_labels = std::size_t{1} << 14;

/// A point that has left a cluster, or none, for the one that it is in now.
struct Move {
    std::uint32_t place, from;
};

/// Points by places in the order of the tree, and the clusters they are in.
class Partition {
  public:
    Partition(const KdTree& tree, const UnitScale& scale, std::vector<Point> centres)
        : tree_(tree),
          scale_(scale),
          centres_(std::move(centres)),
          labels_(tree.points().size(), none),
          owners_(tree.nodes(), none),
          sums_(centres_.size()) {}

    /// Sends all points to the nearest centres; how many moved.
    std::size_t assign() {
        NearCentres all(centres_.size());
        std::iota(all.begin(), all.end(), 0u);
        std::vector<std::vector<Move>> moves(1);
        tasks_.clear();
        const bool small = labels_.size() < block_of_labels;
        visit(tree_.root(), all, small ? never : task_level, moves[0]);
        moves.resize(1 + tasks_.size());
        base::parallel_for(tasks_.size(), [&](std::size_t i) {
            visit(tasks_[i].part, tasks_[i].candidates, never, moves[1 + i]);
        });
        std::size_t count = 0;
        for (const auto& part : moves) {
            for (const Move move : part) apply(move);
            count += part.size();
        }
        return count;
    }

    /// Gives empty clusters a point and moves centres to the means of their clusters.
    void update() {
        for (std::uint32_t c = 0; c < sums_.size(); ++c) {
            if (sums_[c].count == 0) fill(c);
        }
        for (std::uint32_t c = 0; c < sums_.size(); ++c) {
            if (std::exchange(sums_[c].changed, false)) centres_[c] = mean(c);
        }
    }

    /// The inertia in units of the scale.
    double inertia() const {
        const auto sum = base::fold_blocks(
            labels_.size(), block_of_labels, base::ExactSum(),
            [&](std::size_t begin, std::size_t end) {
                std::vector<double> heads(end - begin), tails(end - begin);
                for (std::size_t i = begin; i < end; ++i) {
                    const Bounded value = square(i);
                    heads[i - begin] = value.hi, tails[i - begin] = value.lo;
                }
                base::ExactSum part;
                part.add(heads);
                part.add(tails);
                return part;
            },
            [](base::ExactSum all, const base::ExactSum& part) {
                all.join(part);
                return all;
            });
        return sum.value();
    }
    /// An inertia in units of the input.
    std::optional<double> unscaled(double inertia) const {
        const double value = std::ldexp(inertia, -2 * scale_.exponent());
        return std::isfinite(value) ? std::optional(value) : std::nullopt;
    }

    /// In the order of the input, clusters in the order of their first points.
    MeanClusters result() const {
        MeanClusters result;
        result.cluster.resize(labels_.size());
        base::Array<std::uint32_t> by_number(labels_.size());
        for (std::size_t i = 0; i < labels_.size(); ++i) {
            by_number[tree_.points()[i].index] = labels_[i];
        }
        std::vector<base::ExactSum> inertias(centres_.size());
        for (std::size_t i = 0; i < labels_.size(); ++i) {
            const Bounded value = square(i);
            inertias[labels_[i]].add(value.hi), inertias[labels_[i]].add(value.lo);
        }
        std::vector<std::uint32_t> numbers(centres_.size(), 0);
        for (std::size_t i = 0; i < by_number.size(); ++i) {
            std::uint32_t& number = numbers[by_number[i]];
            if (number == 0) {
                result.centres.push_back(centres_[by_number[i]]);
                result.sizes.push_back(sums_[by_number[i]].count);
                result.inertias.push_back(unscaled(inertias[by_number[i]].value()));
                number = static_cast<std::uint32_t>(result.centres.size());
            }
            result.cluster[i] = number;
        }
        return result;
    }

  private:
    static constexpr int task_level = 8, never = -1;

    struct Sums {
        base::ExactSum x, y;
        std::uint64_t count = 0;
        bool changed = false;
    };
    struct Task {
        Subtree part;
        NearCentres candidates;
    };

    Point point(std::size_t place) const { return tree_.points()[place].point; }
    Point centre(std::size_t place) const { return centres_[labels_[place]]; }
    /// The square of a point's distance from its centre in units of the scale.
    Bounded square(std::size_t place) const {
        const Point p = scale_(point(place)), q = scale_(centre(place));
        const Bounded x = Bounded(p.x) - q.x, y = Bounded(p.y) - q.y;
        return x * x + y * y;
    }

    /// Assigns the points of a part, for which only `candidates` can be nearest, ascending. Parts
    /// `level` levels below become tasks.
    void visit(const Subtree& part, const NearCentres& candidates, int level,
               std::vector<Move>& moves) {
        if (part.size() == 0) return;
        if (level == 0) {
            tasks_.push_back({part, candidates});
            return;
        }
        const NearCentres left = without_farther(candidates, tree_.box(part));
        if (left.size() == 1) return give(part, left.front(), moves);
        const std::uint32_t owner = std::exchange(owners_[part.node], none);
        if (tree_.is_leaf(part)) {
            for (std::size_t i = part.begin; i < part.end; ++i) relabel(i, nearest(i, left), moves);
            return;
        }
        for (const Subtree& half : {tree_.left(part), tree_.right(part)}) {
            if (owner != none) owners_[half.node] = owner;
            visit(half, left, level - 1, moves);
        }
    }

    /// Without those that another candidate is nearer than in all of the box.
    NearCentres without_farther(const NearCentres& candidates, const Box& box) const {
        const Point middle{box.low.x / 2 + box.high.x / 2, box.low.y / 2 + box.high.y / 2};
        std::uint32_t best = candidates.front();
        double least = near_square(middle, centres_[best]);
        for (const std::uint32_t c : candidates) {
            const double square = near_square(middle, centres_[c]);
            if (square < least) best = c, least = square;
        }
        NearCentres kept;
        for (const std::uint32_t c : candidates) {
            if (c == best || !farther(c, best, box)) kept.push_back(c);
        }
        return kept;
    }
    /// Whether the points of a box all prefer `other` to c: the corner that is nearest to c, seen
    /// from the other, does.
    bool farther(std::uint32_t c, std::uint32_t other, const Box& box) const {
        const Point p = centres_[c], q = centres_[other];
        const Point corner{p.x > q.x ? box.high.x : box.low.x, p.y > q.y ? box.high.y : box.low.y};
        const int sign = compare_distances(corner, p, corner, q);
        return sign > 0 || (sign == 0 && other < c);
    }

    std::uint32_t nearest(std::size_t place, const NearCentres& candidates) const {
        const Point p = point(place);
        std::uint32_t best = candidates.front();
        double least = near_square(p, centres_[best]);
        for (std::size_t k = 1; k < candidates.size(); ++k) {
            const Point next = centres_[candidates[k]];
            const double square = near_square(p, next);
            if (compare_near(square, least, p, next, p, centres_[best]) < 0) {
                best = candidates[k], least = square;
            }
        }
        return best;
    }

    void give(const Subtree& part, std::uint32_t cluster, std::vector<Move>& moves) {
        if (std::exchange(owners_[part.node], cluster) == cluster) return;
        for (std::size_t i = part.begin; i < part.end; ++i) relabel(i, cluster, moves);
    }
    void relabel(std::size_t place, std::uint32_t cluster, std::vector<Move>& moves) {
        const std::uint32_t from = std::exchange(labels_[place], cluster);
        if (from != cluster) moves.push_back({static_cast<std::uint32_t>(place), from});
    }
    void apply(Move move) {
        const Point p = point(move.place);
        if (move.from != none) {
            Sums& old = sums_[move.from];
            old.x.add(-p.x), old.y.add(-p.y);
            --old.count, old.changed = true;
        }
        Sums& now = sums_[labels_[move.place]];
        now.x.add(p.x), now.y.add(p.y);
        ++now.count, now.changed = true;
    }

    /// Moves the point that is farthest from its centre, and not alone with it, to a cluster.
    void fill(std::uint32_t cluster) {
        std::size_t best = labels_.size();
        double most = 0;
        for (std::size_t i = 0; i < labels_.size(); ++i) {
            if (sums_[labels_[i]].count < 2) continue;
            const double square = near_square(point(i), centre(i));
            if (best == labels_.size() ||
                compare_near(square, most, point(i), centre(i), point(best), centre(best)) > 0) {
                best = i, most = square;
            }
        }
        // Nodes above it are no longer of one cluster.
        for (Subtree part = tree_.root();;) {
            const std::uint32_t owner = std::exchange(owners_[part.node], none);
            if (tree_.is_leaf(part)) break;
            const Subtree left = tree_.left(part), right = tree_.right(part);
            if (owner != none) owners_[left.node] = owners_[right.node] = owner;
            part = best < left.end ? left : right;
        }
        centres_[cluster] = point(best);
        const std::uint32_t from = std::exchange(labels_[best], cluster);
        apply({static_cast<std::uint32_t>(best), from});
    }

    Point mean(std::uint32_t cluster) const {
        const Sums& sums = sums_[cluster];
        const auto count = static_cast<double>(sums.count);
        const Point mean{sums.x.value() / count, sums.y.value() / count};
        return std::isfinite(mean.x) && std::isfinite(mean.y) ? mean : scaled_mean(cluster);
    }
    /// Where sums overflow: of coordinates small enough for 2^60 of them.
    Point scaled_mean(std::uint32_t cluster) const {
        base::ExactSum x, y;
        for (std::size_t i = 0; i < labels_.size(); ++i) {
            if (labels_[i] != cluster) continue;
            x.add(point(i).x * 0x1p-64), y.add(point(i).y * 0x1p-64);
        }
        const auto count = static_cast<double>(sums_[cluster].count);
        return {x.value() / count * 0x1p64, y.value() / count * 0x1p64};
    }

    const KdTree& tree_;
    const UnitScale& scale_;
    std::vector<Point> centres_;
    std::vector<std::uint32_t> labels_;  ///< by place
    std::vector<std::uint32_t> owners_;  ///< by node: the cluster of all its points, if known
    std::vector<Sums> sums_;
    std::vector<Task> tasks_;
};

}  // namespace

MeanClusters mean_clusters(std::span<const Point> points, const KMeansRequest& request) {
    if (points.size() >= none) throw std::length_error("too many points");
    MeanClusters best;
    if (points.empty()) return best;
    const KdTree tree(points);
    const UnitScale scale(tree.box(tree.root()));
    double least = 0;
    for (std::uint64_t start = 0; start < request.restarts; ++start) {
        const base::Random random(request.seed, start);
        Partition partition(tree, scale, kmeans_start(tree.points(), scale, request.count, random));
        std::uint64_t steps = 0;
        bool settled = false;
        while (!settled && steps < request.most_steps) {
            settled = partition.assign() == 0;
            ++steps;
            if (!settled) partition.update();
        }
        const double inertia = partition.inertia();
        if (start > 0 && inertia >= least) continue;
        least = inertia;
        best = partition.result();
        best.steps = steps;
        best.settled = settled;
        best.inertia = partition.unscaled(inertia);
    }
    return best;
}

}  // namespace pipelab::geometry
