#include "combination/nearest.hpp"

#include "base/wide.hpp"
#include "combination/half_sums.hpp"
#include "combination/memory.hpp"
#include "combination/reach_row.hpp"
#include "combination/walk.hpp"

#include <algorithm>

namespace pipelab::combination {
namespace {

/// The sums in [target - window, target + window], closest first, for a problem with that
/// tolerance.
std::vector<std::int64_t> sums_within(Problem problem, std::int64_t target, std::int64_t window,
                                      std::size_t count, std::uint64_t memory,
                                      base::Control control) {
    const SumRange range = sum_range(problem);
    if (problem.low > range.most || problem.high < range.least) return {};
    problem.ordered = false;  // sums do not depend on it
    const Walk within(problem);
    problem.low = problem.high;
    const Walk walk(problem);
    if (within.hopeless() || walk.hopeless()) return {};
    const std::uint64_t row = ReachRow::bytes(walk);
    const std::uint64_t halves = half_count_bytes(within);
    if (!rows_are_better(problem, row, halves, memory, "the search for sums"))
        return half_nearest(within, target, window, count, control);
    // What is missing at the start can be any sum that all numbers together reach.
    const ReachRow reach(walk, ReachRow::Until::all_is_known, control);
    std::vector<std::int64_t> sums;
    auto below = reach.up_to(target), above = reach.from(target + 1);
    while (sums.size() < count) {
        if (below && target - *below > window) below.reset();
        if (above && *above - target > window) above.reset();
        if (!below && !above) break;
        const bool down = !above || (below && target - *below <= *above - target);
        sums.push_back(down ? *below : *above);
        if (down) {
            below = reach.up_to(*below - 1);
        } else {
            above = reach.from(*above + 1);
        }
    }
    return sums;
}

/// Whether [low, high] holds all sums that the given numbers can have.
bool holds_all(const Problem& problem, std::int64_t low, std::int64_t high) {
    base::SignedWide least = 0, most = 0;
    constexpr base::SignedWide bound = base::SignedWide{1} << 100;
    for (const Candidate& candidate : problem.candidates) {
        const std::uint64_t uses = std::min(candidate.given, problem.max_items);
        base::SignedWide& sum = candidate.value < 0 ? least : most;
        sum += base::SignedWide{candidate.value} * static_cast<base::SignedWide>(uses);
        sum = std::clamp(sum, -bound, bound);
    }
    return low <= least && high >= most;
}

}  // namespace

Problem problem_for_sum(std::span<const Item> items, const Rules& rules, std::int64_t sum,
                        int scale) {
    Rules exact = rules;
    exact.target = io::Decimal{sum, scale};
    exact.tolerance = io::Decimal{};
    exact.least_scale = scale;
    return make_problem(items, exact);
}

NearestSums nearest_sums(std::span<const Item> items, const Rules& rules, std::size_t count,
                         std::uint64_t memory, base::Control control) {
    Rules around = rules;
    around.tolerance = io::Decimal{};
    const Problem exact = make_problem(items, around);
    NearestSums nearest{exact.scale, exact.target, {}};
    around.least_scale = exact.scale;
    constexpr std::int64_t widest = largest_value;
    for (std::int64_t window = 64;; window = std::min(window, widest / 4) * 4) {
        around.tolerance = io::Decimal{window, exact.scale};
        const Problem problem = make_problem(items, around);
        if (!problem.endless.empty())
            throw base::DataError({}, "no end of combinations: " + problem.endless);
        nearest.sums = sums_within(problem, nearest.target, window, count, memory, control);
        const bool all = holds_all(problem, nearest.target - window, nearest.target + window);
        if (nearest.sums.size() >= count || all || window > widest / 4) return nearest;
    }
}

}  // namespace pipelab::combination
