#include "gap/textbook.hpp"

#include "base/array.hpp"
#include "gap/grid.hpp"
#include "gap/radix_sort.hpp"
#include "gap/top_gaps.hpp"

#include <algorithm>
#include <limits>
#include <mutex>
#include <type_traits>

namespace pipelab::gap {

template <class T>
std::vector<Gap<T>> widest_gaps_by_sort(const Values<T>& values, std::size_t top) {
    base::Array<T> sorted(values.extent().count);
    values.visit([&](const Block<T>& block, int) {
        std::copy(block.values.begin(), block.values.end(),
                  sorted.begin() + static_cast<std::ptrdiff_t>(block.first_index));
    });
    base::Array<T> scratch;
    radix_sort(std::span<T>(sorted), scratch);
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
    // Integer cells are powers of two wide: asking for twice as many keeps them below the mean gap.
    const std::uint64_t cells = std::min<std::uint64_t>(
        (std::is_integral_v<T> ? 2 : 1) * extent.count, std::uint64_t{1} << 30);
    const Grid<T> grid(extent.minimum, extent.maximum, cells);
    base::Array<T> least(grid.cells()), greatest(grid.cells());
    std::fill(least.begin(), least.end(), std::numeric_limits<T>::max());
    std::fill(greatest.begin(), greatest.end(), std::numeric_limits<T>::lowest());
    std::mutex guard;
    values.visit([&](const Block<T>& block, int) {
        base::Array<std::uint32_t> places(block.values.size());
        grid.locate(block.values, places.data());
        const std::lock_guard lock(guard);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const T value = block.values[i];
            least[places[i]] = std::min(least[places[i]], value);
            greatest[places[i]] = std::max(greatest[places[i]], value);
        }
    });
    TopGaps<T> widest(1);
    T last = extent.minimum;
    for (std::size_t cell = 0; cell < least.size(); ++cell) {
        if (least[cell] > greatest[cell]) continue;  // empty
        if (least[cell] != last) widest.add({last, least[cell]});
        last = greatest[cell];
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
