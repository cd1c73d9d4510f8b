#pragma once

#include "geometry/location.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace pipelab::geometry {

/// The dimensionally extended nine-intersection matrix of two shapes A and B (DE-9IM: Clementini,
/// Di Felice, van Oosterom 1993; OGC 06-103r4, 6.1.15): for each part of A and each of B, interior
/// (Location::inside), boundary and exterior (Location::outside), the dimension of what they have
/// in common. The exteriors of bounded shapes always have an area in common.
class IntersectionMatrix {
  public:
    static constexpr int nothing = -1;

    /// Of two empty shapes.
    IntersectionMatrix() { raise(Location::outside, Location::outside, 2); }

    /// 0, 1, 2, or nothing.
    int at(Location in_a, Location in_b) const { return cells_[place(in_a, in_b)]; }
    /// Makes an entry at least `dimension`.
    void raise(Location in_a, Location in_b, int dimension) {
        auto& cell = cells_[place(in_a, in_b)];
        if (cell < dimension) cell = static_cast<signed char>(dimension);
    }
    /// The matrix of B and A.
    IntersectionMatrix transposed() const;
    /// Of A and of B: of their interiors. An empty shape has none.
    int dimension_a() const;
    int dimension_b() const;
    /// Nine characters F, 0, 1, 2, by rows: "212101212".
    std::string text() const;
    bool operator==(const IntersectionMatrix&) const = default;

  private:
    static std::size_t place(Location in_a, Location in_b) {
        return 3 * (2 - static_cast<std::size_t>(in_a)) + 2 - static_cast<std::size_t>(in_b);
    }
    friend class MatrixPattern;

    std::array<signed char, 9> cells_{-1, -1, -1, -1, -1, -1, -1, -1, -1};
};

/// Which matrices are meant: for each entry T (any dimension), F (nothing), 0, 1, 2 or * (all the
/// same).
class MatrixPattern {
  public:
    /// None unless `text` is nine of these characters; t and f are T and F.
    static std::optional<MatrixPattern> parse(std::string_view text);
    bool matches(const IntersectionMatrix& matrix) const;
    /// Whether it may match shapes that have nothing in common.
    bool fits_apart() const;

  private:
    std::array<char, 9> entries_{};
};

/// The relations that have names, as OGC and JTS define them.
enum class Relation {
    contains,           ///< all of B in A, and not only in its boundary: T*****FF*
    contains_properly,  ///< all of B in the interior of A: T**FF*FF*
    covers,             ///< all of B in A; neither is empty
    covered_by,         ///< all of A in B; neither is empty
    crosses,     ///< the interiors meet in less than the larger dimension, and one shape, of lines
                 ///< both, also lies outside of the other: T*T****** where the dimension of A is
                 ///< less, T*****T** where that of B is, 0******** of lines
    disjoint,    ///< nothing in common
    equals,      ///< the same points: T*F**FFF*, or both empty
    intersects,  ///< anything in common
    overlaps,    ///< of one dimension, which their common interior has too, and neither covers the
                 ///< other: T*T***T**, of lines 1*T***T**
    touches,     ///< only boundaries meet: the interiors have nothing in common
    within,      ///< contained
};

bool holds(Relation relation, const IntersectionMatrix& matrix);

}  // namespace pipelab::geometry
