#pragma once

#include "base/array.hpp"
#include "base/parallel.hpp"
#include "base/scatter.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace pipelab::base {

namespace detail {

/// Splitters of a sample sort as a search tree in an array: each item falls into one of `Buckets`
/// (a power of two) by log2(Buckets) comparisons without branches.
template <class T, class Less, std::size_t Buckets>
class Splitters {
  public:
    /// From `oversampling` items for each bucket, which must be there.
    Splitters(std::span<const T> items, std::size_t oversampling, Less less) : less_(less) {
        const std::size_t sample_size = oversampling * Buckets;
        std::vector<T> sample;
        sample.reserve(sample_size);
        const std::size_t step = items.size() / sample_size;
        for (std::size_t i = step / 2; sample.size() < sample_size; i += step) {
            sample.push_back(items[i]);
        }
        std::sort(sample.begin(), sample.end(), less_);
        std::size_t rank = 0;
        place(sample, 1, rank);
    }

    std::uint8_t bucket(const T& item) const {
        std::size_t node = 1;
        while (node < Buckets) node = 2 * node + !less_(item, tree_[node]);
        return static_cast<std::uint8_t>(node - Buckets);
    }

  private:
    /// In the order of the tree, the splitters are evenly spaced items of the sample.
    void place(const std::vector<T>& sample, std::size_t node, std::size_t& rank) {
        if (node >= Buckets) return;
        place(sample, 2 * node, rank);
        ++rank;
        tree_[node] = sample[rank * sample.size() / Buckets];
        place(sample, 2 * node + 1, rank);
    }

    std::array<T, Buckets> tree_{};
    Less less_;
};

/// Sorts `items` into `sorted`, of the same size, by another deal to buckets when there are many.
/// `buckets` has a byte for each.
template <class T, class Less>
void sort_into(std::span<const T> items, T* sorted, std::uint8_t* buckets, Less less) {
    constexpr std::size_t bucket_count = 64, oversampling = 4;
    if (items.size() < 2 * bucket_count * oversampling) {
        std::copy(items.begin(), items.end(), sorted);
        std::sort(sorted, sorted + items.size(), less);
        return;
    }
    const Splitters<T, Less, bucket_count> splitters(items, oversampling, less);
    std::array<std::size_t, bucket_count> ends{};
    for (std::size_t i = 0; i < items.size(); ++i) ++ends[buckets[i] = splitters.bucket(items[i])];
    std::exclusive_scan(ends.begin(), ends.end(), ends.begin(), std::size_t{0});
    for (std::size_t i = 0; i < items.size(); ++i) sorted[ends[buckets[i]]++] = items[i];
    for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
        std::sort(sorted + (bucket == 0 ? 0 : ends[bucket - 1]), sorted + ends[bucket], less);
    }
}

}  // namespace detail

/// Sorts by `less` on all threads: items are dealt to 256 buckets by splitters from a sample
/// (Frazer and McKellar 1970), those that are large to 64 more, and the buckets sorted. The same
/// result for any thread count, also of the order of items that `less` cannot tell apart, which is
/// no particular one; many of those end in one bucket, so an order that breaks all ties is faster.
/// As much memory again and a byte an item.
template <class T, class Less>
void parallel_sort(std::span<T> items, Less less) {
    constexpr std::size_t small = std::size_t{1} << 13;
    if (items.size() < small) {
        std::sort(items.begin(), items.end(), less);
        return;
    }
    constexpr std::size_t bucket_count = 256, oversampling = 16;
    const detail::Splitters<T, Less, bucket_count> splitters({items.data(), items.size()},
                                                             oversampling, less);
    const std::size_t block = std::max(small, items.size() / 64 + 1);
    std::vector counts(Blocks{items.size(), block}.count(), std::vector<std::size_t>(bucket_count));
    Array<std::uint8_t> buckets(items.size());
    parallel_blocks(items.size(), block, [&](std::size_t i, std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k) {
            buckets[k] = splitters.bucket(items[k]);
            ++counts[i][buckets[k]];
        }
    });
    const auto begins = places_in_buckets(counts, bucket_count);
    Array<T> sorted(items.size());
    parallel_blocks(items.size(), block, [&](std::size_t i, std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k) sorted[counts[i][buckets[k]]++] = items[k];
    });
    parallel_for(bucket_count, [&](std::size_t bucket) {
        const std::size_t begin = begins[bucket], size = begins[bucket + 1] - begin;
        detail::sort_into(std::span<const T>(sorted.data() + begin, size), items.data() + begin,
                          buckets.data() + begin, less);
    });
}

}  // namespace pipelab::base
