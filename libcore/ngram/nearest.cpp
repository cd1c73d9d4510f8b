#include "ngram/nearest.hpp"

#include <algorithm>
#include <numeric>

namespace pipelab::ngram {
namespace {

/// The key of the k-th repetition of an n-gram.
struct Repeat {
    std::uint32_t gram, times;
    std::string_view key() const { return {reinterpret_cast<const char*>(this), sizeof *this}; }
};

/// Calls see(n-gram, how often it came before) for each, sorted.
template <class See>
void for_each_sorted(std::span<const std::uint32_t> grams, See&& see) {
    std::vector<std::uint32_t> sorted(grams.begin(), grams.end());
    std::sort(sorted.begin(), sorted.end());
    std::uint32_t times = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        times = i > 0 && sorted[i] == sorted[i - 1] ? times + 1 : 0;
        see(sorted[i], times);
    }
}

/// First ones have even numbers, repeated ones odd ones.
std::uint32_t first_number(std::uint32_t gram) { return gram << 1; }
std::uint32_t repeat_number(std::uint32_t repeat) { return repeat << 1 | 1; }

double similarity(std::size_t shared, std::size_t a, std::size_t b) {
    return 2 * static_cast<double>(shared) / static_cast<double>(a + b);
}

}  // namespace

std::vector<std::uint32_t> NearestEntries::distinct(std::span<const std::uint32_t> grams) const {
    std::vector<std::uint32_t> numbers;
    for_each_sorted(grams, [&](std::uint32_t gram, std::uint32_t times) {
        if (gram == GramRows::absent) return;
        if (times == 0) return numbers.push_back(first_number(gram));
        const Repeat repeat{gram, times};
        const std::string_view key = repeat.key();
        std::uint32_t id = 0;
        if (repeats_.find({&key, 1}, &id)) numbers.push_back(repeat_number(id));
    });
    return numbers;
}

NearestEntries::NearestEntries(const GramRows& rows) {
    const std::size_t count = rows.ends.size();
    std::size_t longest = 0;
    std::uint32_t highest = 0;
    for (std::size_t i = 0; i < count; ++i) {
        longest = std::max(longest, rows.row(i).size());
        for_each_sorted(rows.row(i), [&](std::uint32_t gram, std::uint32_t times) {
            highest = std::max(highest, first_number(gram));
            if (times == 0) return;
            const Repeat repeat{gram, times};
            const std::string_view key = repeat.key();
            std::uint32_t id = 0;
            repeats_.count({&key, 1}, &id);
            highest = std::max(highest, repeat_number(id));
        });
    }
    size_begins_.assign(longest + 2, 0);
    for (std::size_t i = 0; i < count; ++i) ++size_begins_[rows.row(i).size() + 1];
    std::partial_sum(size_begins_.begin(), size_begins_.end(), size_begins_.begin());
    originals_.resize(count);
    auto next = size_begins_;
    for (std::size_t i = 0; i < count; ++i)
        originals_[next[rows.row(i).size()]++] = static_cast<std::uint32_t>(i);
    begins_.assign(highest + std::size_t{3}, 0);
    for (std::size_t i = 0; i < count; ++i)
        for (const std::uint32_t gram : distinct(rows.row(i))) ++begins_[gram + 2];
    std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
    entries_.resize(begins_.back());
    // Filled, begins_[g + 1] has become the end of g's entries, where those of g + 1 begin.
    for (std::size_t e = 0; e < count; ++e)
        for (const std::uint32_t gram : distinct(rows.row(originals_[e])))
            entries_[begins_[gram + 1]++] = static_cast<std::uint32_t>(e);
}

/// One search.
class NearestEntries::Search {
    struct List {
        const std::uint32_t* begin;
        const std::uint32_t* end;
        std::size_t size() const { return static_cast<std::size_t>(end - begin); }
    };
    /// The entries with an n-gram, and which of them, from the middle out, have been looked at.
    struct Progress {
        List all, done;
    };

  public:
    Search(const NearestEntries& all, std::span<const std::uint32_t> grams, const Rules& rules,
           Scratch& scratch)
        : all_(all), size_(grams.size()), rules_(rules), scratch_(scratch) {
        scratch_.shared.resize(all.size(), 0);
        for (const std::uint32_t gram : all.distinct(grams)) {
            const std::uint32_t* const entries = all.entries_.data();
            progress_.push_back(
                {{entries + all.begins_[gram], entries + all.begins_[gram + 1]}, {}});
        }
    }

    std::vector<Found> run() {
        const std::size_t longest = all_.size_begins_.size() - 2, known = progress_.size();
        if (known == 0 || rules_.count == 0) return {};
        // The similarity that entries with so many n-grams can have at most.
        const auto bound = [&](std::size_t size) {
            return size == 0 || size > longest ? -1
                                               : similarity(std::min(size, known), size_, size);
        };
        std::size_t low = std::min(known, longest), high = low + 1;
        for (Progress& each : progress_) {
            const auto* const middle =
                std::lower_bound(each.all.begin, each.all.end, all_.size_begins_[high]);
            each.done = {middle, middle};
        }
        while (low > 0 || high <= longest) {
            const bool down = bound(low) >= bound(high);
            if (bound(down ? low : high) < limit()) break;
            find_lists(down, all_.size_begins_[low], all_.size_begins_[high + (down ? 0 : 1)]);
            search(down ? low-- : high++);
        }
        std::sort_heap(best_.begin(), best_.end(), better);
        return std::move(best_);
    }

  private:
    static bool better(const Found& a, const Found& b) {
        return a.similarity != b.similarity ? a.similarity > b.similarity : a.entry < b.entry;
    }
    double limit() const {
        if (best_.size() < rules_.count) return rules_.least;
        return std::max(rules_.least, best_.front().similarity);
    }
    /// The least number of n-grams that entries of this size must share.
    std::size_t least_shared(std::size_t size) const {
        const double sum = static_cast<double>(size_ + size);
        auto shared = static_cast<std::size_t>(limit() * sum / 2);
        while (shared > 1 && similarity(shared - 1, size_, size) >= limit()) --shared;
        while (shared < 1 || similarity(shared, size_, size) < limit()) ++shared;
        return shared;
    }

    /// The lists of the next entries below `first` or above those done, up to `last`.
    void find_lists(bool down, std::uint32_t first, std::uint32_t last) {
        lists_.clear();
        for (Progress& each : progress_) {
            const List before = each.done;
            if (down) {
                std::size_t step = 1;
                const std::uint32_t* at = before.begin;
                const auto left = [&] { return static_cast<std::size_t>(at - each.all.begin); };
                while (left() >= step && at[-static_cast<std::ptrdiff_t>(step)] >= first) {
                    at -= step;
                    step *= 2;
                }
                each.done.begin = std::lower_bound(at - std::min(step, left()), at, first);
                if (each.done.begin != before.begin)
                    lists_.push_back({each.done.begin, before.begin});
            } else {
                std::size_t step = 1;
                const std::uint32_t* at = before.end;
                const auto left = [&] { return static_cast<std::size_t>(each.all.end - at); };
                while (left() >= step && at[step - 1] < last) {
                    at += step;
                    step *= 2;
                }
                each.done.end = std::lower_bound(at, at + std::min(step, left()), last);
                if (each.done.end != before.end) lists_.push_back({before.end, each.done.end});
            }
        }
    }

    void search(std::size_t size) {
        const std::size_t least = least_shared(size);
        if (lists_.size() < least) return;
        std::sort(lists_.begin(), lists_.end(),
                  [](const List& a, const List& b) { return a.size() < b.size(); });
        // An entry in as many lists as it must be in is in one of these.
        const std::size_t sources = lists_.size() - least + 1;
        auto& shared = scratch_.shared;
        auto& candidates = scratch_.candidates;
        candidates.clear();
        for (std::size_t i = 0; i < sources; ++i)
            for (const std::uint32_t* at = lists_[i].begin; at != lists_[i].end; ++at)
                if (shared[*at]++ == 0) candidates.push_back(*at);
        for (std::size_t i = sources; i < lists_.size(); ++i) check(lists_[i], least, i);
        for (const std::uint32_t entry : candidates) {
            if (shared[entry] >= least)
                offer({all_.originals_[entry], similarity(shared[entry], size_, size)});
            shared[entry] = 0;
        }
    }

    /// Which candidates are in list i; those that can no longer be in enough of them go.
    void check(const List& list, std::size_t least, std::size_t i) {
        auto& shared = scratch_.shared;
        auto& candidates = scratch_.candidates;
        const std::size_t left = lists_.size() - i;
        std::size_t kept = 0;
        for (const std::uint32_t entry : candidates) {
            if (shared[entry] + left >= least) {
                candidates[kept++] = entry;
            } else {
                shared[entry] = 0;
            }
        }
        candidates.resize(kept);
        if (list.size() < 8 * kept) {
            for (const std::uint32_t* at = list.begin; at != list.end; ++at)
                if (shared[*at] > 0) ++shared[*at];
            return;
        }
        for (const std::uint32_t entry : candidates)
            shared[entry] += std::binary_search(list.begin, list.end, entry);
    }

    void offer(const Found& found) {
        if (best_.size() == rules_.count) {
            if (!better(found, best_.front())) return;
            std::pop_heap(best_.begin(), best_.end(), better);
            best_.pop_back();
        }
        best_.push_back(found);
        std::push_heap(best_.begin(), best_.end(), better);
    }

    const NearestEntries& all_;
    std::size_t size_;
    const Rules& rules_;
    Scratch& scratch_;
    std::vector<Progress> progress_;
    std::vector<List> lists_;
    std::vector<Found> best_;
};

std::vector<NearestEntries::Found> NearestEntries::find(std::span<const std::uint32_t> grams,
                                                        const Rules& rules,
                                                        Scratch& scratch) const {
    return Search(*this, grams, rules, scratch).run();
}

}  // namespace pipelab::ngram
