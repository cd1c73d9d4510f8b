#pragma once

#include "gap/histogram.hpp"
#include "gap/sorted_pass.hpp"
#include "gap/values.hpp"
#include "gap/width.hpp"
#include "io/number.hpp"

#include <functional>
#include <optional>

namespace pipelab::gap {

/// All gaps between neighbours of different value, from left to right. Sorts: see visit_sorted.
template <class T>
void for_every_gap(const Values<T>& values, const Resources& resources, base::Control control,
                   const std::function<void(const Gap<T>&)>& see);

/// The median of these gaps and of `another`, if any; of an even number the lower of the two in the
/// middle. Widths of doubles are rounded once. nullopt if there are none. Up to 8 bytes a gap in
/// memory or in a temporary file.
template <class T>
std::optional<Width<T>> median_gap(const Values<T>& values, const Resources& resources,
                                   base::Control control,
                                   const std::optional<Width<T>>& another = {});

/// factor * width, rounded down for integers and to nearest for doubles; the largest width where
/// that is smaller. UsageError if the factor is negative or not finite.
std::uint64_t multiple_of(std::uint64_t width, const io::Number& factor);
RealWidth multiple_of(const RealWidth& width, const io::Number& factor);

/// All n-1 gaps of n sorted values, those between equal values as zeros. `scale`: an integer m
/// stands for m * 10^-scale.
template <class T>
Histogram gap_histogram(const Values<T>& values, int scale, const Resources& resources,
                        base::Control control);

}  // namespace pipelab::gap
