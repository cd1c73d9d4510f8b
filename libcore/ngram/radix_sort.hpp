#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace pipelab::ngram {

/// The key of an item: itself, or its member `key`.
template <class Item>
const auto& key_of(const Item& item) {
    if constexpr (requires { item.key; }) {
        return item.key;
    } else {
        return item;
    }
}

/// Sorts items that are or have a `key`, a GramKey laid out as `Layout`, by the lowest `bits` of it
/// (the others are equal), ascending. Most significant digit first, by bytes, down to runs that are
/// faster to compare. Equal keys stay in no particular order. `scratch` has room for `size` items,
/// fewer than 2^32.
template <class Layout, class Item>
void radix_sort(Item* items, Item* scratch, std::size_t size, int bits) {
    constexpr std::size_t few = 48;
    if (size <= few || bits <= 0) {
        if (bits > 0)
            std::sort(items, items + size,
                      [](const Item& a, const Item& b) { return key_of(a) < key_of(b); });
        return;
    }
    const int low = std::max(0, bits - 8);
    const std::uint64_t mask = (std::uint64_t{1} << (bits - low)) - 1;
    const auto digit = [&](const Item& item) {
        return static_cast<std::size_t>(Layout::bits_of(key_of(item), low) & mask);
    };
    std::uint32_t begins[257] = {};
    for (std::size_t i = 0; i < size; ++i) ++begins[digit(items[i]) + 1];
    if (std::find(begins + 1, begins + 257, size) != begins + 257)
        return radix_sort<Layout>(items, scratch, size, low);
    for (std::size_t i = 1; i < 257; ++i) begins[i] += begins[i - 1];
    std::uint32_t next[256];
    std::copy_n(begins, 256, next);
    for (std::size_t i = 0; i < size; ++i) scratch[next[digit(items[i])]++] = items[i];
    std::copy_n(scratch, size, items);
    for (std::size_t i = 0; i < 256; ++i) {
        const std::size_t part = begins[i + 1] - begins[i];
        if (part > 1) radix_sort<Layout>(items + begins[i], scratch, part, low);
    }
}

}  // namespace pipelab::ngram
