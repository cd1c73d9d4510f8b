#include "geometry/closest.hpp"

#include "base/array.hpp"
#include "base/parallel.hpp"
#include "base/scatter.hpp"
#include "geometry/cell_axis.hpp"
#include "geometry/kd_tree.hpp"
#include "geometry/near_distance.hpp"
#include "geometry/numbered_point.hpp"
#include "geometry/vectors.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

/// The best pair so far.
class CandidatePair {
  public:
    CandidatePair(const NumberedPoint& a, const NumberedPoint& b)
        : a_(a), b_(b), square_(near_square(a.point, b.point)) {
        order();
    }

    const NumberedPoint& a() const { return a_; }
    const NumberedPoint& b() const { return b_; }
    /// Only pairs with a near square up to this can be better.
    double limit() const { return limit_; }

    void consider(const NumberedPoint& p, const NumberedPoint& q) {
        const double square = near_square(p.point, q.point);
        if (!(square > limit_)) resolve(p, q, square);
    }
    void join(const CandidatePair& other) { consider(other.a_, other.b_); }

  private:
    void order() {
        if (a_.index > b_.index) std::swap(a_, b_);
        limit_ = square_ + 0x1p-48 * square_ + least_near_square;
    }
    [[gnu::noinline]] void resolve(const NumberedPoint& p, const NumberedPoint& q, double square) {
        const int sign = compare_near(square, square_, p.point, q.point, a_.point, b_.point);
        const std::pair<std::uint64_t, std::uint64_t> pair = std::minmax(p.index, q.index);
        if (sign > 0 || (sign == 0 && pair >= std::pair(a_.index, b_.index))) return;
        a_ = p, b_ = q, square_ = square;
        order();
    }

    NumberedPoint a_, b_;
    double square_, limit_ = 0;
};

NumberedPoint numbered(std::span<const Point> points, std::size_t i) { return {points[i], i}; }

CandidatePair of_all_pairs(std::span<const Point> points) {
    CandidatePair best(numbered(points, 0), numbered(points, 1));
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t j = i + 1; j < points.size(); ++j) {
            best.consider(numbered(points, i), numbered(points, j));
        }
    }
    return best;
}

/// Cells in rows across the shorter side of the box of points, so that there are many rows. Two
/// points at most as far apart as the pair that was given lie in the same or in neighbouring cells:
/// a cell is wider than that by at least 2^-8 of itself, and positions are off by at most 2^-29.
class Grid {
  public:
    Grid(std::span<const Point> points, Point a, Point b) {
        const Box box = *bounding_box(points);
        // A power of two brings coordinates near 1, so that only their differences can underflow.
        const double largest = std::max({std::abs(box.low.x), std::abs(box.low.y),
                                         std::abs(box.high.x), std::abs(box.high.y), 0x1p-1000});
        const double scale = std::ldexp(1.0, std::max(-std::ilogb(largest), -1000));
        const auto side = [&](double low, double high) { return high * scale - low * scale; };
        const double width = side(box.low.x, box.high.x), height = side(box.low.y, box.high.y);
        rows_along_x_ = width > height;
        const double apart = std::max(std::abs(side(a.x, b.x)), std::abs(side(a.y, b.y)));
        const double per_point = 2 / static_cast<double>(points.size());
        const double cell = std::max({2 * apart, std::sqrt(width * height * per_point),
                                      std::max(width, height) * per_point, 0x1p-1000});
        x_ = CellAxis(box.low.x, box.high.x, cells(width / cell));
        y_ = CellAxis(box.low.y, box.high.y, cells(height / cell));
    }

    std::size_t rows() const { return (rows_along_x_ ? x_ : y_).cells(); }
    std::size_t columns() const { return (rows_along_x_ ? y_ : x_).cells(); }
    std::size_t row(Point p) const { return rows_along_x_ ? x_.cell(p.x) : y_.cell(p.y); }
    std::size_t column(Point p) const { return rows_along_x_ ? y_.cell(p.y) : x_.cell(p.x); }

  private:
    static std::uint32_t cells(double wanted) {
        return static_cast<std::uint32_t>(std::clamp(std::floor(wanted), 1.0, 0x1p22));
    }

    CellAxis x_, y_;
    bool rows_along_x_;
};

/// The points by strips of rows of the grid.
struct Strips {
    std::size_t rows_each;
    std::vector<std::size_t> begins;
    base::Array<NumberedPoint> points;

    std::size_t count() const { return begins.size() - 1; }
    std::span<const NumberedPoint> operator[](std::size_t i) const {
        return {points.data() + begins[i], begins[i + 1] - begins[i]};
    }
};

Strips dealt(std::span<const Point> points, const Grid& grid) {
    constexpr std::size_t most_strips = 1024, points_each = 1 << 14;
    const std::size_t wanted = std::clamp<std::size_t>(points.size() / points_each, 1, most_strips);
    const std::size_t rows_each = (grid.rows() + wanted - 1) / wanted;
    const std::size_t count = (grid.rows() + rows_each - 1) / rows_each;
    const std::size_t block = points.size() / 64 + 1;
    std::vector counts(base::Blocks{points.size(), block}.count(), std::vector<std::size_t>(count));
    base::Array<std::uint16_t> strip_of(points.size());
    base::parallel_blocks(points.size(), block,
                          [&](std::size_t i, std::size_t begin, std::size_t end) {
                              for (std::size_t k = begin; k < end; ++k) {
                                  const std::size_t strip = grid.row(points[k]) / rows_each;
                                  strip_of[k] = static_cast<std::uint16_t>(strip);
                                  ++counts[i][strip];
                              }
                          });
    Strips strips{rows_each, base::places_in_buckets(counts, count), {}};
    strips.points.resize(points.size());
    base::parallel_blocks(points.size(), block,
                          [&](std::size_t i, std::size_t begin, std::size_t end) {
                              for (std::size_t k = begin; k < end; ++k) {
                                  strips.points[counts[i][strip_of[k]]++] = numbered(points, k);
                              }
                          });
    return strips;
}

/// One strip and the first row of the next, by cells.
class Cells {
  public:
    Cells(const Grid& grid, const Strips& strips, std::size_t strip)
        : columns_(grid.columns()), rows_(strips.rows_each) {
        const std::size_t first_row = strip * rows_;
        const auto add = [&](const NumberedPoint& p) {
            const std::size_t row = grid.row(p.point) - first_row;
            if (row > rows_) return;
            unsorted_.push_back(p);
            cells_.push_back(row * columns_ + grid.column(p.point));
        };
        for (const NumberedPoint& p : strips[strip]) add(p);
        if (strip + 1 < strips.count()) {
            for (const NumberedPoint& p : strips[strip + 1]) add(p);
        }
        // Behind the last row an empty one, and a cell beyond either end of each search.
        begins_.resize((rows_ + 2) * columns_ + 2);
        std::fill(begins_.begin(), begins_.end(), 0);
        for (const std::size_t cell : cells_) ++begins_[cell + 1];
    }

    /// Comparing all points of neighbouring cells would take much longer than a tree.
    bool crowded() const {
        std::size_t pairs = 0;
        for (const std::size_t size : begins_) pairs += size * size;
        return pairs > 64 * unsorted_.size();
    }

    void search_tree(CandidatePair& best) const {
        const KdTree tree(unsorted_);
        std::vector<KdTree::Found> found;
        for (const NumberedPoint& p : tree.points()) {
            tree.nearest(p.point, 1, p.index, found, best.limit());
            if (!found.empty()) best.consider(p, found.front().place);
        }
    }

    void search_cells(CandidatePair& best) {
        sort();
        for (std::size_t row = 0; row < rows_; ++row) {
            for (std::size_t column = 0; column < columns_; ++column) {
                const std::size_t cell = row * columns_ + column;
                const std::size_t begin = begins_[cell], end = begins_[cell + 1];
                if (begin == end) continue;
                const std::size_t left = column == 0 ? 0 : 1, right = column + 1 < columns_;
                const std::size_t beside_end = begins_[cell + 1 + right];
                const std::size_t above = begins_[cell + columns_ - left];
                const std::size_t above_end = begins_[cell + columns_ + 1 + right];
                for (std::size_t i = begin; i < end; ++i) {
                    const NumberedPoint p = sorted_[i];
                    for (std::size_t k = i + 1; k < beside_end; ++k) best.consider(p, sorted_[k]);
                    for (std::size_t k = above; k < above_end; ++k) best.consider(p, sorted_[k]);
                }
            }
        }
    }

  private:
    void sort() {
        for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
        base::Array<std::uint32_t> next(begins_.begin(), begins_.end());
        sorted_.resize(unsorted_.size());
        for (std::size_t i = 0; i < unsorted_.size(); ++i) {
            sorted_[next[cells_[i]]++] = unsorted_[i];
        }
    }

    std::size_t columns_, rows_;
    base::Array<NumberedPoint> unsorted_, sorted_;
    base::Array<std::size_t> cells_;
    base::Array<std::uint32_t> begins_;  ///< shifted by one: sizes until sorted
};

CandidatePair closest(std::span<const Point> points);

/// A pair that is near for so many points: the closest among some 4 sqrt(n) of them.
CandidatePair of_sample(std::span<const Point> points) {
    const auto root = static_cast<std::size_t>(std::sqrt(static_cast<double>(points.size())));
    const std::size_t step = std::max<std::size_t>(2, root / 4);
    std::vector<Point> sample;
    for (std::size_t i = 0; i < points.size(); i += step) sample.push_back(points[i]);
    const CandidatePair found = closest(sample);
    return {numbered(points, found.a().index * step), numbered(points, found.b().index * step)};
}

CandidatePair closest(std::span<const Point> points) {
    if (points.size() <= 64) return of_all_pairs(points);
    const CandidatePair start = of_sample(points);
    const Grid grid(points, start.a().point, start.b().point);
    const Strips strips = dealt(points, grid);
    return base::fold_blocks(
        strips.count(), 1, start,
        [&](std::size_t strip, std::size_t) {
            CandidatePair best = start;
            Cells cells(grid, strips, strip);
            if (cells.crowded())
                cells.search_tree(best);
            else
                cells.search_cells(best);
            return best;
        },
        [](CandidatePair all, const CandidatePair& part) {
            all.join(part);
            return all;
        });
}

}  // namespace

std::optional<ClosestPair> closest_pair(std::span<const Point> points) {
    if (points.size() < 2) return std::nullopt;
    const CandidatePair best = closest(points);
    return ClosestPair{best.a().index, best.b().index, distance(best.a().point, best.b().point)};
}

}  // namespace pipelab::geometry
