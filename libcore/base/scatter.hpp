#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace pipelab::base {

/// Where items go that are scattered into buckets, part after part: counts[part][bucket], how many
/// items of a part go to a bucket, becomes the place of the first of them. Returns where buckets
/// begin, and behind the last how many items there are. Buckets hold the items of the first part
/// before those of the second: the same order for any number of threads.
inline std::vector<std::size_t> places_in_buckets(std::vector<std::vector<std::size_t>>& counts,
                                                  std::size_t buckets) {
    std::vector<std::size_t> begins(buckets + 1);
    std::size_t all = 0;
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        begins[bucket] = all;
        for (auto& part : counts) {
            const std::size_t size = std::exchange(part[bucket], all);
            all += size;
        }
    }
    begins[buckets] = all;
    return begins;
}

}  // namespace pipelab::base
