#pragma once

#include "base/progress.hpp"
#include "geometry/intersection_matrix.hpp"
#include "geometry/prepared_shape.hpp"
#include "geometry/shape.hpp"

#include <optional>

namespace pipelab::geometry {

/// The matrix of two shapes, decided exactly for any input. Where both are points, lines or an
/// area, only their edges near the common part of their boxes count: O(log n + (k + m) log (k + m))
/// for k such edges that have m common points; two areas of which an edge crosses another, where
/// no third one passes, are related without them unless boundaries overlap. Points ask locate() of
/// the other shape.
IntersectionMatrix relate(const PreparedShape& a, const PreparedShape& b,
                          base::Control control = base::Control::none());
IntersectionMatrix relate(const Shape& a, const Shape& b,
                          base::Control control = base::Control::none());

/// Whether a relation holds for a and b. Boxes, and for areas and lines the first crossing found,
/// decide most that does not; else as relate().
bool holds(Relation relation, const PreparedShape& a, const PreparedShape& b,
           base::Control control = base::Control::none());

/// What can be asked of two shapes: whether their matrix has a pattern, else whether a relation
/// holds.
struct RelationTest {
    Relation relation = Relation::intersects;
    std::optional<MatrixPattern> pattern;
};
bool holds(const RelationTest& test, const IntersectionMatrix& matrix);
bool holds(const RelationTest& test, const PreparedShape& a, const PreparedShape& b,
           base::Control control = base::Control::none());

}  // namespace pipelab::geometry
