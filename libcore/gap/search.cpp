#include "gap/search.hpp"

#include "gap/every_gap.hpp"
#include "gap/grid.hpp"
#include "gap/occupancy.hpp"
#include "gap/radix_sort.hpp"
#include "gap/textbook.hpp"
#include "gap/top_gaps.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::gap {
namespace {

/// Its exponent range holds every width of doubles.
template <class T>
long double approximate(const Width<T>& width) {
    if constexpr (std::is_same_v<T, double>) {
        return static_cast<long double>(width.high) * (width.doubled ? 2 : 1);
    } else {
        return static_cast<long double>(width);
    }
}

template <class T>
long double length(const std::vector<Stretch<T>>& stretches) {
    long double sum = 0;
    for (const auto& s : stretches) sum += approximate<T>(width_between(s.low, s.high));
    return sum;
}

/// The range in units of the widest gap, guessed from a sample: among k values that lie in a
/// stretch of length L by chance, the widest gap is about L/k ln k (Lévy 1939).
template <class T>
double gaps_in_range(const Values<T>& values, const Extent<T>& extent) {
    std::vector<T> sample = values.sample();
    base::Array<T> scratch;
    radix_sort(std::span<T>(sample), scratch);
    constexpr std::size_t group = 16;
    const double each = static_cast<double>(extent.count) / static_cast<double>(sample.size());
    const double inside = each * group;
    long double stretch = 0;
    for (std::size_t i = 0; i + group < sample.size(); i += group) {
        stretch = std::max(stretch, approximate<T>(width_between(sample[i], sample[i + group])));
    }
    const long double range = approximate<T>(width_between(extent.minimum, extent.maximum));
    return stretch > 0 ? static_cast<double>(range / stretch) * inside / std::log(inside) : 0;
}

/// One search for the widest gaps.
template <class T>
class Search {
  public:
    Search(const Values<T>& values, std::size_t top, const Resources& resources,
           base::Control control)
        : values_(values),
          extent_(values.extent()),
          top_(top),
          memory_(std::max(resources.memory, std::uint64_t{1} << 20)),
          resources_(resources),
          control_(control),
          known_(top) {}

    std::vector<Gap<T>> run() {
        if (top_ == 0 || extent_.count < 2 || extent_.minimum == extent_.maximum) return {};
        if (top_ > most_by_bitmap) return by_sorting();
        std::vector<Stretch<T>> stretches{{extent_.minimum, extent_.maximum}};
        const double count = static_cast<double>(extent_.count);
        const double enough = std::min(4 * count, 65536.0);
        double cells = std::max(enough, std::min(first_cells(), 4 * count));
        for (int round = 0; round < most_rounds && !control_.cancellation.requested(); ++round) {
            const Grid<T> grid = round == 0
                                     ? Grid<T>(extent_.minimum, extent_.maximum, allowed(cells))
                                     : Grid<T>(stretches, allowed(cells));
            if (look(grid)) return known_.sorted();
            const long double before = length(stretches);
            stretches = split(stretches);
            if (stretches.empty()) return known_.sorted();
            const long double after = length(stretches);
            const double finer =
                known_.full()
                    ? 3 * static_cast<double>(after / approximate<T>(known_.least().width()))
                    : 4 * count;
            // Neither finer cells nor shorter stretches: the bounds will not decide.
            if (!(std::min(finer, most_cells()) > 1.5 * cells || after < 0.5 * before)) break;
            cells = std::max(finer, enough);
        }
        return by_sorting();
    }

  private:
    static constexpr std::size_t most_by_bitmap = 100000;
    static constexpr int most_rounds = 12;

    /// Eight cells a gap leave few runs to look at twice, three still decide. In between, a
    /// bitmap for each worker is worth more than finer cells.
    double first_cells() const {
        const double guess = gaps_in_range(values_, extent_);
        return std::clamp(most_cells() / values_.workers(), 3 * guess, 8 * guess);
    }
    double most_cells() const { return static_cast<double>(memory_ / 4 * 3 * 8); }
    std::uint64_t allowed(double cells) const {
        return static_cast<std::uint64_t>(std::clamp(std::min(cells, most_cells()), 64.0, 0x1p30));
    }

    /// One round; true if the known gaps are now certainly the widest.
    bool look(const Grid<T>& grid) {
        const std::size_t limit = std::max<std::size_t>(512, 4 * top_);
        const auto bitmap = occupancy(values_, grid, memory_ / 4 * 3);
        verified_.clear();
        if (grid.exact()) {
            for (const Run& run : longest_runs(bitmap, grid, 0, top_).kept) {
                known_.add({grid.value(run.before), grid.value(run.after)});
            }
            return true;
        }
        Runs runs = longest_runs(bitmap, grid, 1, limit);
        drop_hopeless(runs);
        verified_ = exact_gaps(values_, grid, runs.kept);
        for (const auto& gap : verified_) known_.add(gap);
        return known_.full() &&
               grid.in_cells(known_.least().width()) > runs.dropped + 2 + 2 * Grid<T>::margin;
    }

    /// Leaves out runs that are shorter than `top` others by more than the bounds are apart.
    void drop_hopeless(Runs& runs) const {
        if (runs.kept.size() <= top_) return;
        std::vector<std::uint32_t> lengths;
        for (const Run& run : runs.kept) lengths.push_back(run.empty());
        std::nth_element(lengths.begin(), lengths.begin() + static_cast<std::ptrdiff_t>(top_ - 1),
                         lengths.end(), std::greater<>());
        const std::uint32_t needed = lengths[top_ - 1] > 2 ? lengths[top_ - 1] - 2 : 1;
        std::erase_if(runs.kept, [&](const Run& run) {
            if (run.empty() >= needed) return false;
            runs.dropped = std::max(runs.dropped, run.empty());
            return true;
        });
    }

    /// What the verified gaps leave of the stretches, as far as it can still hold a wider gap.
    std::vector<Stretch<T>> split(const std::vector<Stretch<T>>& stretches) {
        std::vector<Stretch<T>> rest;
        const auto keep = [&](T low, T high) {
            if (low == high) return;
            if (known_.full() && width_between(low, high) < known_.least().width()) return;
            rest.push_back({low, high});
        };
        std::size_t next = 0;
        for (const auto& stretch : stretches) {
            T low = stretch.low;
            for (; next < verified_.size() && verified_[next].upper <= stretch.high; ++next) {
                keep(low, verified_[next].lower);
                low = verified_[next].upper;
            }
            keep(low, stretch.high);
        }
        return rest;
    }

    std::vector<Gap<T>> by_sorting() {
        TopGaps<T> gaps(top_);
        for_every_gap<T>(values_, resources_, control_, [&](const Gap<T>& gap) { gaps.add(gap); });
        return gaps.sorted();
    }

    const Values<T>& values_;
    const Extent<T> extent_;
    const std::size_t top_;
    const std::uint64_t memory_;
    const Resources& resources_;
    base::Control control_;
    TopGaps<T> known_;
    std::vector<Gap<T>> verified_;  // of the last round, from left to right
};

}  // namespace

template <class T>
std::vector<Gap<T>> widest_gaps(const Values<T>& values, std::size_t top,
                                const Resources& resources, base::Control control, Method method) {
    if (method == Method::sort) return widest_gaps_by_sort(values, top);
    constexpr std::uint64_t most_buckets = std::uint64_t{1} << 29;  // cells are 32-bit numbers
    if (method == Method::buckets && top == 1 && values.extent().count <= most_buckets) {
        return widest_gap_by_buckets(values);
    }
    return Search<T>(values, top, resources, control).run();
}

template <class T>
void gaps_over(const Values<T>& values, const Width<T>& width, const Resources& resources,
               base::Control control, const std::function<void(const Gap<T>&)>& see) {
    const Extent<T> extent = values.extent();
    if (extent.count < 2 || extent.minimum == extent.maximum) return;
    const long double range = approximate<T>(width_between(extent.minimum, extent.maximum));
    const double cells = 2.1 * static_cast<double>(range / approximate<T>(width)) + 64;
    const double most_cells =
        static_cast<double>(std::max(resources.memory, std::uint64_t{1} << 20) / 2 * 8);
    constexpr std::size_t most_runs = 65536;
    if (cells < std::min(most_cells, 0x1p30)) {
        // Integer cells may come out up to twice as wide as asked for.
        const Grid<T> grid(extent.minimum, extent.maximum, static_cast<std::uint64_t>(2 * cells));
        const auto bitmap = occupancy(values, grid, resources.memory / 2);
        const double needed = grid.in_cells(width) - 2 - 2 * Grid<T>::margin;
        const Runs runs = longest_runs(
            bitmap, grid, needed < 1 ? 1 : static_cast<std::uint32_t>(std::min(needed, 0x1p30)),
            most_runs);
        if (runs.dropped == 0 && grid.in_cells(width) > 2 + 2 * Grid<T>::margin) {
            for (const auto& gap : exact_gaps(values, grid, runs.kept)) {
                if (gap.width() > width) see(gap);
            }
            return;
        }
    }
    for_every_gap<T>(values, resources, control, [&](const Gap<T>& gap) {
        if (gap.width() > width) see(gap);
    });
}

template <class T>
std::optional<Gap<T>> widest_gap(std::span<const T> values) {
    if (values.size() < 2) return std::nullopt;
    const MemoryValues<T> in_memory(values);
    const auto gaps = widest_gaps<T>(in_memory, 1);
    if (!gaps.empty()) return gaps.front();
    return Gap<T>{in_memory.extent().minimum, in_memory.extent().minimum};
}

#define PIPELAB_GAP_SEARCH(T)                                                                   \
    template std::vector<Gap<T>> widest_gaps(const Values<T>&, std::size_t, const Resources&,   \
                                             base::Control, Method);                            \
    template void gaps_over(const Values<T>&, const Width<T>&, const Resources&, base::Control, \
                            const std::function<void(const Gap<T>&)>&);                         \
    template std::optional<Gap<T>> widest_gap(std::span<const T>);
PIPELAB_GAP_SEARCH(double)
PIPELAB_GAP_SEARCH(std::int64_t)
PIPELAB_GAP_SEARCH(std::uint64_t)

}  // namespace pipelab::gap
