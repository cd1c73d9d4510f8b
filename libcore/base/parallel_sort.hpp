#pragma once

#include "base/array.hpp"
#include "base/parallel.hpp"
#include "base/scatter.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::base {

namespace detail {

/// Splitters of a sample sort as a search tree in an array: each item falls into one of 256
/// buckets by eight comparisons without branches.
template <class T, class Less>
class Splitters {
  public:
    static constexpr std::size_t buckets = 256;

    Splitters(std::span<const T> items, Less less) : less_(less) {
        constexpr std::size_t sample_size = 16 * buckets;
        std::vector<T> sample;
        sample.reserve(sample_size);
        const std::size_t step = std::max<std::size_t>(1, items.size() / sample_size);
        for (std::size_t i = step / 2; i < items.size() && sample.size() < sample_size; i += step) {
            sample.push_back(items[i]);
        }
        std::sort(sample.begin(), sample.end(), less_);
        std::size_t rank = 0;
        place(sample, 1, rank);
    }

    std::uint8_t bucket(const T& item) const {
        std::size_t node = 1;
        while (node < buckets) node = 2 * node + !less_(item, tree_[node]);
        return static_cast<std::uint8_t>(node - buckets);
    }

  private:
    /// In the order of the tree, the splitters are evenly spaced items of the sample.
    void place(const std::vector<T>& sample, std::size_t node, std::size_t& rank) {
        if (node >= buckets) return;
        place(sample, 2 * node, rank);
        ++rank;
        tree_[node] = sample[rank * sample.size() / buckets];
        place(sample, 2 * node + 1, rank);
    }

    std::array<T, buckets> tree_{};
    Less less_;
};

}  // namespace detail

/// Sorts by `less` on all threads: items are dealt to 256 buckets by splitters from a sample
/// (Frazer and McKellar 1970) and the buckets sorted. The same result for any thread count, also
/// of the order of items that `less` cannot tell apart, which is no particular one; many of those
/// end in one bucket, so an order that breaks all ties is faster. As much memory again and a byte
/// an item.
template <class T, class Less>
void parallel_sort(std::span<T> items, Less less) {
    constexpr std::size_t small = std::size_t{1} << 13;
    if (items.size() < small) {
        std::sort(items.begin(), items.end(), less);
        return;
    }
    using Splitters = detail::Splitters<T, Less>;
    const Splitters splitters({items.data(), items.size()}, less);
    const std::size_t block = std::max(small, items.size() / 64 + 1);
    std::vector counts(Blocks{items.size(), block}.count(),
                       std::vector<std::size_t>(Splitters::buckets));
    Array<std::uint8_t> buckets(items.size());
    parallel_blocks(items.size(), block, [&](std::size_t i, std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k) {
            buckets[k] = splitters.bucket(items[k]);
            ++counts[i][buckets[k]];
        }
    });
    const auto begins = places_in_buckets(counts, Splitters::buckets);
    Array<T> sorted(items.size());
    parallel_blocks(items.size(), block, [&](std::size_t i, std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k) sorted[counts[i][buckets[k]]++] = items[k];
    });
    parallel_for(Splitters::buckets, [&](std::size_t bucket) {
        T* const begin = sorted.data() + begins[bucket];
        T* const end = sorted.data() + begins[bucket + 1];
        std::sort(begin, end, less);
        std::copy(begin, end, items.data() + begins[bucket]);
    });
}

}  // namespace pipelab::base
