#include "ngram/model_links.hpp"

#include "base/parallel.hpp"
#include "ngram/block.hpp"

#include <algorithm>
#include <atomic>

namespace pipelab::ngram {
namespace {

/// The first place in the ascending words[begin, end) that is not below `word`, looked for in steps
/// that grow: it is hardly far from begin.
std::uint32_t lower_bound_from(const WordId* words, std::uint32_t begin, std::uint32_t end,
                               WordId word) {
    std::uint32_t step = 1;
    while (step < end - begin && words[begin + step] < word) {
        begin += step;
        step *= 2;
    }
    return static_cast<std::uint32_t>(
        std::lower_bound(words + begin, words + std::min(end, begin + step + 1), word) - words);
}

}  // namespace

std::vector<base::Array<std::uint32_t>> context_links(const Model& model) {
    std::vector<base::Array<std::uint32_t>> links(model.order());
    if (model.order() < 2) return links;
    links[1] = model.levels[1].word;
    for (std::size_t n = 2; n < model.order(); ++n) {
        const ModelLevel &below = model.levels[n - 2], &level = model.levels[n - 1];
        const ModelLevel& next = model.levels[n];
        const auto& above = links[n - 1];
        auto& found = links[n];
        found.resize(next.size());
        // w1 ... wn is a child of w2 ... wn; its context w1 ... w(n-1) is a child of the context of
        // that, w2 ... w(n-1), by the same first word.
        base::parallel_blocks(
            level.size(), block_of_grams, [&](std::size_t, std::size_t begin, std::size_t end) {
                constexpr std::size_t far = 16, near = 8;
                const auto there = [&](std::size_t i) { return i < end && above[i] != absent; };
                for (std::size_t parent = begin; parent < end; ++parent) {
                    if (there(parent + far)) __builtin_prefetch(&below.child[above[parent + far]]);
                    if (there(parent + near))
                        __builtin_prefetch(&level.word[below.child[above[parent + near]]]);
                    const bool any = above[parent] != absent;
                    std::uint32_t from = any ? below.child[above[parent]] : 0;
                    const std::uint32_t to = any ? below.child[above[parent] + 1] : 0;
                    for (std::uint32_t x = level.child[parent]; x < level.child[parent + 1]; ++x) {
                        if (from < to)
                            from = lower_bound_from(level.word.data(), from, to, next.word[x]);
                        const bool same = from < to && level.word[from] == next.word[x];
                        found[x] = same ? from : absent;
                    }
                }
            });
    }
    return links;
}

base::Array<std::uint8_t> are_contexts(std::size_t size,
                                       const base::Array<std::uint32_t>& of_next) {
    base::Array<std::uint8_t> marks;
    marks.assign(size, 0);
    base::parallel_blocks(
        of_next.size(), block_of_grams, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t x = begin; x < end; ++x)
                if (of_next[x] != absent)
                    std::atomic_ref(marks[of_next[x]]).store(1, std::memory_order_relaxed);
        });
    return marks;
}

base::Array<std::uint32_t> suffix_links(const Model& model, std::size_t level) {
    base::Array<std::uint32_t> links(model.levels[level].size());
    const auto& child = model.levels[level - 1].child;
    base::parallel_blocks(model.levels[level - 1].size(), block_of_grams,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t parent = begin; parent < end; ++parent)
                                  for (std::uint32_t x = child[parent]; x < child[parent + 1]; ++x)
                                      links[x] = static_cast<std::uint32_t>(parent);
                          });
    return links;
}

}  // namespace pipelab::ngram
