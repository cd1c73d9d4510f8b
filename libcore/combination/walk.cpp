#include "combination/walk.hpp"

#include "base/wide.hpp"

#include <algorithm>

namespace pipelab::combination {
namespace {

using base::SignedWide;

constexpr std::uint64_t most_positions = std::uint64_t{1} << 26;

}  // namespace

Walk::Walk(const Problem& problem) : start_(problem.high), slack_(problem.high - problem.low) {
    lay_out(problem);
    limit_length(problem);
    limit_rests(problem);
}

Walk Walk::none() {
    Walk walk;
    walk.may_stop_.assign(1, 1);
    walk.hopeless_ = true;
    return walk;
}

void Walk::lay_out(const Problem& problem) {
    for (std::uint32_t c = 0; c < problem.candidates.size(); ++c) {
        const Candidate& candidate = problem.candidates[c];
        hopeless_ = hopeless_ || candidate.least > candidate.most;
        uses_.push_back(candidate.most);
        if (candidate.most == 0) continue;
        const std::uint64_t copies = problem.ordered  ? 1
                                     : candidate.free ? candidate.least + 1
                                                      : candidate.most;
        if (copies > most_positions - positions_.size())
            throw base::DataError({}, "too many uses of numbers: the search has room for " +
                                          std::to_string(most_positions));
        const auto first = static_cast<std::uint32_t>(positions_.size());
        const auto behind = first + static_cast<std::uint32_t>(copies);
        for (std::uint64_t copy = 0; copy < copies; ++copy) {
            Position position;
            position.value = candidate.value;
            position.candidate = c;
            const auto at = first + static_cast<std::uint32_t>(copy);
            const bool again = candidate.free && copy + 1 == copies;
            position.after = problem.ordered ? 0 : again ? at : at + 1;
            position.skip = behind;
            position.may_skip = problem.ordered || copy >= candidate.least;
            positions_.push_back(position);
        }
    }
    may_stop_.assign(positions_.size() + 1, 1);
    for (std::size_t p = positions_.size(); p-- > 0;)
        may_stop_[p] = positions_[p].may_skip && may_stop_[positions_[p].skip];
}

void Walk::limit_length(const Problem& problem) {
    SignedWide longest = 0;
    bool endless = false;
    for (const Candidate& candidate : problem.candidates) {
        // What only max_items bounds leads back to itself until these are used up.
        endless = endless || (candidate.free && candidate.most >= problem.max_items);
        longest += static_cast<SignedWide>(candidate.most);
    }
    const bool short_enough = !endless && longest <= static_cast<SignedWide>(problem.max_items);
    if (short_enough && problem.min_items == 0) return;
    room_ = problem.max_items;
    if (short_enough || problem.max_items == unlimited)
        room_ = static_cast<std::uint64_t>(std::min<SignedWide>(longest, unlimited - 1));
    if (problem.min_items > room_) {
        hopeless_ = true;
        room_slack_ = 0;
        return;
    }
    room_slack_ = room_ - problem.min_items;
    no_items_ = room_ == 0;
}

void Walk::limit_rests(const Problem& problem) {
    const SumRange sums = sum_range(problem);
    if (problem.low > sums.most || problem.high < sums.least) hopeless_ = true;
    if (hopeless_) return;
    least_rest_ = sums.least;
    greatest_rest_ = std::min(sums.most + slack_, start_ - sums.least);
    constexpr SignedWide bound = SignedWide{1} << 62;
    const auto low = static_cast<SignedWide>(start_ - slack_), high = SignedWide{start_};
    least_part_ =
        static_cast<std::int64_t>(std::max({SignedWide{sums.least}, low - sums.most, -bound}));
    greatest_part_ =
        static_cast<std::int64_t>(std::min({SignedWide{sums.most}, high - sums.least, bound}));
    const bool both = sums.least < 0 && sums.most > 0;
    const bool clamped = sums.most == 2 * largest_value || sums.least == -2 * largest_value;
    huge_ = both && clamped;
}

std::vector<Group> groups_of(const Walk& walk) {
    std::vector<Group> groups;
    const auto& positions = walk.positions();
    for (std::uint32_t p = 0; p < positions.size();) {
        Group group{p, positions[p].skip, positions[p].value, 0, 0};
        for (; p < group.end; ++p) {
            group.least += !positions[p].may_skip;
            group.most = positions[p].after == p ? walk.uses(p) : group.most + 1;
        }
        groups.push_back(group);
    }
    return groups;
}

}  // namespace pipelab::combination
