#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace pipelab::base {

/// Threads a parallel loop uses: what set_threads said last, else as many as
/// cores we may run on.
int threads();
/// Sets the number of threads of later parallel loops, whichever thread starts them; at least 1.
void set_threads(int count);

/// Runs body(i) for each i in [0, count), each on some thread. The body must write only to what
/// belongs to its i. The first exception (lowest i among those thrown) is rethrown when all
/// threads have stopped. Serial where count < 2, where one thread is set, or inside another
/// parallel loop. Starting threads costs some 20 microseconds: keep small work out.
template <class Body>
void parallel_for(std::size_t count, Body&& body);

/// The fixed blocks in which all parallel work over `items` is cut: the borders depend on
/// `items` and `block` (at least 1) alone, never on the number of threads.
struct Blocks {
    std::size_t items;
    std::size_t block;
    std::size_t count() const { return items / block + (items % block != 0); }
    std::size_t begin(std::size_t i) const { return i * block; }
    std::size_t end(std::size_t i) const { return begin(i) + std::min(block, items - begin(i)); }
};

/// body(block_index, begin, end) over the fixed blocks of [0, items).
template <class Body>
void parallel_blocks(std::size_t items, std::size_t block, Body&& body) {
    const Blocks blocks{items, block};
    parallel_for(blocks.count(), [&](std::size_t i) { body(i, blocks.begin(i), blocks.end(i)); });
}

/// Folds the results of map(begin, end) over the fixed blocks from the left:
/// join(join(join(start, r0), r1), r2)... The same bits for any thread count. O(blocks) memory.
/// `start` without items.
template <class Result, class Map, class Join>
Result fold_blocks(std::size_t items, std::size_t block, Result start, Map&& map, Join&& join) {
    std::vector<std::optional<Result>> results(Blocks{items, block}.count());
    parallel_blocks(items, block, [&](std::size_t i, std::size_t begin, std::size_t end) {
        results[i].emplace(map(begin, end));
    });
    for (auto& result : results) start = join(std::move(start), std::move(*result));
    return start;
}

namespace detail {
/// Type-erased parallel loop, so that no other file needs threads.
void parallel_for(std::size_t count, void* context, void (*call)(void*, std::size_t));
}  // namespace detail

template <class Body>
void parallel_for(std::size_t count, Body&& body) {
    using Plain = std::remove_reference_t<Body>;
    detail::parallel_for(count, const_cast<void*>(static_cast<const void*>(&body)),
                         [](void* context, std::size_t i) { (*static_cast<Plain*>(context))(i); });
}

}  // namespace pipelab::base
