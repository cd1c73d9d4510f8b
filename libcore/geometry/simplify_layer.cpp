#include "geometry/simplify_layer.hpp"

#include "geometry/approach.hpp"
#include "geometry/effective_area.hpp"
#include "geometry/index.hpp"
#include "geometry/kd_tree.hpp"
#include "geometry/ranges.hpp"

#include <algorithm>
#include <cstdint>
#include <queue>
#include <unordered_map>
#include <utility>

namespace pipelab::geometry {
namespace {

using detail::none;

/// work(path, closed) for all paths of shapes, through their members; points are paths of one.
template <class Work>
void for_paths(const Shape& shape, const Work& work) {
    const bool points = shape.type == Shape::Type::point || shape.type == Shape::Type::multi_point;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        const auto path = shape.path(i);
        if (!points) work(path, shape.areal());
        for (std::size_t k = 0; points && k < path.size(); ++k) work(path.subspan(k, 1), false);
    }
    for (const Shape& member : shape.members) for_paths(member, work);
}

/// The different points of a layer and the edges between them.
class Graph {
  public:
    explicit Graph(std::span<const Shape> shapes) {
        for (const Shape& shape : shapes) {
            for_paths(shape, [&](std::span<const Point> path, bool) {
                points_.insert(points_.end(), path.begin(), path.end());
            });
        }
        std::sort(points_.begin(), points_.end(), before);
        points_.erase(std::unique(points_.begin(), points_.end()), points_.end());
        neighbours_.assign(points_.size(), {none, none});
        fixed_.assign(points_.size(), false);
        gone_.assign(points_.size(), false);
        for (const Shape& shape : shapes) {
            for_paths(shape, [&](std::span<const Point> path, bool closed) { add(path, closed); });
        }
        for (std::size_t i = 0; i < points_.size(); ++i) {
            if (neighbours_[i].second == none) fixed_[i] = true;
        }
    }

    std::span<const Point> points() const { return points_; }
    std::uint32_t number(Point p) const {
        return static_cast<std::uint32_t>(
            std::lower_bound(points_.begin(), points_.end(), p, before) - points_.begin());
    }
    bool gone(std::size_t i) const { return gone_[i]; }
    /// Exactly two edges meet there, and no path ends.
    bool passed(std::size_t i) const { return !fixed_[i] && !gone_[i]; }
    std::pair<std::uint32_t, std::uint32_t> neighbours(std::size_t i) const {
        return neighbours_[i];
    }
    bool joined(std::uint32_t a, std::uint32_t b) const { return edges_.contains(key(a, b)); }
    /// The points that were left out along an edge.
    const std::vector<std::uint32_t>& left_out(std::uint32_t a, std::uint32_t b) const {
        return edges_.at(key(a, b));
    }

    /// Joins the neighbours of a point that is passed.
    void remove(std::uint32_t i) {
        const auto [a, b] = neighbours_[i];
        auto first = take(a, i), second = take(i, b);
        if (first.size() < second.size()) std::swap(first, second);
        first.insert(first.end(), second.begin(), second.end());
        first.push_back(i);
        edges_.emplace(key(a, b), std::move(first));
        replace(a, i, b);
        replace(b, i, a);
        gone_[i] = true;
    }

  private:
    static std::uint64_t key(std::uint32_t a, std::uint32_t b) {
        const auto [low, high] = std::minmax(a, b);
        return std::uint64_t{low} << 32 | high;
    }
    std::vector<std::uint32_t> take(std::uint32_t a, std::uint32_t b) {
        const auto place = edges_.find(key(a, b));
        auto left_out = std::move(place->second);
        edges_.erase(place);
        return left_out;
    }
    void replace(std::uint32_t at, std::uint32_t old, std::uint32_t next) {
        if (fixed_[at]) return;
        auto& [first, second] = neighbours_[at];
        (first == old ? first : second) = next;
    }

    void add(std::span<const Point> path, bool closed) {
        if (path.empty()) return;
        std::uint32_t last = number(closed ? path.back() : path.front());
        if (!closed) {
            fixed_[last] = true;
            fixed_[number(path.back())] = true;
        }
        for (std::size_t i = closed ? 0 : 1; i < path.size(); ++i) {
            const std::uint32_t next = number(path[i]);
            if (next != last) join(last, next);
            last = next;
        }
    }
    void join(std::uint32_t a, std::uint32_t b) {
        if (!edges_.try_emplace(key(a, b)).second) return;
        meet(a, b);
        meet(b, a);
    }
    void meet(std::uint32_t at, std::uint32_t other) {
        auto& [first, second] = neighbours_[at];
        if (first == none)
            first = other;
        else if (second == none)
            second = other;
        else
            fixed_[at] = true;
    }

    base::Array<Point> points_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> neighbours_;  ///< of fixed points: some
    std::vector<bool> fixed_, gone_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> edges_;
};

class LayerElimination {
  public:
    LayerElimination(Graph& layer, const LayerLimits& limits)
        : layer_(layer),
          limits_(limits),
          tree_(layer.points()),
          waiting_(layer.points().size()),
          queue_(LargerArea{layer.points()}) {}

    void run(base::Control control) {
        std::size_t left = layer_.points().size();
        const base::Phase phase(control.progress, "simplifying", left, "points");
        for (std::uint32_t i = 0; i < layer_.points().size(); ++i) add(i);
        while (!queue_.empty() && left > limits_.least) {
            const EffectiveArea next = queue_.top();
            queue_.pop();
            if (!current(next)) continue;
            if (limits_.area && !next.less_than(layer_.points(), *limits_.area)) break;
            const auto i = static_cast<std::uint32_t>(next.index);
            if (!may_go(i)) continue;
            base::stop_if_requested(control.cancellation);
            eliminate(i);
            --left;
            control.progress.advance(1);
        }
    }

  private:
    void add(std::uint32_t i) {
        if (!layer_.passed(i)) return;
        const auto [a, b] = layer_.neighbours(i);
        queue_.emplace(layer_.points(), i, a, b);
    }
    bool current(const EffectiveArea& t) const {
        return layer_.passed(t.index) &&
               layer_.neighbours(t.index) == std::pair(static_cast<std::uint32_t>(t.before),
                                                       static_cast<std::uint32_t>(t.after));
    }
    bool may_go(std::uint32_t i) {
        const auto [a, b] = layer_.neighbours(i);
        if (layer_.joined(a, b)) return false;
        return within_tolerance(i, a, b) && !occupied(i, a, b);
    }
    bool within_tolerance(std::uint32_t i, std::uint32_t a, std::uint32_t b) const {
        if (!limits_.tolerance) return true;
        const auto points = layer_.points();
        const Segment edge{points[a], points[b]};
        const Point limit{*limits_.tolerance, 0};
        const Approach most({0, 0}, Segment{limit, limit});
        const auto near = [&](std::uint32_t k) {
            return Approach(points[k], edge).compare(most) <= 0;
        };
        const auto &first = layer_.left_out(a, i), &second = layer_.left_out(i, b);
        return near(i) && std::all_of(first.begin(), first.end(), near) &&
               std::all_of(second.begin(), second.end(), near);
    }
    /// Whether another point keeps this one; if so, it waits for that.
    bool occupied(std::uint32_t i, std::uint32_t a, std::uint32_t b) {
        const auto points = layer_.points();
        std::uint32_t other = none;
        tree_.visit(TriangleRegion({points[a], points[i], points[b]}, true),
                    [&](const NumberedPoint& p) {
                        const auto k = static_cast<std::uint32_t>(p.index);
                        if (k != a && k != b && k != i && !layer_.gone(k)) other = k;
                    });
        if (other == none) return false;
        waiting_[other].push_back(i);
        return true;
    }
    void eliminate(std::uint32_t i) {
        const auto [a, b] = layer_.neighbours(i);
        layer_.remove(i);
        add(a);
        add(b);
        for (const std::uint32_t k : std::exchange(waiting_[i], {})) add(k);
    }

    Graph& layer_;
    const LayerLimits& limits_;
    KdTree tree_;
    std::vector<std::vector<std::uint32_t>> waiting_;  ///< for a point to go
    std::priority_queue<EffectiveArea, std::vector<EffectiveArea>, LargerArea> queue_;
};

Shape remaining(const Shape& shape, const Graph& layer) {
    Shape result;
    result.type = shape.type;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        for (const Point p : shape.path(i)) {
            if (!layer.gone(layer.number(p))) result.points.push_back(p);
        }
        result.path_ends.push_back(result.points.size());
    }
    result.part_ends = shape.part_ends;
    for (const Shape& member : shape.members) result.members.push_back(remaining(member, layer));
    return result;
}

}  // namespace

std::vector<Shape> simplified_layer(std::span<const Shape> shapes, const LayerLimits& limits,
                                    base::Control control) {
    Graph layer(shapes);
    LayerElimination(layer, limits).run(control);
    std::vector<Shape> result;
    for (const Shape& shape : shapes) result.push_back(remaining(shape, layer));
    return result;
}

}  // namespace pipelab::geometry
