#include "combination/existence.hpp"

#include "base/wide.hpp"
#include "combination/half_sums.hpp"
#include "combination/memory.hpp"
#include "combination/reach_row.hpp"
#include "combination/walk.hpp"

#include <algorithm>
#include <numeric>

namespace pipelab::combination {
namespace {

bool is_endless(const Candidate& candidate) {
    return candidate.most == unlimited && candidate.value != 0;
}

bool reaches_remainder(const Problem& problem, std::int64_t divisor, std::uint64_t memory) {
    require_memory(static_cast<std::uint64_t>(divisor) * 2, memory, "the table of remainders");
    const auto size = static_cast<std::size_t>(divisor);
    std::vector<char> reached(size, 0), before(size);
    const auto rotated_by = [&](std::int64_t value, std::uint64_t times) {
        const auto sum =
            static_cast<base::SignedWide>(value) * static_cast<base::SignedWide>(times);
        return static_cast<std::ptrdiff_t>((sum % divisor + divisor) % divisor);
    };
    reached[0] = 1;
    for (const Candidate& candidate : problem.candidates) {
        if (is_endless(candidate) || candidate.value == 0) continue;
        std::rotate(reached.begin(), reached.end() - rotated_by(candidate.value, candidate.least),
                    reached.end());
        // After `divisor` uses the remainders come again. Once more, up to 3 times, up to 7...
        const std::uint64_t all =
            std::min(candidate.most - candidate.least, static_cast<std::uint64_t>(divisor) - 1);
        for (std::uint64_t upto = 0, more; upto < all; upto += more) {
            more = std::min(upto + 1, all - upto);
            std::rotate_copy(reached.begin(), reached.end() - rotated_by(candidate.value, more),
                             reached.end(), before.begin());
            for (std::size_t i = 0; i < size; ++i) reached[i] |= before[i];
        }
    }
    for (std::int64_t sum = problem.low; sum <= problem.high && sum - problem.low < divisor; ++sum)
        if (reached[static_cast<std::size_t>((sum % divisor + divisor) % divisor)]) return true;
    return false;
}

Existence by_sums(Problem problem, std::uint64_t memory, base::Control control) {
    problem.ordered = false;  // each combination can be put in order
    const Walk walk(problem);
    if (walk.hopeless()) return {false, "the least and the greatest sum or length decided"};
    const std::uint64_t row = ReachRow::bytes(walk);
    const std::uint64_t halves = half_count_bytes(walk);
    const double candidates = static_cast<double>(problem.candidates.size());
    const std::size_t way = best_way(
        {{row, candidates * static_cast<double>(row)}, {halves, 50 * static_cast<double>(halves)}},
        memory, "the search");
    if (way == 0) {
        const ReachRow reach(walk, ReachRow::Until::start_is_reached, control);
        return {reach.reaches(walk.start().rest),
                "a row of sums was filled until the target was reached"};
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
        return {reaches_remainder(problem, divisor, memory),
                "remainders modulo the greatest common divisor of what has no limit decided"};
    }
    Problem without = problem;
    without.min_items = 0;
    for (Candidate& candidate : without.candidates)
        if (candidate.value == 0) candidate.most = candidate.least;
    return by_sums(without, memory, control);
}

}  // namespace pipelab::combination
