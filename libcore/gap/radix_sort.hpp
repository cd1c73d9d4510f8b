#pragma once

#include "base/array.hpp"

#include <span>

namespace pipelab::gap {

/// Sorts in place, ascending, -0 before 0. Least significant digit first, 11 bits a pass, without
/// the digits that all values share: O(n), at most 6 passes. `scratch` grows to values.size().
template <class T>
void radix_sort(std::span<T> values, base::Array<T>& scratch);

}  // namespace pipelab::gap
