#include "geometry/effective_area.hpp"

#include "geometry/predicates.hpp"
#include "geometry/vector_formula.hpp"

namespace pipelab::geometry {
namespace {

using namespace formula;

template <class Numbers>
auto twice_area(const Numbers& number, std::span<const Point> points, const EffectiveArea& t) {
    const Point a = points[t.before], b = points[t.index], c = points[t.after];
    const bool left = orientation(a, b, c) >= 0;
    return left ? cross(between(number, a, b), between(number, a, c))
                : cross(between(number, a, c), between(number, a, b));
}

/// The sign of one area less another, neither less than 0.
template <class Exact>
int compare(const Bounded& a, const Bounded& b, const Exact& exact_difference) {
    const double slack = 0x1p-50 * (a.hi + b.hi) + (a.error + b.error);
    if (a.hi + slack < b.hi) return -1;
    if (b.hi + slack < a.hi) return 1;
    int sign;
    return settled(a - b, sign) ? sign : sign_of(exact_difference);
}

}  // namespace

EffectiveArea::EffectiveArea(std::span<const Point> points, std::size_t i, std::size_t previous,
                             std::size_t next)
    : index(i), before(previous), after(next) {
    twice_area = geometry::twice_area(BoundedNumbers(), points, *this);
}

bool EffectiveArea::less_than(std::span<const Point> points, double area) const {
    return compare(twice_area, Bounded(2) * Bounded(area), [&](const auto& number) {
               return geometry::twice_area(number, points, *this) - number(2) * number(area);
           }) < 0;
}

bool LargerArea::operator()(const EffectiveArea& s, const EffectiveArea& t) const {
    const int order = compare(s.twice_area, t.twice_area, [&](const auto& number) {
        return twice_area(number, points, s) - twice_area(number, points, t);
    });
    return order != 0 ? order > 0 : s.index > t.index;
}

}  // namespace pipelab::geometry
