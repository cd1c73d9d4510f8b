#include "gap/keyed_search.hpp"

#include "base/parallel.hpp"
#include "gap/radix_sort.hpp"

#include <algorithm>
#include <vector>

namespace pipelab::gap {
namespace {

// Below, sorting costs no more than several visits and is left to one thread.
constexpr std::size_t large = std::size_t{1} << 17;
constexpr std::size_t batch_values = std::size_t{1} << 18;
constexpr std::size_t batch_keys = std::size_t{1} << 16;
constexpr std::size_t part_values = std::size_t{1} << 14;
constexpr std::size_t part_keys = std::size_t{1} << 11;
constexpr std::size_t delivered_at_once = std::size_t{1} << 16;

/// Appends the gaps of `values` to `gaps`.
template <class T>
void gaps_by_sorting(std::span<T> values, const KeyGoal<T>& goal, std::vector<Gap<T>>& gaps) {
    if (values.size() < 2) return;
    base::Array<T> scratch;
    radix_sort(values, scratch);
    const std::size_t before = gaps.size();
    for (std::size_t i = 1; i < values.size(); ++i) {
        const Gap<T> gap{values[i - 1], values[i]};
        if (gap.lower == gap.upper) continue;
        if (goal.over) {
            if (gap.width() > *goal.over) gaps.push_back(gap);
        } else if (goal.top == 1) {
            if (gaps.size() == before) gaps.push_back(gap);
            if (gap.width() > gaps.back().width()) gaps.back() = gap;
        } else {
            gaps.push_back(gap);
        }
    }
    if (goal.over) return;
    if (gaps.size() == before) gaps.push_back({values[0], values[0]});
    if (goal.top == 1) return;
    const auto begin = gaps.begin() + static_cast<std::ptrdiff_t>(before);
    const std::size_t kept = std::min(goal.top, gaps.size() - before);
    std::partial_sort(begin, begin + static_cast<std::ptrdiff_t>(kept), gaps.end(), wider<T>);
    gaps.resize(before + kept);
}

/// Consecutive keys, searched by one thread.
template <class T>
struct Part {
    std::size_t first_key = 0;
    std::size_t last_key = 0;
    std::vector<Gap<T>> gaps;
    std::vector<std::size_t> ends;  // of each key's gaps
};

template <class T>
class KeysSearch {
  public:
    KeysSearch(std::span<T> values, std::span<const std::uint64_t> ends, const KeyGoal<T>& goal,
               base::Control control, const SeeKeyGaps<T>& see)
        : values_(values), ends_(ends), goal_(goal), control_(control), see_(see) {}

    void run() {
        for (std::size_t key = 0; key < ends_.size() && !control_.cancellation.requested();) {
            if (size(key) >= large) {
                const MemoryValues<T> values{std::span<const T>(values_of(key))};
                search_key(key, values, goal_, control_, see_);
                ++key;
            } else {
                key = run_batch(key);
            }
        }
    }

  private:
    std::uint64_t begin(std::size_t key) const { return key == 0 ? 0 : ends_[key - 1]; }
    std::size_t size(std::size_t key) const { return ends_[key] - begin(key); }
    std::span<T> values_of(std::size_t key) const { return values_.subspan(begin(key), size(key)); }

    /// The first key from `key` on that a batch of so many keys and values leaves to the next.
    std::size_t end_of(std::size_t key, std::size_t most_keys, std::size_t enough_values) const {
        const std::uint64_t start = begin(key);
        const std::size_t last = std::min(ends_.size(), key + most_keys);
        while (key < last && size(key) < large && begin(key) - start < enough_values) ++key;
        return key;
    }

    std::size_t run_batch(std::size_t first) {
        const std::size_t last = end_of(first, batch_keys, batch_values);
        std::vector<Part<T>> parts;
        for (std::size_t key = first; key < last;) {
            const std::size_t end = std::min(last, end_of(key, part_keys, part_values));
            parts.push_back({key, end, {}, {}});
            key = end;
        }
        base::parallel_for(parts.size(), [&](std::size_t i) {
            Part<T>& part = parts[i];
            for (std::size_t key = part.first_key; key < part.last_key; ++key) {
                gaps_by_sorting(values_of(key), goal_, part.gaps);
                part.ends.push_back(part.gaps.size());
            }
        });
        for (const Part<T>& part : parts) deliver(part);
        return last;
    }

    void deliver(const Part<T>& part) const {
        const std::span<const Gap<T>> gaps(part.gaps);
        std::size_t from = 0;
        for (std::size_t i = 0; i < part.ends.size(); ++i) {
            see_(part.first_key + i, gaps.subspan(from, part.ends[i] - from), false);
            from = part.ends[i];
        }
    }

    std::span<T> values_;
    std::span<const std::uint64_t> ends_;
    const KeyGoal<T>& goal_;
    base::Control control_;
    const SeeKeyGaps<T>& see_;
};

}  // namespace

template <class T>
void search_key(std::size_t key, const Values<T>& values, const KeyGoal<T>& goal,
                base::Control control, const SeeKeyGaps<T>& see) {
    if (!goal.over) {
        auto gaps = widest_gaps(values, goal.top, goal.resources, control);
        const Extent<T> extent = values.extent();
        if (gaps.empty() && extent.count > 1) gaps.push_back({extent.minimum, extent.minimum});
        see(key, gaps, false);
        return;
    }
    std::vector<Gap<T>> gaps;
    bool continued = false;
    gaps_over<T>(values, *goal.over, goal.resources, control, [&](const Gap<T>& gap) {
        gaps.push_back(gap);
        if (gaps.size() < delivered_at_once) return;
        see(key, gaps, continued);
        continued = true;
        gaps.clear();
    });
    if (!gaps.empty() || !continued) see(key, gaps, continued);
}

template <class T>
void search_keys(std::span<T> values, std::span<const std::uint64_t> ends, const KeyGoal<T>& goal,
                 base::Control control, const SeeKeyGaps<T>& see) {
    KeysSearch<T>(values, ends, goal, control, see).run();
}

#define PIPELAB_KEYED_SEARCH(T)                                                                \
    template void search_key(std::size_t, const Values<T>&, const KeyGoal<T>&, base::Control,  \
                             const SeeKeyGaps<T>&);                                            \
    template void search_keys(std::span<T>, std::span<const std::uint64_t>, const KeyGoal<T>&, \
                              base::Control, const SeeKeyGaps<T>&);
PIPELAB_KEYED_SEARCH(double)
PIPELAB_KEYED_SEARCH(std::int64_t)
PIPELAB_KEYED_SEARCH(std::uint64_t)
#undef PIPELAB_KEYED_SEARCH

}  // namespace pipelab::gap
