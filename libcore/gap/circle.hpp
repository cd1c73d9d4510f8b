#pragma once

#include "gap/search.hpp"
#include "gap/values.hpp"
#include "io/number.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace pipelab::gap {

/// Values on a circle: all that differ by a multiple of the period are the same point.
/// Exact: integers by remainder in [0, period), doubles by the IEEE remainder in
/// (-period/2, period/2], which never rounds.
template <class T>
class Circle {
  public:
    /// period > 0.
    explicit Circle(T period) : period_(period) {}
    T period() const { return period_; }
    T reduce(T value) const;
    /// The same point in [0, period), rounded for doubles: for people.
    T positive(T reduced) const;

  private:
    T period_;
};

/// Two neighbours on a circle, `upper` following `lower` in the direction of growing values.
/// width() is exact for integers and rounded once for doubles.
template <class T>
struct Arc {
    T lower{};
    T upper{};
    Width<T> width{};
};

/// The values of `whole`, reduced; `whole` and `circle` must outlive it. One visit to find the
/// extent.
template <class T>
std::unique_ptr<Values<T>> on_circle(const Values<T>& whole, const Circle<T>& circle);

/// The `top` widest arcs between neighbouring points, widest first, of equal ones the one with the
/// smallest reduced lower end first. `reduced` comes from on_circle. Two or more values at one
/// point leave one arc of a whole period; fewer than two values none.
template <class T>
std::vector<Arc<T>> widest_arcs(const Values<T>& reduced, const Circle<T>& circle, std::size_t top,
                                const Resources& resources, base::Control control);

/// All arcs wider than `width`, from left to right; the one over the border last.
template <class T>
std::vector<Arc<T>> arcs_over(const Values<T>& reduced, const Circle<T>& circle,
                              const Width<T>& width, const Resources& resources,
                              base::Control control);

/// The median of the arcs between different points, the one over the border among them; of an even
/// number the lower one in the middle. Widths of doubles are rounded for it. nullopt for fewer
/// than two values.
template <class T>
std::optional<Width<T>> median_arc(const Values<T>& reduced, const Circle<T>& circle,
                                   const Resources& resources, base::Control control);

/// A period as a T whose integers stand for 10^-scale each. UsageError if none holds it.
template <class T>
T period_from(const io::Number& period, int scale);

/// Those arcs that do not cross the border, as gaps.
template <class T>
std::vector<Gap<T>> inner_gaps(const std::vector<Arc<T>>& arcs);

}  // namespace pipelab::gap
