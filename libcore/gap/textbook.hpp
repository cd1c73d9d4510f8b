#pragma once

#include "gap/values.hpp"
#include "gap/width.hpp"

#include <vector>

namespace pipelab::gap {

/// The widest gaps by sorting a copy: O(n) by radix, 16 bytes more a value. `top` as in
/// widest_gaps.
template <class T>
std::vector<Gap<T>> widest_gaps_by_sort(const Values<T>& values, std::size_t top);

/// The widest gap by the textbook's pigeonhole buckets: n-1 cells that keep their least and
/// greatest value; no gap inside a cell can be wider than the widest one between cells. O(n), 16
/// bytes more a value, up to 32 for integers. Empty when all values are equal.
template <class T>
std::vector<Gap<T>> widest_gap_by_buckets(const Values<T>& values);

}  // namespace pipelab::gap
