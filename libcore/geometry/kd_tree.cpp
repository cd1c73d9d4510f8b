#include "geometry/kd_tree.hpp"

#include "base/parallel.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace pipelab::geometry {
namespace {

constexpr std::size_t leaf_size = 16;
constexpr std::size_t least_parallel = 1 << 14;

}  // namespace

KdTree::KdTree(std::span<const Point> points) : points_(points.size()) {
    for (std::size_t i = 0; i < points.size(); ++i) points_[i] = {points[i], i};
    build();
}

KdTree::KdTree(base::Array<NumberedPoint> points) : points_(std::move(points)) { build(); }

void KdTree::build() {
    while (leaves_ * leaf_size < points_.size()) leaves_ *= 2;
    nodes_.resize(2 * leaves_);
    std::vector<std::pair<std::size_t, std::size_t>> ranges{{0, points_.size()}}, halves;
    for (std::size_t first = 1; first <= leaves_; first *= 2) {
        const auto work = [&](std::size_t i) {
            split(first + i, ranges[i].first, ranges[i].second, first == leaves_);
        };
        // Leaves are too small to be handed out one by one, small trees to be handed out at all.
        const std::size_t block = points_.size() < least_parallel ? first : first / 64;
        base::parallel_blocks(first, std::max<std::size_t>(1, block),
                              [&](std::size_t, std::size_t begin, std::size_t end) {
                                  for (std::size_t i = begin; i < end; ++i) work(i);
                              });
        halves.clear();
        for (const auto& [begin, end] : ranges) {
            const std::size_t middle = begin + (end - begin) / 2;
            halves.emplace_back(begin, middle);
            halves.emplace_back(middle, end);
        }
        std::swap(ranges, halves);
    }
}

void KdTree::split(std::size_t node, std::size_t begin, std::size_t end, bool leaf) {
    if (begin == end) return;
    NumberedPoint* const points = points_.data();
    Box box{points[begin].point, points[begin].point};
    std::uint64_t least = points[begin].index;
    for (std::size_t i = begin; i < end; ++i) {
        const Point p = points[i].point;
        box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
        box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
        least = std::min(least, points[i].index);
    }
    nodes_[node] = {box, least};
    if (leaf) return;
    NumberedPoint* const middle = points + begin + (end - begin) / 2;
    if (box.high.x - box.low.x > box.high.y - box.low.y) {
        std::nth_element(points + begin, middle, points + end,
                         [](const NumberedPoint& a, const NumberedPoint& b) {
                             return std::tie(a.point.x, a.index) < std::tie(b.point.x, b.index);
                         });
    } else {
        std::nth_element(points + begin, middle, points + end,
                         [](const NumberedPoint& a, const NumberedPoint& b) {
                             return std::tie(a.point.y, a.index) < std::tie(b.point.y, b.index);
                         });
    }
}

struct KdTree::Search {
    Point query;
    std::size_t k;
    std::uint64_t except;
    double limit;
    std::vector<Found>& found;  ///< a heap with the farthest on top

    bool nearer(const Found& a, const Found& b) const {
        const Point p = a.place.point, q = b.place.point;
        const int sign = compare_near(a.square, b.square, query, p, query, q);
        return sign != 0 ? sign < 0 : a.place.index < b.place.index;
    }
    auto order() const {
        return [this](const Found& a, const Found& b) { return nearer(a, b); };
    }
    void consider(const NumberedPoint& place) {
        const double square = near_square(query, place.point);
        if (square > limit || place.index == except) return;
        const Found next{place, square};
        if (found.size() == k) {
            if (!nearer(next, found.front())) return;
            std::pop_heap(found.begin(), found.end(), order());
            found.pop_back();
        }
        found.push_back(next);
        std::push_heap(found.begin(), found.end(), order());
    }
    /// Nothing in a box, of which `place` is nearest, is nearer than what was found.
    bool hopeless(Point place, double square, std::uint64_t least_index) const {
        if (surely_less(limit, square)) return true;
        if (found.size() < k) return false;
        const Found& worst = found.front();
        const int sign = compare_near(worst.square, square, query, worst.place.point, query, place);
        return sign < 0 || (sign == 0 && worst.place.index < least_index);
    }
};

void KdTree::nearest(Point query, std::size_t k, std::uint64_t except, std::vector<Found>& found,
                     double limit) const {
    found.clear();
    if (k == 0 || points_.empty()) return;
    Search search{query, k, except, limit, found};
    search_nearest(search, 1, 0, points_.size());
    std::sort_heap(found.begin(), found.end(), search.order());
}

void KdTree::search_nearest(Search& search, std::size_t node, std::size_t begin,
                            std::size_t end) const {
    if (node >= leaves_) {
        for (std::size_t i = begin; i < end; ++i) search.consider(points_[i]);
        return;
    }
    const std::size_t middle = begin + (end - begin) / 2;
    const Node &left = nodes_[2 * node], &right = nodes_[2 * node + 1];
    const Point in_left = nearest_in(left.box, search.query);
    const Point in_right = nearest_in(right.box, search.query);
    const double to_left = near_square(search.query, in_left);
    const double to_right = near_square(search.query, in_right);
    const bool right_first = to_right < to_left;
    for (const bool go_right : {right_first, !right_first}) {
        const bool hopeless = go_right ? search.hopeless(in_right, to_right, right.least_index)
                                       : search.hopeless(in_left, to_left, left.least_index);
        if (hopeless) continue;
        if (go_right)
            search_nearest(search, 2 * node + 1, middle, end);
        else
            search_nearest(search, 2 * node, begin, middle);
    }
}

}  // namespace pipelab::geometry
