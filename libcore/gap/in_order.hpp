#pragma once

#include "gap/column.hpp"
#include "gap/width.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace pipelab::gap {

/// Two values that follow each other in the input.
template <class T>
struct Step {
    T from{};
    T to{};
    Location from_location, to_location;

    /// The distance, whichever way it goes.
    Width<T> width() const { return span().width(); }
    /// The two values in ascending order.
    Gap<T> span() const { return from < to ? Gap<T>{from, to} : Gap<T>{to, from}; }
};

/// The `top` widest steps of a column in input order, widest first, of equal ones the earliest
/// first; with `over` instead all wider ones, in input order. O(n), memory for `top` steps.
template <class T>
void widest_steps(const Column& column, std::size_t top, const std::optional<Width<T>>& over,
                  const std::function<void(const Step<T>&)>& see);

}  // namespace pipelab::gap
