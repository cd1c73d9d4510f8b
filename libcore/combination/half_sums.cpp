#include "combination/half_sums.hpp"

#include "base/wide.hpp"
#include "combination/count_row.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pipelab::combination {
namespace {

/// One candidate's positions [begin, end).
struct Group {
    std::uint32_t begin, end;
    std::int64_t value;
    std::uint64_t least, most;
};

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

double choices(const Group& group) {
    return std::log2(static_cast<double>(group.most - group.least) + 1);
}

/// The group from which on half of the combinations' bits lie.
std::size_t middle_of(const std::vector<Group>& groups) {
    double all = 0, before = 0;
    for (const Group& group : groups) all += choices(group);
    std::size_t middle = 0;
    while (middle < groups.size() && 2 * (before + choices(groups[middle])) <= all)
        before += choices(groups[middle++]);
    return middle;
}

double bits_of(const std::vector<Group>& groups, std::size_t first, std::size_t last) {
    double bits = 0;
    for (std::size_t i = first; i < last; ++i) bits += choices(groups[i]);
    return bits;
}

std::uint64_t bounded(double bytes) {
    return bytes < 9e18 ? static_cast<std::uint64_t>(bytes) : unlimited;
}

using Sums = base::Array<std::int64_t>;

/// The sums of combinations of groups [first, last), sorted, by length (one entry: any).
std::vector<Sums> sums_of(const std::vector<Group>& groups, std::size_t first, std::size_t last,
                          bool lengths, std::uint64_t longest) {
    std::vector<Sums> sums(1);
    sums[0].push_back(0);
    for (std::size_t g = first; g < last; ++g) {
        const Group& group = groups[g];
        std::vector<Sums> next(
            lengths ? std::min<std::uint64_t>(sums.size() + group.most, longest + 1) : 1);
        for (std::uint64_t uses = group.least; uses <= group.most; ++uses) {
            const std::int64_t more = group.value * static_cast<std::int64_t>(uses);
            for (std::size_t items = 0; items < sums.size(); ++items) {
                const std::size_t length = lengths ? items + uses : 0;
                if (length >= next.size()) break;
                Sums shifted(sums[items].size()), merged;
                std::transform(sums[items].begin(), sums[items].end(), shifted.begin(),
                               [&](std::int64_t sum) { return sum + more; });
                if (next[length].empty()) {
                    next[length] = std::move(shifted);
                    continue;
                }
                merged.resize(shifted.size() + next[length].size());
                std::merge(shifted.begin(), shifted.end(), next[length].begin(), next[length].end(),
                           merged.begin());
                next[length] = std::move(merged);
            }
        }
        sums = std::move(next);
    }
    return sums;
}

/// Pairs of one sum of each list that add up to something in [low, high].
base::Wide pairs_within(const Sums& a, const Sums& b, std::int64_t low, std::int64_t high) {
    base::Wide pairs = 0;
    std::size_t below = b.size(), upto = b.size();  // sums of b less than low - x, at most high - x
    for (std::size_t i = 0; i < a.size();) {
        std::size_t equal = i + 1;
        while (equal < a.size() && a[equal] == a[i]) ++equal;
        while (below > 0 && b[below - 1] >= low - a[i]) --below;
        while (upto > 0 && b[upto - 1] > high - a[i]) --upto;
        pairs += static_cast<base::Wide>(equal - i) * (upto - below);
        i = equal;
    }
    return pairs;
}

}  // namespace

std::uint64_t half_count_bytes(const Walk& walk) {
    if (walk.hopeless()) return 0;
    if (walk.huge()) return unlimited;
    const auto groups = groups_of(walk);
    const std::size_t middle = middle_of(groups);
    return bounded(8 * (std::exp2(bits_of(groups, 0, middle)) +
                        2.5 * std::exp2(bits_of(groups, middle, groups.size()))));
}

mpz_class half_count(const Walk& walk) {
    if (walk.hopeless()) return 0;
    const auto groups = groups_of(walk);
    const std::size_t middle = middle_of(groups);
    const bool lengths = walk.counts_items();
    const auto before = sums_of(groups, 0, middle, lengths, walk.room());
    const auto behind = sums_of(groups, middle, groups.size(), lengths, walk.room());
    const std::int64_t high = walk.start().rest, low = high - walk.slack();
    mpz_class count = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        for (std::size_t j = 0; j < behind.size(); ++j) {
            const bool wanted = i + j <= walk.room() && walk.room() - (i + j) <= walk.room_slack();
            if (!lengths || wanted)
                count += detail::exact(pairs_within(before[i], behind[j], low, high));
        }
    }
    return count;
}

std::uint64_t HalfSums::bytes(const Walk& walk) {
    if (walk.hopeless()) return 0;
    if (walk.huge()) return unlimited;
    const auto groups = groups_of(walk);
    const std::size_t middle = middle_of(groups);
    // A list for each group behind, each at least twice as long as the next.
    return bounded(3.0 * sizeof(Sum) * std::exp2(bits_of(groups, middle, groups.size())));
}

HalfSums::HalfSums(const Walk& walk) : walk_(walk), middle_(walk.end()) {
    const auto groups = groups_of(walk);
    const std::size_t middle = middle_of(groups);
    if (middle < groups.size()) middle_ = groups[middle].begin;
    const auto& positions = walk.positions();
    least_.assign(positions.size() + 1, 0);
    greatest_.assign(positions.size() + 1, 0);
    behind_.resize(positions.size() + 1 - middle_);
    behind_.back().push_back({0, 0});
    for (std::uint32_t p = walk.end(); p-- > 0;) {
        const Position& position = positions[p];
        const bool again = position.after == p;
        const auto uses = static_cast<std::int64_t>(again ? walk.uses(p) : 1);
        const std::uint32_t next = again ? position.skip : position.after;
        const auto all = position.value * uses;
        const bool may_skip = position.may_skip;
        least_[p] =
            std::min(may_skip ? least_[position.skip] : least_[next] + all, least_[next] + all);
        greatest_[p] = std::max(may_skip ? greatest_[position.skip] : greatest_[next] + all,
                                greatest_[next] + all);
        if (p < middle_) continue;
        Sums& to = behind_[p - middle_];
        if (may_skip) to = behind_[position.skip - middle_];
        for (std::int64_t use = 1; use <= uses; ++use) {
            Sums more = behind_[next - middle_], merged;
            for (Sum& sum : more) {
                sum.sum += position.value * use;
                sum.items += static_cast<std::uint64_t>(walk.counts_items() ? use : 0);
            }
            merged.resize(to.size() + more.size());
            std::merge(to.begin(), to.end(), more.begin(), more.end(), merged.begin());
            merged.erase(std::unique(merged.begin(), merged.end()), merged.end());
            to = std::move(merged);
        }
    }
}

bool HalfSums::alive(const State& state) const {
    const std::uint32_t p = state.position;
    if (state.rest < least_[p] || state.rest - walk_.slack() > greatest_[p]) return false;
    if (state.rest > walk_.greatest_rest()) return false;  // this bounds free negative numbers
    if (p < middle_) return true;
    const Sums& sums = behind_[p - middle_];
    auto at = std::lower_bound(sums.begin(), sums.end(), Sum{state.rest - walk_.slack(), 0});
    for (; at != sums.end() && at->sum <= state.rest; ++at) {
        if (at->items <= state.room && state.room - at->items <= walk_.room_slack()) return true;
    }
    return false;
}

}  // namespace pipelab::combination
