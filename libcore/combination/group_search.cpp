#include "combination/group_search.hpp"

#include "base/wide.hpp"

#include <algorithm>
#include <tuple>

namespace pipelab::combination {
namespace {

using base::SignedWide;

constexpr std::uint64_t steps_of_hit = 32;

/// Calls see(value, times) for each value of a group.
template <class See>
void for_values(const FreeAmounts::Group& group, See&& see) {
    for (std::size_t i = 0, end = 0; i < group.size(); i = end) {
        while (end < group.size() && group[end] == group[i]) ++end;
        see(group[i], end - i);
    }
}

}  // namespace

FreeAmounts::FreeAmounts(std::span<const std::int64_t> amounts, std::span<const char> used) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < amounts.size(); ++i)
        if (!used[i]) order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return amounts[a] < amounts[b]; });
    for (const std::uint32_t i : order) {
        if (values_.empty() || values_.back() != amounts[i]) {
            values_.push_back(amounts[i]);
            amounts_.emplace_back();
        }
        amounts_.back().push_back(i);
    }
    taken_.assign(values_.size(), 0);
}

int FreeAmounts::ways(const Group& group) const {
    int ways = 1;
    for_values(group, [&](std::uint32_t value, std::size_t times) {
        const std::size_t there = count(value);
        ways = there < times ? 0 : std::min(2, ways * (there > times ? 2 : 1));
    });
    return ways;
}

std::vector<std::uint32_t> FreeAmounts::amounts(const Group& group) const {
    std::vector<std::uint32_t> indices;
    for_values(group, [&](std::uint32_t value, std::size_t times) {
        const auto first = amounts_[value].begin() + static_cast<std::ptrdiff_t>(taken_[value]);
        indices.insert(indices.end(), first, first + static_cast<std::ptrdiff_t>(times));
    });
    std::sort(indices.begin(), indices.end());
    return indices;
}

void FreeAmounts::take(const Group& group) {
    for (const std::uint32_t value : group) ++taken_[value];
}

GroupSearch::GroupSearch(const FreeAmounts& free, std::size_t size, const GroupLimits& limits,
                         base::Control control)
    : free_(free), size_(size), limits_(limits), control_(control) {
    const base::Wide values = free.values().size();
    by_pairs_ = size >= 4 && values * (values + 1) / 2 <= limits.pairs;
    if (by_pairs_) make_pairs();
}

void GroupSearch::make_pairs() {
    const auto& values = free_.values();
    for (std::uint32_t a = 0; a < values.size(); ++a)
        for (std::uint32_t b = a; b < values.size(); ++b)
            if (b > a || free_.count(a) > 1) pairs_.push_back({values[a] + values[b], a, b});
    std::sort(pairs_.begin(), pairs_.end(), [](const Pair& a, const Pair& b) {
        return std::tie(a.sum, a.first, a.second) < std::tie(b.sum, b.first, b.second);
    });
}

bool GroupSearch::visit(std::int64_t target, std::int64_t radius, const See& see) {
    see_ = &see;
    target_ = target;
    radius_ = radius;
    group_.clear();
    sum_ = 0;
    stopped_ = exhausted_;
    extend(0, size_);
    return !exhausted_;
}

/// Fixes values until a search by sums finds the rest.
void GroupSearch::extend(std::uint32_t from, std::size_t missing) {
    if (missing == 1) return singles(from);
    if (missing == 2) return two_pointers(from);
    if (missing == 4 && by_pairs_) return pair_pointers(from);
    const auto end = static_cast<std::uint32_t>(free_.values().size());
    for (std::uint32_t v = from; v < end && !stopped_; ++v) {
        spend(1);
        const auto uses = static_cast<std::size_t>(std::count(group_.begin(), group_.end(), v));
        if (uses >= free_.count(v)) continue;
        group_.push_back(v);
        sum_ += free_.values()[v];
        if (may_reach(v, missing - 1)) extend(v, missing - 1);
        sum_ -= free_.values()[v];
        group_.pop_back();
    }
}

bool GroupSearch::may_reach(std::uint32_t from, std::size_t missing) const {
    const auto times = static_cast<SignedWide>(missing);
    return times * free_.values()[from] <= high() && times * free_.values().back() >= low();
}

void GroupSearch::singles(std::uint32_t from) {
    const auto& values = free_.values();
    const auto begin = values.begin() + from;
    auto at = std::lower_bound(begin, values.end(), low());
    for (; at != values.end() && *at <= high() && !stopped_; ++at) {
        spend(1);
        group_.push_back(static_cast<std::uint32_t>(at - values.begin()));
        hit(*at);
        group_.pop_back();
    }
}

void GroupSearch::two_pointers(std::uint32_t from) {
    const auto& values = free_.values();
    std::size_t top = values.size();  // all from here on are too large
    for (std::size_t a = from; a < top && !stopped_; ++a) {
        const std::size_t before = top;
        while (top > a && values[a] + values[top - 1] > high()) --top;
        std::size_t b = top;
        while (b > a && values[a] + values[b - 1] >= low() && !stopped_) {
            --b;
            group_.insert(group_.end(),
                          {static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b)});
            hit(values[a] + values[b]);
            group_.resize(group_.size() - 2);
        }
        spend(1 + before - b);
    }
}

/// The two smaller of four values are never more than the two larger, so pointers meet halfway.
void GroupSearch::pair_pointers(std::uint32_t from) {
    std::size_t top = pairs_.size();
    for (std::size_t p = 0; p < top && !stopped_; ++p) {
        const std::size_t before = top;
        while (top > p && pairs_[p].sum + pairs_[top - 1].sum > high()) --top;
        std::size_t q = top;
        while (q > p && pairs_[p].sum + pairs_[q - 1].sum >= low() && !stopped_) {
            --q;
            if (pairs_[p].first < from || pairs_[p].second > pairs_[q].first) continue;
            group_.insert(group_.end(),
                          {pairs_[p].first, pairs_[p].second, pairs_[q].first, pairs_[q].second});
            hit(pairs_[p].sum + pairs_[q].sum);
            group_.resize(group_.size() - 4);
        }
        spend(1 + before - q);
    }
}

void GroupSearch::hit(std::int64_t sum) {
    spend(steps_of_hit);
    // The radius may have shrunk since the caller looked.
    if (sum < low() || sum > high() || free_.ways(group_) == 0) return;
    if (!(*see_)(group_, sum_ + sum, radius_)) stopped_ = true;
}

void GroupSearch::spend(std::uint64_t steps) {
    steps_ += steps;
    if (steps_ > limits_.steps) exhausted_ = stopped_ = true;
    constexpr std::uint64_t between = 1 << 16;
    if (steps_ - asked_ < between) return;
    asked_ = steps_;
    base::stop_if_requested(control_.cancellation);
}

}  // namespace pipelab::combination
