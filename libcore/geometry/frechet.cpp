#include "geometry/frechet.hpp"

#include "base/array.hpp"
#include "geometry/near_distance.hpp"
#include "geometry/vectors.hpp"

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace pipelab::geometry {
namespace {

/// A point of the path that is walked along rows, one of the path of columns, and the near square
/// of their distance.
struct Pair {
    double square;
    std::uint64_t row, column;
};

class FrechetWalk {
  public:
    FrechetWalk(std::span<const Point> rows, std::span<const Point> columns, bool swapped)
        : rows_(rows), columns_(columns), swapped_(swapped), reached_(columns.size()) {}

    /// The longest leash that the best walk to the ends needs.
    Pair longest(base::Control control) {
        const base::Phase phase(control.progress, "walking", rows_.size(), "points");
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            base::stop_if_requested(control.cancellation);
            step(row);
            control.progress.advance(1);
        }
        return reached_.back();
    }

  private:
    void step(std::size_t row) {
        Pair diagonal{};
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            const Pair here{near_square(rows_[row], columns_[column]), row, column};
            const Pair above = reached_[column];
            Pair least = here;
            if (row > 0) {
                least = above;
                if (column > 0) least = shorter(diagonal, shorter(reached_[column - 1], least));
            } else if (column > 0) {
                least = reached_[column - 1];
            }
            reached_[column] = less(here, least) ? least : here;
            diagonal = above;
        }
    }
    const Pair& shorter(const Pair& a, const Pair& b) const { return less(b, a) ? b : a; }
    bool less(const Pair& a, const Pair& b) const {
        if (surely_less(a.square, b.square)) return true;
        if (surely_less(b.square, a.square)) return false;
        return less_exactly(a, b);
    }
    [[gnu::noinline]] bool less_exactly(const Pair& a, const Pair& b) const {
        if (a.row == b.row && a.column == b.column) return false;
        const int sign = compare_near(a.square, b.square, rows_[a.row], columns_[a.column],
                                      rows_[b.row], columns_[b.column]);
        if (sign != 0) return sign < 0;
        return swapped_ ? std::tie(a.column, a.row) < std::tie(b.column, b.row)
                        : std::tie(a.row, a.column) < std::tie(b.row, b.column);
    }

    std::span<const Point> rows_, columns_;
    bool swapped_;  ///< columns are the first path
    base::Array<Pair> reached_;
};

}  // namespace

std::optional<PathDistance> discrete_frechet(std::span<const Point> first,
                                             std::span<const Point> second, base::Control control) {
    if (first.empty() || second.empty()) return std::nullopt;
    const bool swapped = first.size() < second.size();
    const Pair found =
        (swapped ? FrechetWalk(second, first, true) : FrechetWalk(first, second, false))
            .longest(control);
    const std::size_t i = swapped ? found.column : found.row;
    const std::size_t k = swapped ? found.row : found.column;
    return PathDistance{i, k, distance(first[i], second[k])};
}

}  // namespace pipelab::geometry
