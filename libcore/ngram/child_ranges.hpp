#pragma once

#include "base/frozen_array.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace pipelab::ngram {

/// Which children each node of a level has: the nodes of the next level from `begin` to `end`.
/// Unary code (a one for each node and a zero behind it for each of its children; Jacobson 1989),
/// with a sample for every 64 nodes. Where these have very many children, their places stand in a
/// table beside. Memory: 2 bits a node, 1 a child (up to 1.5 where there is a table).
/// Whatever is in the arrays, ranges lie within the next level.
class ChildRanges {
  public:
    struct Sample {
        std::uint32_t first = 0;  ///< child of the first of its nodes
        std::uint32_t table = 0;  ///< number of the table of these nodes, plus one; 0: none
    };
    struct Parts {
        base::FrozenArray<Sample> samples;        ///< one more than blocks of 64 nodes
        base::FrozenArray<std::uint64_t> bits;    ///< words of nodes + children bits
        base::FrozenArray<std::uint32_t> tables;  ///< first children less that of the sample
    };
    struct Range {
        std::uint64_t begin, end;
    };
    static constexpr std::size_t block = 64;
    static std::size_t samples(std::size_t nodes) { return (nodes + block - 1) / block + 1; }
    static std::size_t words(std::size_t nodes, std::size_t children) {
        return (nodes + children) / 64 + 1;
    }

    ChildRanges() = default;
    /// `first` children of all nodes, and behind them the number of children. O(nodes + children).
    explicit ChildRanges(const base::Array<std::uint32_t>& first);
    /// What parts() gave, whose sizes are right for so many nodes and children.
    ChildRanges(Parts parts, std::size_t nodes, std::size_t children)
        : parts_(std::move(parts)), nodes_(nodes), children_(children) {}
    const Parts& parts() const { return parts_; }

    /// of(node) looks at a sample first, then, mostly, at bits.
    void prefetch_sample(std::uint64_t node) const {
        __builtin_prefetch(&parts_.samples[node / block]);
    }
    void prefetch_bits(std::uint64_t node) const {
        const Sample& sample = parts_.samples[node / block];
        if (sample.table == 0)
            __builtin_prefetch(parts_.bits.data() + (node / block * block + sample.first) / 64);
    }
    Range of(std::uint64_t node) const;
    /// The node with this child.
    std::uint64_t parent(std::uint64_t child) const;

  private:
    /// Blocks with more bits have a table.
    static constexpr std::size_t most_bits = 4096;

    Range clamped(std::uint64_t begin, std::uint64_t end) const {
        begin = std::min<std::uint64_t>(begin, children_);
        return {begin, std::clamp<std::uint64_t>(end, begin, children_)};
    }
    /// The place of the one number `more` behind that at `at`, of no more than most_bits.
    std::uint64_t one_behind(std::uint64_t at, std::uint64_t more) const;

    Parts parts_;
    std::size_t nodes_ = 0, children_ = 0;
};

}  // namespace pipelab::ngram
