#pragma once

#include "geometry/point.hpp"
#include "io/picture.hpp"
#include "io/record_writer.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pipelab::geometry {

/// Where rounding errs: the turn of p, q, r for all p of a grid of neighbouring doubles near the
/// line through q and r. Kettner, Mehlhorn, Pion, Schirra, Yap, "Classroom examples of robustness
/// problems in geometric computations", Computational Geometry 40 (2008).
struct TurnGrid {
    static constexpr int size = 256;
    Point corner, q, r;  ///< p is corner + (i, j) * 2^-53, 0 <= i, j < size
    Point at(int i, int j) const { return {corner.x + i * 0x1p-53, corner.y + j * 0x1p-53}; }
};

/// The three of the paper.
const std::array<TurnGrid, 3>& turn_grids();

enum class TurnRule {
    plain,  ///< the sign of the cross product as doubles give it
    eps,    ///< the same, 0 where it is at most eps
    exact,
};

/// The turn at each p, -1, 0 or 1: at [j * size + i].
std::vector<std::int8_t> turns(const TurnGrid& grid, TurnRule rule, double eps);

/// How `found` differs from the exact turns.
struct TurnErrors {
    std::size_t wrong = 0;
    std::size_t opposite = 0;  ///< of them those that say left for right or right for left
};
TurnErrors turn_errors(const std::vector<std::int8_t>& found,
                       const std::vector<std::int8_t>& exact);

/// Grid, rule, wrong and opposite turns of all grids by all rules.
void write_turn_errors(double eps, io::RecordWriter& records);

/// All grids by all rules, a panel each: left, right and collinear in colours.
class TurnPicture : public io::Picture {
  public:
    explicit TurnPicture(double eps) : eps_(eps) {}
    std::string svg() const override;
    /// The exact and the plain panel of the first grid.
    std::string braille() const override;

  private:
    double eps_;
};

}  // namespace pipelab::geometry
