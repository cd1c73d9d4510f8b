#include "combination/existence.hpp"

#include "base/wide.hpp"
#include "combination/half_sums.hpp"
#include "combination/memory.hpp"
#include "combination/reach_row.hpp"
#include "combination/walk.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <vector>

namespace pipelab::combination {
namespace {

bool is_endless(const Candidate& candidate) {
    return candidate.most == unlimited && candidate.value != 0;
}

/// The remainders that combinations of all but the endless numbers leave, ascending.
std::vector<std::int64_t> remainders(const Problem& problem, std::int64_t divisor,
                                     base::Control control) {
    std::vector<std::int64_t> reached{0}, moved, both;
    const auto add = [&](std::int64_t value, std::uint64_t times, bool keep) {
        base::stop_if_requested(control.cancellation);
        const auto sum =
            static_cast<base::SignedWide>(value) * static_cast<base::SignedWide>(times);
        const auto shift = static_cast<std::int64_t>((sum % divisor + divisor) % divisor);
        const auto wraps = std::lower_bound(reached.begin(), reached.end(), divisor - shift);
        moved.assign(wraps, reached.end());
        moved.insert(moved.end(), reached.begin(), wraps);
        for (std::int64_t& each : moved) each += each >= divisor - shift ? shift - divisor : shift;
        if (!keep) return reached.swap(moved);
        both.clear();
        std::set_union(reached.begin(), reached.end(), moved.begin(), moved.end(),
                       std::back_inserter(both));
        reached.swap(both);
    };
    for (const Candidate& candidate : problem.candidates) {
        if (is_endless(candidate) || candidate.value == 0) continue;
        add(candidate.value, candidate.least, false);
        // After `divisor` uses the remainders come again. Once more, up to 3 times, up to 7...
        const std::uint64_t all =
            std::min(candidate.most - candidate.least, static_cast<std::uint64_t>(divisor) - 1);
        for (std::uint64_t upto = 0, more; upto < all; upto += more) {
            more = std::min(upto + 1, all - upto);
            add(candidate.value, more, true);
        }
    }
    return reached;
}

bool reaches_remainder(const Problem& problem, std::int64_t divisor, std::uint64_t memory,
                       base::Control control) {
    double combinations = 1;
    for (const Candidate& candidate : problem.candidates)
        if (!is_endless(candidate) && candidate.value != 0)
            combinations *= static_cast<double>(candidate.most - candidate.least) + 1;
    const double most = std::min(combinations, static_cast<double>(divisor));
    require_memory(static_cast<std::uint64_t>(most * 3 * 8), memory, "the list of remainders");
    const auto reached = remainders(problem, divisor, control);
    // Remainders of sums from low to high are a range, which may wrap around.
    const auto any_in = [&](std::int64_t low, std::int64_t high) {
        const auto at = std::lower_bound(reached.begin(), reached.end(), low);
        return at != reached.end() && *at <= high;
    };
    if (problem.high - problem.low >= divisor - 1) return true;
    const std::int64_t low = (problem.low % divisor + divisor) % divisor;
    const std::int64_t high = low + (problem.high - problem.low);
    return any_in(low, std::min(high, divisor - 1)) ||
           (high >= divisor && any_in(0, high - divisor));
}

Existence by_sums(Problem problem, std::uint64_t memory, base::Control control) {
    problem.ordered = false;  // each combination can be put in order
    const Walk walk(problem);
    if (walk.hopeless()) return {false, "the least and the greatest sum or length decided"};
    const std::uint64_t row = ReachRow::bytes(walk);
    const std::uint64_t halves = half_count_bytes(walk);
    if (rows_are_better(problem, row, halves, memory, "the search")) {
        const ReachRow reach(walk, ReachRow::Until::start_is_reached, control);
        return {reach.reaches(walk.start().rest), "a row of sums, of " + memory_text(row) +
                                                      ", was filled until the target was reached"};
    }
    return {half_count(walk, control) > 0,
            "the halves of the numbers met in the middle: " + too_large_text("a row of sums", row)};
}

}  // namespace

Existence existence(const Problem& problem, std::uint64_t memory, base::Control control) {
    if (problem.endless.empty()) return by_sums(problem, memory, control);
    std::int64_t divisor = 0;
    bool up = false, down = false;
    for (const Candidate& candidate : problem.candidates) {
        if (!is_endless(candidate)) continue;
        divisor = std::gcd(divisor, candidate.value);
        (candidate.value > 0 ? up : down) = true;
    }
    // What cancels out, as zeros do, makes combinations as long as one likes.
    if (up && down) {
        return {reaches_remainder(problem, divisor, memory, control),
                "remainders modulo the greatest common divisor of what has no limit decided"};
    }
    Problem without = problem;
    without.min_items = 0;
    for (Candidate& candidate : without.candidates)
        if (candidate.value == 0) candidate.most = candidate.least;
    return by_sums(without, memory, control);
}

}  // namespace pipelab::combination
