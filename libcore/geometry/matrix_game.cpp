#include "geometry/matrix_game.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace pipelab::geometry::detail {
namespace {

double largest(const Column& c) { return std::max({c[0], c[1], c[2]}); }

Column mixed(const Column& a, const Column& b, double share) {
    Column result;
    for (std::size_t k = 0; k < 3; ++k) result[k] = a[k] + share * (b[k] - a[k]);
    return result;
}

class Solver {
  public:
    explicit Solver(std::span<const Column> columns) : columns_(columns) {}

    GameBound solve() {
        for (std::size_t k = 0; k < 3; ++k) {
            Column row{};
            row[k] = 1;
            offer_rows(row);
        }
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            offer(columns_[i]);
            for (std::size_t j = i + 1; j < columns_.size(); ++j) {
                pair(columns_[i], columns_[j]);
                for (std::size_t k = j + 1; k < columns_.size(); ++k)
                    triple(columns_[i], columns_[j], columns_[k]);
            }
        }
        return best_;
    }

  private:
    void offer(const Column& mixture) { best_.value = std::min(best_.value, largest(mixture)); }
    void offer_rows(const Column& rows) {
        double least = infinity;
        for (const Column& c : columns_)
            least = std::min(least, rows[0] * c[0] + rows[1] * c[1] + rows[2] * c[2]);
        if (least > most_) most_ = least, best_.rows = rows;
    }
    /// Two rows get the same from the mixture; from each column, mixed themselves.
    void pair(const Column& a, const Column& b) {
        for (std::size_t k = 0; k < 3; ++k) {
            const std::size_t l = (k + 1) % 3;
            const double in_a = a[k] - a[l], in_b = b[k] - b[l];
            if (!(in_a * in_b < 0)) continue;
            offer(mixed(a, b, in_a / (in_a - in_b)));
            const double share = (b[l] - a[l]) / ((a[k] - b[k]) - (a[l] - b[l]));
            if (!(share >= 0 && share <= 1)) continue;
            Column rows{};
            rows[k] = share, rows[l] = 1 - share;
            offer_rows(rows);
        }
    }
    /// All rows get the same.
    void triple(const Column& a, const Column& b, const Column& c) {
        const double b0 = b[0] - a[0], b1 = b[1] - a[1], b2 = b[2] - a[2];
        const double c0 = c[0] - a[0], c1 = c[1] - a[1], c2 = c[2] - a[2];
        // Shares s of b and t of c: s (b0 - b1) + t (c0 - c1) = a1 - a0, and so with row 2.
        const double p = b0 - b1, q = c0 - c1, u = a[1] - a[0];
        const double r = b0 - b2, v = c0 - c2, w = a[2] - a[0];
        const double det = p * v - q * r;
        const double s = (u * v - q * w) / det, t = (p * w - u * r) / det;
        if (!(s >= 0 && t >= 0 && s + t <= 1)) return;
        offer({a[0] + s * b0 + t * c0, a[1] + s * b1 + t * c1, a[2] + s * b2 + t * c2});
        // Rows x, y, z of sum 1 with x b0 + y b1 + z b2 = 0 and so with c.
        Column rows{b1 * c2 - b2 * c1, b2 * c0 - b0 * c2, b0 * c1 - b1 * c0};
        const double sum = rows[0] + rows[1] + rows[2];
        for (double& row : rows) row /= sum;
        if (rows[0] >= 0 && rows[1] >= 0 && rows[2] >= 0) offer_rows(rows);
    }

    static constexpr double infinity = std::numeric_limits<double>::infinity();

    std::span<const Column> columns_;
    GameBound best_{infinity, {1, 0, 0}};
    double most_ = -infinity;  ///< what best_.rows get
};

}  // namespace

GameBound solve_game(std::span<const Column> columns) { return Solver(columns).solve(); }

}  // namespace pipelab::geometry::detail
