#pragma once

#include "geometry/point.hpp"
#include "geometry/turn.hpp"

#include <array>
#include <variant>
#include <vector>

namespace pipelab::geometry {

/// A chain of affine maps, applied as a whole: nothing is rounded between the steps, and each
/// coordinate of the image is the exact one rounded to the nearest double, ties to even, infinite
/// beyond the largest. (Chains that turn by several angles whose effects cancel may be undecidable:
/// they end at 1024 bits, within 2^-900 of the exact image relative to the largest intermediate
/// value.) Some 50 to 100 ns a step and point.
class Transform {
  public:
    /// (x, y) -> (a x + b y + c, d x + e y + f).
    struct Matrix {
        double a = 1, b = 0, c = 0, d = 0, e = 1, f = 0;
    };

    Transform& matrix(const Matrix& entries);
    Transform& translate(Point by);
    Transform& scale(double x_factor, double y_factor, Point about = {});
    /// x grows by x_factor y, y by y_factor x, relative to `about`.
    Transform& shear(double x_factor, double y_factor, Point about = {});
    /// Counterclockwise.
    Transform& rotate(double angle, AngleUnit unit, Point about = {});
    /// At the line through two different points.
    Transform& reflect(Segment line);

    /// Without steps the point itself.
    Point operator()(Point p) const;

  private:
    struct Linear {
        double a, b, d, e;
        Point about;
    };
    struct Rotation {
        Turn turn;
        Point about;
    };
    using Step = std::variant<Matrix, Linear, Rotation, Segment>;
    std::vector<Step> steps_;
};

}  // namespace pipelab::geometry
