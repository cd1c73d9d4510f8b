#include "geometry/simplify.hpp"

#include "geometry/effective_area.hpp"
#include "geometry/predicates.hpp"
#include "geometry/rounded.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

/// A measure that a double tells within a bound, which decides most comparisons.
struct Estimate {
    double value, error;  ///< infinite where the range of double got in the way
};

bool surely_less(Estimate a, Estimate b) { return a.value + a.error < b.value - b.error; }

/// A sum of two products of differences: see predicates.hpp. Outside of a range in which nothing
/// overflows or underflows the error is infinite.
Estimate cross_estimate(Point a, Point b, Point c) {
    const double left = (b.x - a.x) * (c.y - a.y), right = (b.y - a.y) * (c.x - a.x);
    const double sum = std::abs(left) + std::abs(right);
    const bool sane = sum < 0x1p900;
    const double error = 2 * detail::product_error * (sum + 0x1p-900);
    return {std::abs(left - right), sane ? error : std::numeric_limits<double>::infinity()};
}

template <class Numbers>
auto cross_product(const Numbers& number, Point a, Point b, Point c) {
    return (number(b.x) - number(a.x)) * (number(c.y) - number(a.y)) -
           (number(b.y) - number(a.y)) * (number(c.x) - number(a.x));
}

template <class Numbers>
auto square_distance(const Numbers& number, Point a, Point b) {
    return square(number(b.x) - number(a.x)) + square(number(b.y) - number(a.y));
}

/// How far points lie from one segment.
class Deviations {
  public:
    struct Deviation {
        std::size_t index;
        Estimate estimate;  ///< of the distance times the length of the segment
    };

    Deviations(std::span<const Point> path, Point a, Point b) : path_(path), a_(a), b_(b) {
        const double dx = b.x - a.x, dy = b.y - a.y;
        square_ = dx * dx + dy * dy;
        square_error_ = 2 * detail::product_error * (square_ + 0x1p-1000);
        length_ = std::sqrt(square_);
        sane_ = length_ > 0x1p-200 && length_ < 0x1p200;
    }

  private:
    /// The end nearest to p, if no inner point of the segment is: as the projection tells, filtered
    /// like the predicates.
    std::optional<Point> nearest_end(Point p) const {
        const double left = (b_.x - a_.x) * (p.x - a_.x), right = (b_.y - a_.y) * (p.y - a_.y);
        const double along = left + right;
        const double error =
            2 * detail::product_error * (std::abs(left) + std::abs(right) + 0x1p-1000);
        if (along > error && along + error < square_ - square_error_) return std::nullopt;
        if (dot_sign(a_, b_, a_, p) <= 0) return a_;
        if (dot_sign(b_, a_, b_, p) <= 0) return b_;
        return std::nullopt;
    }
    /// Of the distance times the length; for a segment of one point of the distance.
    template <class Numbers>
    auto square_of(const Numbers& number, const Deviation& deviation) const {
        const Point p = path_[deviation.index];
        if (a_ == b_) return square_distance(number, a_, p);
        if (const auto end = nearest_end(p)) {
            return square_distance(number, *end, p) * square_distance(number, a_, b_);
        }
        return square(cross_product(number, a_, b_, p));
    }

  public:
    Deviation of(std::size_t index) const {
        const Point p = path_[index];
        if (const auto end = nearest_end(p)) {
            const double dx = p.x - end->x, dy = p.y - end->y;
            const double value = std::sqrt(dx * dx + dy * dy) * length_;
            const bool sane = sane_ && value < 0x1p900;
            return {index,
                    {value, sane ? 0x1p-48 * (value + 0x1p-250)
                                 : std::numeric_limits<double>::infinity()}};
        }
        return {index, cross_estimate(a_, b_, p)};
    }
    /// Exactly.
    bool less(const Deviation& one, const Deviation& other) const {
        if (surely_less(one.estimate, other.estimate)) return true;
        if (surely_less(other.estimate, one.estimate)) return false;
        return sign_of([&](auto number) {
                   return square_of(number, one) - square_of(number, other);
               }) < 0;
    }
    bool exceeds(const Deviation& deviation, double tolerance) const {
        const double scaled = tolerance * length_;
        const Estimate limit{scaled, sane_ && scaled < 0x1p900
                                         ? 0x1p-48 * (scaled + 0x1p-250)
                                         : std::numeric_limits<double>::infinity()};
        if (surely_less(limit, deviation.estimate)) return true;
        if (surely_less(deviation.estimate, limit)) return false;
        return sign_of([&](auto number) {
                   const auto limit_square = square(number(tolerance));
                   if (a_ == b_) {
                       return square_distance(number, a_, path_[deviation.index]) - limit_square;
                   }
                   return square_of(number, deviation) -
                          limit_square * square_distance(number, a_, b_);
               }) > 0;
    }

  private:
    std::span<const Point> path_;
    Point a_, b_;
    double square_, square_error_, length_;
    bool sane_;
};

/// The point of (first, last) farthest from the segment between path[from] and path[to]; there is
/// one.
Deviations::Deviation farthest(const Deviations& deviations, std::size_t first, std::size_t last) {
    Deviations::Deviation best = deviations.of(first);
    for (std::size_t i = first + 1; i < last; ++i) {
        const Deviations::Deviation next = deviations.of(i);
        if (deviations.less(best, next)) best = next;
    }
    return best;
}

/// Marks what stays of the stretch from first to last, whose ends stay; point `size` is point 0.
void divide(std::span<const Point> path, std::size_t first, std::size_t last, double tolerance,
            std::vector<bool>& stays) {
    std::vector<std::pair<std::size_t, std::size_t>> stack{{first, last}};
    while (!stack.empty()) {
        const auto [from, to] = stack.back();
        stack.pop_back();
        if (to - from < 2) continue;
        const Deviations deviations(path, path[from], path[to == path.size() ? 0 : to]);
        const auto best = farthest(deviations, from + 1, to);
        if (!deviations.exceeds(best, tolerance)) continue;
        stays[best.index] = true;
        stack.push_back({from, best.index});
        stack.push_back({best.index, to});
    }
}

base::Array<std::size_t> marked(const std::vector<bool>& stays) {
    base::Array<std::size_t> result;
    for (std::size_t i = 0; i < stays.size(); ++i) {
        if (stays[i]) result.push_back(i);
    }
    return result;
}

/// Points that go, the one with the smallest triangle first.
class Elimination {
  public:
    Elimination(std::span<const Point> path, bool closed)
        : path_(path), closed_(closed), left_(path.size()), queue_(LargerArea{path}) {
        const std::size_t size = path.size();
        neighbours_.resize(size);
        for (std::size_t i = 0; i < size; ++i) {
            neighbours_[i] = {i == 0 ? size - 1 : i - 1, i + 1 == size ? 0 : i + 1};
        }
        for (std::size_t i = 0; i < size; ++i) add(i);
    }

    std::size_t left() const { return left_; }
    std::size_t least() const { return closed_ ? 3 : 2; }
    /// The next to go; there is one while more than least() are left.
    const EffectiveArea& next() {
        while (!current(queue_.top())) queue_.pop();
        return queue_.top();
    }
    void eliminate() {
        const EffectiveArea triangle = next();
        queue_.pop();
        neighbours_[triangle.index] = {gone, gone};
        neighbours_[triangle.before].second = triangle.after;
        neighbours_[triangle.after].first = triangle.before;
        --left_;
        add(triangle.before);
        add(triangle.after);
    }
    base::Array<std::size_t> remaining() const {
        base::Array<std::size_t> result;
        for (std::size_t i = 0; i < path_.size(); ++i) {
            if (neighbours_[i].first != gone) result.push_back(i);
        }
        return result;
    }

  private:
    static constexpr std::size_t gone = ~std::size_t{0};

    bool current(const EffectiveArea& t) const {
        return neighbours_[t.index] == std::pair(t.before, t.after);
    }
    void add(std::size_t i) {
        if (!closed_ && (i == 0 || i + 1 == path_.size())) return;
        const auto [before, after] = neighbours_[i];
        queue_.emplace(path_, i, before, after);
    }

    std::span<const Point> path_;
    bool closed_;
    std::size_t left_;
    std::vector<std::pair<std::size_t, std::size_t>> neighbours_;
    std::priority_queue<EffectiveArea, std::vector<EffectiveArea>, LargerArea> queue_;
};

}  // namespace

base::Array<std::size_t> douglas_peucker(std::span<const Point> path, bool closed,
                                         double tolerance) {
    const std::size_t size = path.size();
    std::vector<bool> stays(size, size <= (closed ? 3U : 2U));
    if (stays.empty() || stays[0]) return marked(stays);
    stays[0] = true;
    if (!closed) {
        stays[size - 1] = true;
        divide(path, 0, size - 1, tolerance, stays);
        return marked(stays);
    }
    std::size_t far = 1;
    for (std::size_t i = 2; i < size; ++i) {
        if (compare_distances(path[0], path[i], path[0], path[far]) > 0) far = i;
    }
    stays[far] = true;
    divide(path, 0, far, tolerance, stays);
    divide(path, far, size, tolerance, stays);
    if (std::count(stays.begin(), stays.end(), true) == 2) {
        const Deviations deviations(path, path[0], path[far]);
        auto best = deviations.of(far == 1 ? 2 : 1);
        for (std::size_t i = best.index + 1; i < size; ++i) {
            if (i == far) continue;
            if (const auto next = deviations.of(i); deviations.less(best, next)) best = next;
        }
        stays[best.index] = true;
    }
    return marked(stays);
}

base::Array<std::size_t> visvalingam_by_area(std::span<const Point> path, bool closed,
                                             double least_area) {
    Elimination elimination(path, closed);
    while (elimination.left() > elimination.least() &&
           elimination.next().less_than(path, least_area)) {
        elimination.eliminate();
    }
    return elimination.remaining();
}

base::Array<std::size_t> visvalingam_to_count(std::span<const Point> path, bool closed,
                                              std::size_t count) {
    Elimination elimination(path, closed);
    while (elimination.left() > std::max(count, elimination.least())) elimination.eliminate();
    return elimination.remaining();
}

}  // namespace pipelab::geometry
