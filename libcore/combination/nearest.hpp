#pragma once

#include "base/progress.hpp"
#include "combination/problem.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::combination {

/// The sums closest to rules.target that combinations of the items can have, at most `count`,
/// closest first, of two equally close the smaller first; as whole numbers of 10^-scale. The
/// tolerance is ignored. By a row of the sums that can be reached (ReachRow), or meeting in the
/// middle where that is too large, in windows around the target that grow until they hold enough:
/// DataError, naming the need, where either would take more than `memory` bytes, or where the
/// answer is endless.
struct NearestSums {
    int scale = 0;
    std::int64_t target = 0;
    std::vector<std::int64_t> sums;
};
NearestSums nearest_sums(std::span<const Item> items, const Rules& rules, std::size_t count,
                         std::uint64_t memory, base::Control control = base::Control::none());

/// The question for sums of exactly `sum` units of 10^-scale.
Problem problem_for_sum(std::span<const Item> items, const Rules& rules, std::int64_t sum,
                        int scale);

}  // namespace pipelab::combination
