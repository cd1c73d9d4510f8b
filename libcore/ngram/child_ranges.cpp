#include "ngram/child_ranges.hpp"

#include "base/parallel.hpp"

#include <atomic>
#include <bit>
#include <vector>

namespace pipelab::ngram {

ChildRanges::ChildRanges(const base::Array<std::uint32_t>& first)
    : nodes_(first.size() - 1), children_(first.back()) {
    base::Array<Sample> samples(ChildRanges::samples(nodes_));
    base::Array<std::uint32_t> tables;
    for (std::size_t b = 0; b < samples.size(); ++b) {
        const std::size_t begin = std::min(b * block, nodes_);
        const std::size_t end = std::min(begin + block, nodes_);
        samples[b] = {first[begin], 0};
        if (end - begin + first[end] - first[begin] <= most_bits) continue;
        samples[b].table = static_cast<std::uint32_t>(tables.size() / block + 1);
        for (std::size_t i = begin; i < begin + block; ++i)
            tables.push_back(first[std::min(i, end)] - first[begin]);
    }
    base::Array<std::uint64_t> bits(words(nodes_, children_), 0);
    base::parallel_blocks(
        nodes_, std::size_t{1} << 16, [&](std::size_t, std::size_t begin, std::size_t end) {
            std::uint64_t word = 0;
            std::size_t at = begin + first[begin];
            std::size_t current = at / 64;
            // Blocks meet within words.
            const auto flush = [&] {
                std::atomic_ref(bits[current]).fetch_or(word, std::memory_order_relaxed);
            };
            for (std::size_t i = begin; i < end; ++i) {
                at = i + first[i];
                if (at / 64 != current) {
                    flush();
                    word = 0;
                    current = at / 64;
                }
                word |= std::uint64_t{1} << at % 64;
            }
            flush();
        });
    parts_ = {std::move(samples), std::move(bits), std::move(tables)};
}

std::uint64_t ChildRanges::one_behind(std::uint64_t at, std::uint64_t more) const {
    const std::size_t size = parts_.bits.size();
    std::uint64_t index = at / 64;
    if (index >= size) return at;
    const std::uint64_t last = std::min<std::uint64_t>(size - 1, index + most_bits / 64 + 1);
    std::uint64_t word = parts_.bits[index] & ~std::uint64_t{0} << at % 64;
    for (std::uint64_t ones; (ones = static_cast<std::uint64_t>(std::popcount(word))) <= more;) {
        if (index == last) return last * 64 + 63;
        more -= ones;
        word = parts_.bits[++index];
    }
    for (; more > 0; --more) word &= word - 1;
    return index * 64 + static_cast<std::uint64_t>(std::countr_zero(word));
}

ChildRanges::Range ChildRanges::of(std::uint64_t node) const {
    const std::uint64_t in = node % block;
    const Sample& sample = parts_.samples[node / block];
    const std::uint64_t behind = parts_.samples[node / block + 1].first;
    if (sample.table > 0) {
        const std::uint64_t at = std::uint64_t{sample.table - 1} * block + in;
        if (at + 1 >= parts_.tables.size() + (in + 1 == block)) return {0, 0};
        const std::uint64_t begin = std::uint64_t{sample.first} + parts_.tables[at];
        const std::uint64_t end =
            in + 1 == block ? behind : std::uint64_t{sample.first} + parts_.tables[at + 1];
        return clamped(begin, end);
    }
    const std::uint64_t at = one_behind(node - in + sample.first, in);
    if (in + 1 == block || node + 1 == nodes_) return clamped(at - node, behind);
    return clamped(at - node, one_behind(at, 1) - node - 1);
}

std::uint64_t ChildRanges::parent(std::uint64_t child) const {
    const auto& samples = parts_.samples;
    const auto above =
        std::upper_bound(samples.begin(), samples.end(), child,
                         [](std::uint64_t a, const Sample& b) { return a < b.first; });
    const auto b = static_cast<std::uint64_t>(above - samples.begin());
    const std::uint64_t begin = (b > 0 ? b - 1 : 0) * block;
    if (begin >= nodes_) return nodes_ > 0 ? nodes_ - 1 : 0;
    // The last node of the block that begins no later than the child.
    std::uint64_t low = begin, high = std::min<std::uint64_t>(begin + block, nodes_);
    while (high - low > 1) {
        const std::uint64_t middle = (low + high) / 2;
        (of(middle).begin <= child ? low : high) = middle;
    }
    return low;
}

}  // namespace pipelab::ngram
