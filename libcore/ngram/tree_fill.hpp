#pragma once

#include "ngram/grams.hpp"
#include "ngram/radix_sort.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::ngram {

/// How many words a key has, from its last on.
template <class Layout>
std::size_t key_length(const Layout& layout, const typename Layout::Key& key) {
    std::size_t length = layout.order();
    while (layout.digit(key, length - 1) == 0) --length;
    return length;
}

/// Adds to `nodes` how many n-grams of each order from 2 on sorted items have; those that others
/// end with count as well.
template <class Layout, class Item>
void count_nodes(const Layout& layout, std::span<const Item> items,
                 std::vector<std::uint64_t>& nodes) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::size_t shared =
            i > 0 ? layout.shared(key_of(items[i - 1]), key_of(items[i])) : 1;
        for (std::size_t n = std::max<std::size_t>(shared, 1);
             n < key_length(layout, key_of(items[i])); ++n)
            ++nodes[n];
    }
}

/// Levels for so many nodes, their last child entries set. DataError for more than 2^32 - 2 of one.
Grams allocate_grams(const std::vector<std::uint64_t>& nodes);

/// Turns sorted items into their part of a tree, with counts 0: the unigrams `words` [first, last),
/// which all items end with, and behind next[n] the longer n-grams. put(same, length) sees items of
/// one key and its length after its node, the last of each level so far, is there.
template <class Layout, class Item, class Put>
void fill_tree(const Layout& layout, std::span<const Item> items, WordId first, WordId last,
               std::vector<std::uint64_t>& next, Grams& grams, Put&& put) {
    const std::size_t order = layout.order();
    WordId word = first;
    const auto open = [&](std::size_t n, WordId begin) {
        GramLevel& level = grams.levels[n];
        const auto at = static_cast<std::size_t>(next[n]++);
        level.word[at] = begin;
        level.count[at] = 0;
        level.child[at] = n + 1 < order ? static_cast<std::uint32_t>(next[n + 1]) : 0;
    };
    for (std::size_t i = 0; i < items.size();) {
        const auto& key = key_of(items[i]);
        std::size_t same = i + 1;
        while (same < items.size() && key_of(items[same]) == key) ++same;
        const std::size_t shared = i > 0 ? layout.shared(key_of(items[i - 1]), key) : 0;
        const std::size_t length = key_length(layout, key);
        for (std::size_t n = shared; n < length; ++n) {
            const auto begin = static_cast<WordId>(layout.digit(key, n) - 1);
            // Unigrams are there even if they do not occur.
            while (n == 0 && word <= begin) open(0, word++);
            if (n > 0) open(n, begin);
        }
        put(items.subspan(i, same - i), length);
        i = same;
    }
    while (word < last) open(0, word++);
}

}  // namespace pipelab::ngram
