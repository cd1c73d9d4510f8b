#pragma once

#include "base/progress.hpp"
#include "gap/sorted_pass.hpp"
#include "gap/values.hpp"
#include "gap/width.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::gap {

/// How the widest gaps are found; all give the same answer.
enum class Method {
    bitmap,   ///< occupancy bitmap over the range and an exact second visit (the default)
    buckets,  ///< the textbook's n-1 buckets of minimum and maximum: 16 to 32 bytes more a value
    sort,     ///< sort a copy and compare neighbours: 16 bytes more a value
};

/// The `top` widest gaps between neighbours of different value, widest first, of equal ones the
/// leftmost first; fewer if there are no more. Exact: widths compare as real numbers.
///
/// Bitmap: cells so fine that the widest gap covers some (their number is guessed from a sample);
/// each visit sets a bit a value; an empty run of z cells is a gap of z to z+2 cells; a second
/// visit finds the exact ends of the runs that can still win. If gaps smaller than a cell could
/// win (clusters), the stretches between the gaps found so far are looked at again with finer
/// cells. Pigeonhole: a stretch of length R with n values has a gap of R/(n-1), so 2n cells
/// always show one. Values so evenly spaced that the bounds decide nothing, are sorted piece by
/// piece. O(n) for bounded `top`, 2 visits for ordinary values; memory as `resources` say.
/// The same answer for any thread count.
template <class T>
std::vector<Gap<T>> widest_gaps(const Values<T>& values, std::size_t top,
                                const Resources& resources = {},
                                base::Control control = base::Control::none(),
                                Method method = Method::bitmap);

/// All gaps wider than `width`, from left to right, given to `see` one by one.
template <class T>
void gaps_over(const Values<T>& values, const Width<T>& width, const Resources& resources,
               base::Control control, const std::function<void(const Gap<T>&)>& see);

/// The widest gap of values in memory; of equal ones the leftmost. Equal values only: that value
/// twice. Fewer than two values: nullopt. O(n) time, at most 16 MiB beyond the input.
template <class T>
std::optional<Gap<T>> widest_gap(std::span<const T> values);

}  // namespace pipelab::gap
