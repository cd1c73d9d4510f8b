#include "gap/textbook.hpp"

#include "base/array.hpp"
#include "gap/grid.hpp"
#include "gap/sorted_pass.hpp"
#include "gap/top_gaps.hpp"

#include <algorithm>
#include <mutex>

namespace pipelab::gap {

template <class T>
std::vector<Gap<T>> widest_gaps_by_sort(const Values<T>& values, std::size_t top) {
    base::Array<T> sorted(values.extent().count);
    values.visit([&](const Block<T>& block, int) {
        std::copy(block.values.begin(), block.values.end(),
                  sorted.begin() + static_cast<std::ptrdiff_t>(block.first_index));
    });
    sort_values(std::span<T>(sorted));
    TopGaps<T> gaps(top);
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        if (sorted[i - 1] != sorted[i]) gaps.add({sorted[i - 1], sorted[i]});
    }
    return gaps.sorted();
}

template <class T>
std::vector<Gap<T>> widest_gap_by_buckets(const Values<T>& values) {
    const Extent<T> extent = values.extent();
    if (extent.count < 2 || extent.minimum == extent.maximum) return {};
    // Grid rounds an integer's cell width up to a power of two: twice the cells keep it below
    // the mean gap.
    const Grid<T> grid(extent.minimum, extent.maximum,
                       std::min<std::uint64_t>(2 * (extent.count - 1), std::uint64_t{1} << 30));
    struct Bucket {
        bool occupied = false;
        T least{}, greatest{};
    };
    std::vector<Bucket> buckets(grid.cells());
    std::mutex guard;
    values.visit([&](const Block<T>& block, int) {
        base::Array<std::uint32_t> cells(block.values.size());
        grid.locate(block.values, cells.data());
        const std::lock_guard lock(guard);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            Bucket& bucket = buckets[cells[i]];
            const T value = block.values[i];
            if (!bucket.occupied) bucket = {true, value, value};
            bucket.least = std::min(bucket.least, value);
            bucket.greatest = std::max(bucket.greatest, value);
        }
    });
    TopGaps<T> widest(1);
    T last = extent.minimum;
    for (const Bucket& bucket : buckets) {
        if (!bucket.occupied) continue;
        if (bucket.least != last) widest.add({last, bucket.least});
        last = bucket.greatest;
    }
    return widest.sorted();
}

#define PIPELAB_GAP_TEXTBOOK(T)                                                      \
    template std::vector<Gap<T>> widest_gaps_by_sort(const Values<T>&, std::size_t); \
    template std::vector<Gap<T>> widest_gap_by_buckets(const Values<T>&);
PIPELAB_GAP_TEXTBOOK(double)
PIPELAB_GAP_TEXTBOOK(std::int64_t)
PIPELAB_GAP_TEXTBOOK(std::uint64_t)

}  // namespace pipelab::gap
