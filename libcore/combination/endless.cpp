#include "combination/endless.hpp"

#include "base/wide.hpp"
#include "combination/memory.hpp"
#include "combination/reach_table.hpp"
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
    std::vector<char> reached(size, 0), next(size);
    reached[0] = 1;
    for (const Candidate& candidate : problem.candidates) {
        if (is_endless(candidate) || candidate.value == 0) continue;
        // After `divisor` uses the remainders come again.
        const std::uint64_t most =
            std::min(candidate.most, candidate.least + static_cast<std::uint64_t>(divisor) - 1);
        std::fill(next.begin(), next.end(), 0);
        for (std::uint64_t uses = candidate.least; uses <= most; ++uses) {
            const auto sum = static_cast<base::SignedWide>(candidate.value) *
                             static_cast<base::SignedWide>(uses);
            const auto shift = static_cast<std::size_t>((sum % divisor + divisor) % divisor);
            for (std::size_t i = 0; i < size; ++i) next[(i + shift) % size] |= reached[i];
        }
        reached.swap(next);
    }
    for (std::int64_t sum = problem.low; sum <= problem.high && sum - problem.low < divisor; ++sum)
        if (reached[static_cast<std::size_t>((sum % divisor + divisor) % divisor)]) return true;
    return false;
}

}  // namespace

bool has_any(const Problem& problem, std::uint64_t memory) {
    std::int64_t divisor = 0;
    bool up = false, down = false;
    for (const Candidate& candidate : problem.candidates) {
        if (!is_endless(candidate)) continue;
        divisor = std::gcd(divisor, candidate.value);
        (candidate.value > 0 ? up : down) = true;
    }
    // What cancels out, as zeros do, makes combinations as long as one likes.
    if (up && down) return reaches_remainder(problem, divisor, memory);
    Problem without = problem;
    without.min_items = 0;
    without.ordered = false;
    for (Candidate& candidate : without.candidates)
        if (candidate.value == 0) candidate.most = candidate.least;
    const Walk walk(without);
    require_memory(ReachTable::bytes(walk), memory, "the table of sums");
    return !walk.hopeless() && ReachTable(walk).alive(walk.start());
}

}  // namespace pipelab::combination
