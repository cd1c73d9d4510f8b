#include "geometry/quality.hpp"

#include "base/elementary.hpp"
#include "geometry/path_sums.hpp"
#include "geometry/overlay.hpp"
#include "geometry/vectors.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pipelab::geometry {
namespace {

/// A triangle in doubles, its corners in the order of the sides across from them.
struct Measured {
    explicit Measured(const std::array<Point, 3>& triangle) : corners(triangle) {
        for (std::size_t i = 0; i < 3; ++i) squares[i] = square(i);
        const auto order = [&](std::size_t i, std::size_t j) {
            if (squares[j] >= squares[i]) return;
            std::swap(squares[i], squares[j]);
            std::swap(corners[i], corners[j]);
        };
        order(0, 1);
        order(1, 2);
        order(0, 1);
        const Point o = corners[0], a = corners[1], b = corners[2];
        twice_area = std::abs((a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x));
    }
    double square(std::size_t i) const {
        const Point a = corners[(i + 1) % 3], b = corners[(i + 2) % 3];
        return (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
    }
    /// Of the least angle.
    double sine_square() const { return twice_area / squares[1] * (twice_area / squares[2]); }
    /// The square of the cosine of the greatest angle, with the sign of the cosine.
    double signed_cosine_square() const {
        const double dot = (squares[0] + squares[1] - squares[2]) / 2;
        return dot / squares[0] * (std::abs(dot) / squares[1]);
    }
    double aspect() const { return squares[2] / twice_area; }
    std::optional<double> angle(std::size_t corner) const {
        const auto signed_angle = angle_at(corners[corner], corners[(corner + 1) % 3],
                                           corners[(corner + 2) % 3], AngleUnit::degrees);
        return signed_angle ? std::optional(std::abs(*signed_angle)) : std::nullopt;
    }

    std::array<Point, 3> corners;
    std::array<double, 3> squares{};
    double twice_area = 0;
};

/// The squares of the sines of 10, 20 ... 50 degrees.
std::array<double, 5> bin_ends() {
    std::array<double, 5> ends{};
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const double sine = base::sin_turns(static_cast<double>(i + 1) / 36);
        ends[i] = sine * sine;
    }
    return ends;
}

}  // namespace

Quality quality(const PolygonTriangles& triangles) {
    const auto ends = bin_ends();
    Quality result;
    result.triangles = triangles.size();
    base::ExactSum sum;
    bool summed = true;
    std::optional<Measured> sharpest, bluntest;
    double least_sine = INFINITY, least_cosine = INFINITY;
    for (std::size_t t = 0; t < triangles.size(); ++t) {
        std::array<Point, 3> corners;
        for (std::size_t k = 0; k < 3; ++k)
            corners[k] = triangles.points[triangles.triangles[3 * t + k]];
        const Measured measured(corners);
        const double sine = measured.sine_square(), cosine = measured.signed_cosine_square();
        if (!sharpest || sine < least_sine) sharpest = measured, least_sine = sine;
        if (!bluntest || cosine < least_cosine) bluntest = measured, least_cosine = cosine;
        result.aspect = std::max(result.aspect.value_or(0), measured.aspect());
        ++result.least_angles[static_cast<std::size_t>(
            std::upper_bound(ends.begin(), ends.end(), sine) - ends.begin())];
        const auto twice_area = exact_twice_area(corners);
        summed = summed && twice_area.has_value();
        if (summed) sum.join(*twice_area);
    }
    if (sharpest) result.least_angle = sharpest->angle(0);
    if (bluntest) result.greatest_angle = bluntest->angle(2);
    if (summed) result.area = sum.value() / 2;
    if (result.aspect && !std::isfinite(*result.aspect)) result.aspect.reset();
    return result;
}

void put_quality(const Quality& quality, const Shape& shape, Results& results) {
    results.count("triangles", quality.triangles);
    results.number("least_angle", quality.least_angle);
    results.number("greatest_angle", quality.greatest_angle);
    results.number("aspect", quality.aspect).number("area", quality.area);
    const Overlay inside({&shape, 1}, FillRule::even_odd);
    results.number("polygon_area", inside.area(SetOperation::union_of_all));
    constexpr std::array names{"from_0", "from_10", "from_20", "from_30", "from_40", "from_50"};
    for (std::size_t i = 0; i < names.size(); ++i) results.count(names[i], quality.least_angles[i]);
}

}  // namespace pipelab::geometry
