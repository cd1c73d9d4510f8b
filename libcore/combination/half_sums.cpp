#include "combination/half_sums.hpp"

#include "base/wide.hpp"
#include "combination/count_row.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>
#include <utility>

namespace pipelab::combination {
namespace {

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

/// The combinations of groups [first, last), in bytes.
double bytes_of(const std::vector<Group>& groups, std::size_t first, std::size_t last) {
    double bits = 0;
    for (std::size_t i = first; i < last; ++i) bits += choices(groups[i]);
    return 8 * std::exp2(bits);
}

/// How many times the longest list the memory of all must hold: those of all shorter ones, and what
/// a merge of several copies needs.
double copies(const std::vector<Group>& groups) {
    const auto once = [](const Group& group) { return group.most - group.least <= 1; };
    return std::all_of(groups.begin(), groups.end(), once) ? 2 : 3;
}

std::uint64_t bounded(double bytes) {
    return bytes < 9e18 ? static_cast<std::uint64_t>(bytes) : unlimited;
}

using Sums = base::Array<std::int64_t>;
using Lists = std::vector<Sums>;

/// Makes lists of sums longer, group by group.
class Extension {
  public:
    /// Equal sums are kept once if `distinct`.
    Extension(const Walk& walk, bool distinct, base::Control control)
        : walk_(walk), distinct_(distinct), control_(control) {}

    /// The sums with one more group, sorted, without those that no wanted combination has.
    Lists extended(const Lists& lists, const Group& group) const {
        const bool lengths = walk_.counts_items();
        Lists next(lengths ? std::min<std::uint64_t>(lists.size() + group.most, walk_.room() + 1)
                           : 1);
        for (std::size_t length = 0; length < next.size(); ++length) {
            // A use takes from a shorter list, where lengths count.
            const std::uint64_t most =
                lengths ? std::min<std::uint64_t>(group.most, length) : group.most;
            const auto part = [&](std::uint64_t uses) {
                const std::size_t from = lengths ? length - static_cast<std::size_t>(uses) : 0;
                return Part{from < lists.size() ? &lists[from] : &none_,
                            group.value * static_cast<std::int64_t>(uses)};
            };
            if (!lengths && lists[0].size() == 1) {
                next[0] = progression(lists[0][0], group);
            } else if (group.least <= most) {
                next[length] = merged(part, group.least, most);
            }
        }
        return next;
    }

  private:
    struct Part {
        const Sums* sums;
        std::int64_t more;  // is added to each
    };

    Sums progression(std::int64_t sum, const Group& group) const {
        Sums sums;
        for (std::uint64_t uses = group.least; uses <= group.most; ++uses) {
            const std::int64_t with = sum + group.value * static_cast<std::int64_t>(uses);
            if (with >= walk_.least_part() && with <= walk_.greatest_part()) sums.push_back(with);
            if (distinct_ && group.value == 0) break;
        }
        if (group.value < 0) std::reverse(sums.begin(), sums.end());
        return sums;
    }

    /// The parts of uses first to last. Halves first, so that a sum is moved O(log(uses)) times.
    template <class PartOf>
    Sums merged(const PartOf& part, std::uint64_t first, std::uint64_t last) const {
        base::stop_if_requested(control_.cancellation);
        if (first == last) return merged(part(first), Part{&none_, 0});
        if (first + 1 == last) return merged(part(first), part(last));
        const std::uint64_t middle = first + (last - first) / 2;
        const Sums a = merged(part, first, middle), b = merged(part, middle + 1, last);
        return merged(Part{&a, 0}, Part{&b, 0});
    }

    Sums merged(Part a, Part b) const {
        const auto within = [&](const Part& part) {
            const auto begin = part.sums->begin(), end = part.sums->end();
            const auto first = std::lower_bound(begin, end, walk_.least_part() - part.more);
            return std::span(first,
                             std::upper_bound(first, end, walk_.greatest_part() - part.more));
        };
        const auto x = within(a), y = within(b);
        Sums both(x.size() + y.size());
        std::size_t i = 0, j = 0, to = 0;
        while (i < x.size() && j < y.size()) {
            const std::int64_t from_a = x[i] + a.more, from_b = y[j] + b.more;
            const bool first = from_a <= from_b;
            both[to++] = first ? from_a : from_b;
            i += first;
            j += !first;
        }
        for (; i < x.size(); ++i) both[to++] = x[i] + a.more;
        for (; j < y.size(); ++j) both[to++] = y[j] + b.more;
        if (distinct_)
            both.resize(
                static_cast<std::size_t>(std::unique(both.begin(), both.end()) - both.begin()));
        return both;
    }

    const Walk& walk_;
    bool distinct_;
    base::Control control_;
    const Sums none_;
};

Lists empty_combination() {
    Lists lists(1);
    lists[0].push_back(0);
    return lists;
}

Lists lists_of(const Walk& walk, const std::vector<Group>& groups, std::size_t first,
               std::size_t last, base::Control control) {
    const Extension extension(walk, false, control);
    Lists lists = empty_combination();
    for (std::size_t g = first; g < last; ++g) lists = extension.extended(lists, groups[g]);
    return lists;
}

/// How many of the first `count` sums are at most `bound`; fast where hardly fewer are.
std::size_t count_upto(const Sums& sums, std::size_t count, std::int64_t bound) {
    std::size_t step = 1;
    while (count >= step && sums[count - step] > bound) {
        count -= step;
        step *= 2;
    }
    const auto begin = sums.begin();
    const std::size_t below = count - std::min(count, step - 1);
    return static_cast<std::size_t>(std::upper_bound(begin + static_cast<std::ptrdiff_t>(below),
                                                     begin + static_cast<std::ptrdiff_t>(count),
                                                     bound) -
                                    begin);
}

/// Pairs of one sum of each list that add up to something in [low, high].
base::Wide pairs_within(const Sums& a, const Sums& b, std::int64_t low, std::int64_t high) {
    if (a.size() > b.size()) return pairs_within(b, a, low, high);
    base::Wide pairs = 0;
    std::size_t below = b.size(), upto = b.size();  // sums of b less than low - x, at most high - x
    for (std::size_t i = 0; i < a.size();) {
        std::size_t equal = i + 1;
        while (equal < a.size() && a[equal] == a[i]) ++equal;
        below = count_upto(b, below, low - a[i] - 1);
        upto = count_upto(b, upto, high - a[i]);
        pairs += static_cast<base::Wide>(equal - i) * (upto - below);
        i = equal;
    }
    return pairs;
}

/// Calls see(a, b) for the lists whose lengths together leave `room` as it may be left.
template <class See>
void for_each_pair_of_lists(const Walk& walk, const Lists& a, const Lists& b, std::uint64_t room,
                            See&& see) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j) {
            const bool wanted = i + j <= room && room - (i + j) <= walk.room_slack();
            if (!walk.counts_items() || wanted) see(a[i], b[j]);
        }
    }
}

}  // namespace

std::uint64_t half_count_bytes(const Walk& walk) {
    if (walk.hopeless()) return 0;
    if (walk.huge()) return unlimited;
    const auto groups = groups_of(walk);
    const std::size_t middle = middle_of(groups);
    return bounded(bytes_of(groups, 0, middle) +
                   copies(groups) * bytes_of(groups, middle, groups.size()));
}

mpz_class half_count(const Walk& walk, base::Control control) {
    if (walk.hopeless()) return 0;
    const auto groups = groups_of(walk);
    const std::size_t middle = middle_of(groups);
    const Lists before = lists_of(walk, groups, 0, middle, control);
    const Lists behind = lists_of(walk, groups, middle, groups.size(), control);
    const State start = walk.start();
    mpz_class count = 0;
    for_each_pair_of_lists(walk, before, behind, start.room, [&](const Sums& a, const Sums& b) {
        base::stop_if_requested(control.cancellation);
        count += detail::exact(pairs_within(a, b, start.rest - walk.slack(), start.rest));
    });
    return count;
}

std::vector<std::int64_t> half_nearest(const Walk& walk, std::int64_t target, std::int64_t window,
                                       std::size_t count, base::Control control) {
    using Near = std::pair<std::int64_t, std::int64_t>;  // distance, sum
    std::set<Near> nearest;
    const auto groups = groups_of(walk);
    const std::size_t middle = middle_of(groups);
    const Lists before = lists_of(walk, groups, 0, middle, control);
    const Lists behind = lists_of(walk, groups, middle, groups.size(), control);
    // False if all sums further away are of no interest.
    const auto take = [&](std::int64_t sum) {
        const Near near{std::abs(sum - target), sum};
        if (near.first > window) return false;
        if (nearest.size() == count && near > *nearest.rbegin()) return false;
        nearest.insert(near);
        if (nearest.size() > count) nearest.erase(std::prev(nearest.end()));
        return true;
    };
    for_each_pair_of_lists(
        walk, before, behind, walk.start().room, [&](const Sums& a, const Sums& b) {
            base::stop_if_requested(control.cancellation);
            std::size_t upper = b.size();  // the sums of b from here on reach the target
            for (std::size_t i = 0; i < a.size(); ++i) {
                if (i > 0 && a[i] == a[i - 1]) continue;
                while (upper > 0 && b[upper - 1] >= target - a[i]) --upper;
                for (std::size_t j = upper; j < b.size() && take(a[i] + b[j]);)
                    for (const std::int64_t sum = b[j]; j < b.size() && b[j] == sum;) ++j;
                for (std::size_t j = upper; j > 0 && take(a[i] + b[j - 1]);)
                    for (const std::int64_t sum = b[j - 1]; j > 0 && b[j - 1] == sum;) --j;
            }
        });
    std::vector<std::int64_t> sums;
    for (const Near& near : nearest) sums.push_back(near.second);
    return sums;
}

std::uint64_t HalfSums::bytes(const Walk& walk, Use use) {
    if (walk.hopeless()) return 0;
    if (walk.huge()) return unlimited;
    const auto groups = groups_of(walk);
    const std::size_t middle = middle_of(groups);
    const double behind = copies(groups) * bytes_of(groups, middle, groups.size());
    if (use == Use::search || middle < 2) return bounded(behind);
    return bounded(behind + copies(groups) * bytes_of(groups, 1, middle));
}

HalfSums::HalfSums(const Walk& walk, Use use, base::Control control)
    : Ranking(walk), walk_(walk), control_(control), groups_(groups_of(walk)) {
    if (walk.hopeless()) return;
    middle_ = middle_of(groups_);
    first_behind_ = middle_ < groups_.size() ? groups_[middle_].begin : walk.end();
    least_.assign(groups_.size() + 1, 0);
    greatest_.assign(groups_.size() + 1, 0);
    lists_.resize(groups_.size() + 1);
    lists_.back() = empty_combination();
    const Extension extension(walk, use == Use::search, control);
    const auto bounded_sum = [](std::int64_t sum, std::int64_t more) {
        constexpr std::int64_t bound = (std::int64_t{1} << 62) - 1;
        return std::clamp(sum + more, -bound, bound);
    };
    for (std::size_t g = groups_.size(); g-- > 0;) {
        const Group& group = groups_[g];
        const auto least = group.value * static_cast<std::int64_t>(group.least);
        const auto most = group.value * static_cast<std::int64_t>(group.most);
        least_[g] = bounded_sum(least_[g + 1], std::min(least, most));
        greatest_[g] = bounded_sum(greatest_[g + 1], std::max(least, most));
        if (g >= middle_) {
            lists_[g] = extension.extended(lists_[g + 1], group);
        } else if (use == Use::ranks && g > 0) {
            const bool last = g + 1 == middle_;
            lists_[g] = extension.extended(last ? empty_combination() : lists_[g + 1], group);
        }
    }
}

std::size_t HalfSums::group_at(std::uint32_t position) const {
    const auto group =
        std::upper_bound(groups_.begin(), groups_.end(), position,
                         [](std::uint32_t p, const Group& each) { return p < each.end; });
    return static_cast<std::size_t>(group - groups_.begin());
}

bool HalfSums::alive(const State& state) const {
    if (state.rest > walk_.greatest_rest()) return false;  // this bounds free negative numbers
    const std::size_t g = group_at(state.position);
    if (g == groups_.size() || state.position == groups_[g].begin)
        return any(g, state.rest, state.room);
    const Group& group = groups_[g];
    const std::uint64_t most = group.most_from(state.position);
    for (std::uint64_t uses = group.least_from(state.position); uses <= most; ++uses) {
        if (walk_.counts_items() && uses > state.room) return false;
        const std::int64_t rest = state.rest - group.value * static_cast<std::int64_t>(uses);
        if (any(g + 1, rest, state.room - (walk_.counts_items() ? uses : 0))) return true;
    }
    return false;
}

bool HalfSums::any(std::size_t group, std::int64_t rest, std::uint64_t room) const {
    const std::int64_t low = rest - walk_.slack();
    if (rest < least_[group] || low > greatest_[group]) return false;
    if (group < middle_) return true;
    const Lists& lists = lists_[group];
    for (std::size_t length = 0; length < lists.size(); ++length) {
        if (length > room || room - length > walk_.room_slack()) continue;
        const auto at = std::lower_bound(lists[length].begin(), lists[length].end(), low);
        if (at != lists[length].end() && *at <= rest) return true;
    }
    return false;
}

mpz_class HalfSums::count(const State& state, const std::vector<std::uint32_t>&) const {
    const std::size_t g = group_at(state.position);
    if (g == groups_.size()) return pairs(g, state.rest, state.room);
    mpz_class count = 0;
    const Group& group = groups_[g];
    const std::uint64_t most = group.most_from(state.position);
    for (std::uint64_t uses = group.least_from(state.position); uses <= most; ++uses) {
        if (walk_.counts_items() && uses > state.room) break;
        const std::int64_t rest = state.rest - group.value * static_cast<std::int64_t>(uses);
        count += pairs(g + 1, rest, state.room - (walk_.counts_items() ? uses : 0));
    }
    return count;
}

/// The combinations of groups from `group` on.
const mpz_class& HalfSums::pairs(std::size_t group, std::int64_t rest, std::uint64_t room) const {
    constexpr std::size_t most_known = std::size_t{1} << 16;
    if (known_.size() >= most_known) known_.clear();
    const auto entry = known_.try_emplace(Key{group, rest, room}, 0);
    mpz_class& count = entry.first->second;
    if (!entry.second) return count;
    const Lists none = empty_combination();
    const Lists& before = group < middle_ ? lists_[group] : none;
    const Lists& behind = lists_[std::max(group, middle_)];
    for_each_pair_of_lists(walk_, before, behind, room, [&](const Sums& a, const Sums& b) {
        base::stop_if_requested(control_.cancellation);
        count += detail::exact(pairs_within(a, b, rest - walk_.slack(), rest));
    });
    return count;
}

}  // namespace pipelab::combination
