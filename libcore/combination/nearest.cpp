#include "combination/nearest.hpp"

#include "combination/half_sums.hpp"
#include "combination/memory.hpp"
#include "combination/reach_row.hpp"
#include "combination/walk.hpp"

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
    problem.low = problem.high = std::min(problem.high, range.most);
    const Walk walk(problem);
    if (walk.hopeless()) return {};
    const std::uint64_t row = ReachRow::bytes(walk);
    const std::uint64_t halves = half_count_bytes(walk);
    const double candidates = static_cast<double>(problem.candidates.size());
    const std::size_t way = best_way(
        {{row, candidates * static_cast<double>(row)}, {halves, 50 * static_cast<double>(halves)}},
        memory, "the search for sums");
    if (way == 1) return half_nearest(walk, target, window, count, control);
    // What is missing at the start can be any sum that all numbers together reach.
    const ReachRow reach(walk, ReachRow::Until::all_is_known, control);
    std::vector<std::int64_t> sums;
    for (std::int64_t distance = 0; distance <= window && sums.size() < count; ++distance) {
        if (reach.reaches(target - distance)) sums.push_back(target - distance);
        if (distance > 0 && sums.size() < count && reach.reaches(target + distance))
            sums.push_back(target + distance);
    }
    return sums;
}

}  // namespace

Problem problem_for_sum(std::span<const Item> items, const Rules& rules, std::int64_t sum,
                        int scale) {
    Rules exact = rules;
    exact.target = io::Decimal{sum, scale};
    exact.tolerance = io::Decimal{};
    return make_problem(items, exact);
}

NearestSums nearest_sums(std::span<const Item> items, const Rules& rules, std::size_t count,
                         std::uint64_t memory, base::Control control) {
    Rules around = rules;
    around.tolerance = io::Decimal{};
    const Problem exact = make_problem(items, around);
    NearestSums nearest{exact.scale, exact.high, {}};
    for (std::int64_t window = 64;; window *= 4) {
        around.tolerance = io::Decimal{window, exact.scale};
        const Problem problem = make_problem(items, around);
        if (!problem.endless.empty()) throw base::DataError({}, problem.endless);
        nearest.sums = sums_within(problem, exact.high, window, count, memory, control);
        const SumRange range = sum_range(problem);
        const bool everything = problem.low <= range.least && problem.high >= range.most;
        if (nearest.sums.size() >= count || everything) return nearest;
    }
}

}  // namespace pipelab::combination
