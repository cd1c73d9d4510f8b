#pragma once

#include "gap/statistics.hpp"
#include "gap/values.hpp"

namespace pipelab::gap {

/// The three smallest and the three largest values; one visit.
template <class T>
ExtremeValues<T> extreme_values(const Values<T>& values);

}  // namespace pipelab::gap
