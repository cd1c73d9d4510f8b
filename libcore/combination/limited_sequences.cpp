#include "combination/limited_sequences.hpp"

#include "base/wide.hpp"
#include "combination/reach_row.hpp"

#include <algorithm>

namespace pipelab::combination {
namespace {

/// What is left of the question once `used` are used, and their order no longer matters.
Problem rest_of(const Problem& problem, const std::vector<std::uint64_t>& used) {
    Problem rest = problem;
    rest.ordered = false;
    std::uint64_t items = 0;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < used.size(); ++i) {
        Candidate& candidate = rest.candidates[i];
        candidate.most -= used[i];
        candidate.least -= std::min(candidate.least, used[i]);
        items += used[i];
        sum += candidate.value * static_cast<std::int64_t>(used[i]);
    }
    rest.low -= sum;
    rest.high -= sum;
    rest.min_items -= std::min(rest.min_items, items);
    if (rest.max_items != unlimited) rest.max_items -= items;
    return rest;
}

struct Size {
    std::int64_t least_sum, most_sum;
    std::uint64_t longest;
};

Size size_of(const Problem& problem) {
    const SumRange sums = sum_range(problem);
    base::Wide longest = 0;
    for (const Candidate& candidate : problem.candidates) longest += candidate.most;
    return {sums.least, std::min(sums.most, problem.high - sums.least),
            static_cast<std::uint64_t>(std::min<base::Wide>(longest, problem.max_items))};
}

}  // namespace

bool limits_sequences(const Problem& problem) {
    if (!problem.ordered || problem.candidates.empty()) return false;
    const bool both_signs =
        problem.candidates.front().value < 0 && problem.candidates.back().value > 0;
    return std::any_of(problem.candidates.begin(), problem.candidates.end(),
                       [&](const Candidate& candidate) {
                           // In any order only the search itself keeps what bounds each other.
                           const bool bounded = both_signs && candidate.most < problem.max_items;
                           return !candidate.free || candidate.least > 0 || bounded;
                       });
}

std::uint64_t LimitedSequences::bytes(const Problem& problem) {
    const Problem all = rest_of(problem, std::vector<std::uint64_t>(problem.candidates.size()));
    return ReachRow::bytes(Walk(all));
}

LimitedSequences::LimitedSequences(const Problem& problem, const Walk& walk, std::uint64_t memory,
                                   base::Control control)
    : Ranking(walk), problem_(problem), walk_(walk), memory_(memory), control_(control) {}

template <class Answers>
void LimitedSequences::forget_if_many(Answers& answers) const {
    const std::size_t an_answer = 160 + 8 * problem_.candidates.size();
    if (answers.size() > memory_ / 4 / an_answer) answers.clear();
}

LimitedSequences::Uses LimitedSequences::uses(const std::vector<std::uint32_t>& taken) const {
    Uses used(problem_.candidates.size());
    for (const std::uint32_t p : taken) ++used[walk_.positions()[p].candidate];
    return used;
}

bool LimitedSequences::leads_on(const State&, const std::vector<std::uint32_t>& taken,
                                std::uint32_t position) const {
    auto used = uses(taken);
    const std::uint32_t candidate = walk_.positions()[position].candidate;
    if (++used[candidate] > problem_.candidates[candidate].most) return false;
    return can_end(used);
}

bool LimitedSequences::suffices(const std::vector<std::uint32_t>& taken) const {
    const auto used = uses(taken);
    for (std::size_t i = 0; i < used.size(); ++i)
        if (used[i] < problem_.candidates[i].least) return false;
    return true;
}

bool LimitedSequences::can_end(const Uses& used) const {
    forget_if_many(can_end_);
    const auto [found, added] = can_end_.try_emplace(used, false);
    if (added) {
        const Walk walk(rest_of(problem_, used));
        found->second =
            !walk.hopeless() &&
            ReachRow(walk, ReachRow::Until::start_is_reached, control_).reaches(walk.start().rest);
    }
    return found->second;
}

mpz_class LimitedSequences::count(const State&, const std::vector<std::uint32_t>& taken) const {
    const Uses used = uses(taken);
    for (std::size_t i = 0; i < used.size(); ++i)
        if (used[i] > problem_.candidates[i].most) return 0;
    forget_if_many(counts_);
    const auto [found, added] = counts_.try_emplace(used, 0);
    if (added) found->second = count_limited_sequences(rest_of(problem_, used), control_);
    return found->second;
}

std::uint64_t limited_sequences_bytes(const Problem& problem) {
    const Size size = size_of(problem);
    if (size.most_sum < size.least_sum) return 0;
    const double cells = (static_cast<double>(size.longest) + 1) *
                         (static_cast<double>(size.most_sum - size.least_sum) + 1);
    const double bytes = cells * (32 + static_cast<double>(size.longest) / 2);
    return bytes < 9e18 ? static_cast<std::uint64_t>(bytes) : unlimited;
}

mpz_class count_limited_sequences(const Problem& problem, base::Control control) {
    const Size size = size_of(problem);
    if (problem.low > size.most_sum || problem.high < size.least_sum) return 0;
    const auto lengths = static_cast<std::size_t>(size.longest) + 1;
    const auto width = static_cast<std::size_t>(size.most_sum - size.least_sum) + 1;
    std::vector<mpz_class> ways(lengths * width), next;
    const auto cell = [&](std::size_t length, std::int64_t sum) {
        return length * width + static_cast<std::size_t>(sum - size.least_sum);
    };
    ways[cell(0, 0)] = 1;
    mpz_class places;
    for (const Candidate& candidate : problem.candidates) {
        base::stop_if_requested(control.cancellation);
        next.assign(ways.size(), 0);
        for (std::size_t length = 0; length < lengths; ++length) {
            for (std::uint64_t uses = candidate.least;
                 uses <= candidate.most && length + uses < lengths; ++uses) {
                // Where among all of them the new ones stand.
                mpz_bin_uiui(places.get_mpz_t(), length + uses, uses);
                const std::int64_t more = candidate.value * static_cast<std::int64_t>(uses);
                for (std::int64_t sum = std::max(size.least_sum, size.least_sum - more);
                     sum <= std::min(size.most_sum, size.most_sum - more); ++sum) {
                    const mpz_class& old = ways[cell(length, sum)];
                    if (old != 0) next[cell(length + uses, sum + more)] += old * places;
                }
            }
        }
        ways.swap(next);
    }
    mpz_class count = 0;
    for (std::size_t length = problem.min_items; length < lengths; ++length)
        for (std::int64_t sum = std::max(problem.low, size.least_sum);
             sum <= std::min(problem.high, size.most_sum); ++sum)
            count += ways[cell(length, sum)];
    return count;
}

}  // namespace pipelab::combination
