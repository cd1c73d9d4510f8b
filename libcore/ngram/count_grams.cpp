#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/scatter.hpp"
#include "ngram/gram_key.hpp"
#include "ngram/grams.hpp"
#include "ngram/tree_fill.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <optional>
#include <span>
#include <utility>

namespace pipelab::ngram {
namespace {

/// Ranges of last words whose n-grams are sorted together: some ten thousand, or one word.
struct Buckets {
    std::vector<std::uint16_t> of_word;
    std::vector<WordId> begins;  ///< one more than buckets
    std::size_t count() const { return begins.size() - 1; }
};

Buckets cut(const Corpus& corpus) {
    constexpr std::uint64_t least_size = 1 << 14, most_buckets = 1 << 12;
    const std::uint64_t size = std::max(least_size, corpus.tokens / (most_buckets / 2));
    Buckets buckets;
    std::uint64_t in_bucket = 0;
    for (WordId word = 0; word < corpus.counts.size(); ++word) {
        const std::uint64_t count = corpus.counts[word];
        if (word == 0 || (in_bucket > 0 && in_bucket + count > size)) {
            buckets.begins.push_back(word);
            in_bucket = 0;
        }
        in_bucket += count;
        buckets.of_word.push_back(static_cast<std::uint16_t>(buckets.begins.size() - 1));
    }
    buckets.begins.push_back(static_cast<WordId>(corpus.counts.size()));
    return buckets;
}

/// Counts from each n-gram's last word on, or Forward, from its first.
template <std::size_t Words, bool Forward>
class Counting {
    static constexpr WordId first_word = Forward ? sentence_end : sentence_begin;
    using Layout = KeyLayout<Words>;
    using Key = typename Layout::Key;

  public:
    Counting(Corpus& corpus, std::size_t order, int bits, base::Control control)
        : corpus_(corpus), layout_(order, bits), buckets_(cut(corpus)), control_(control) {}

    /// nullopt if `memory` does not suffice.
    std::optional<Grams> run(std::uint64_t memory) {
        const std::uint64_t beside = fixed_memory() + corpus_.vocabulary.memory() +
                                     (sizeof(std::uint64_t) + 16) * corpus_.counts.size();
        if (beside + bytes_to_sort() > memory) return std::nullopt;
        scatter();
        sort();
        if (beside + bytes_for_tree() > memory) return std::nullopt;
        if constexpr (!Forward) corpus_.blocks = {};
        Grams grams = allocate();
        base::parallel_for(buckets_.count(), [&](std::size_t bucket) { fill(bucket, grams); });
        for (auto& level : grams.levels)
            level.child.back() =
                static_cast<std::uint32_t>(&level == &grams.levels.back() ? 0 : (&level)[1].size());
        return grams;
    }

  private:
    std::uint64_t bytes_to_sort() const {
        std::uint64_t tokens = 0;
        for (const auto& block : corpus_.blocks) tokens += block.capacity();
        return tokens * sizeof(WordId) + corpus_.tokens * sizeof(Key) +
               corpus_.blocks.size() * buckets_.count() * sizeof(std::uint64_t);
    }
    /// What the tree takes beside the keys and, later, in the estimation.
    std::uint64_t bytes_for_tree() const {
        std::uint64_t all = 0, most = 0;
        for (std::size_t n = 0; n < layout_.order(); ++n) {
            std::uint64_t level = 0;
            for (const auto& nodes : nodes_) level += nodes[n];
            all += level;
            most = std::max(most, level);
        }
        const std::uint64_t counting = 16 * all + keys_.size() * sizeof(Key);
        return Forward ? counting : std::max(counting, 24 * all + 72 * most);
    }

    Key start() const { return layout_.after(Key{}, std::uint64_t{first_word} + 1); }

    /// What stands before each block: a sentence may go on.
    std::vector<Key> keys_before() const {
        std::vector<Key> keys(corpus_.blocks.size());
        Key key = start();
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const std::size_t b = Forward ? keys.size() - 1 - i : i;
            keys[b] = key;
            const auto& block = corpus_.blocks[b];
            for (std::size_t n = std::min(block.size(), layout_.order()); n-- > 0;) {
                const WordId word = Forward ? block[n] : block[block.size() - 1 - n];
                key = word == sentence_end ? start() : layout_.after(key, std::uint64_t{word} + 1);
            }
        }
        return keys;
    }

    /// Calls see(key, last word) for each n-gram of a block, as long as it can be.
    template <class See>
    void for_each_key(std::size_t b, Key key, See&& see) const {
        const auto& block = corpus_.blocks[b];
        const auto take = [&](WordId word) {
            key = layout_.after(key, std::uint64_t{word} + 1);
            see(key, word);
        };
        if constexpr (Forward) {
            for (std::size_t i = block.size(); i-- > 0;) {
                if (block[i] == sentence_end) {
                    key = start();
                } else {
                    take(block[i]);
                }
                const bool first = i > 0 ? block[i - 1] == sentence_end : begins_sentence(b);
                if (first) take(sentence_begin);
            }
        } else {
            for (const WordId word : block) {
                take(word);
                if (word == sentence_end) key = start();
            }
        }
    }

    /// Whether a sentence begins with the block.
    bool begins_sentence(std::size_t b) const {
        while (b > 0 && corpus_.blocks[b - 1].empty()) --b;
        return b == 0 || corpus_.blocks[b - 1].back() == sentence_end;
    }

    /// All keys, bucket by bucket; within one in the order of the text.
    void scatter() {
        const std::size_t blocks = corpus_.blocks.size(), buckets = buckets_.count();
        std::vector<std::vector<std::size_t>> next(blocks);
        base::parallel_for(blocks, [&](std::size_t b) {
            next[b].assign(buckets, 0);
            for_each_key(b, Key{},
                         [&](const Key&, WordId word) { ++next[b][buckets_.of_word[word]]; });
        });
        begins_ = base::places_in_buckets(next, buckets);
        keys_.resize(begins_[buckets]);
        const std::vector<Key> before = keys_before();
        base::parallel_for(blocks, [&](std::size_t b) {
            for_each_key(b, before[b], [&](const Key& key, WordId word) {
                keys_[next[b][buckets_.of_word[word]]++] = key;
            });
        });
    }

    /// Sorts each bucket and counts its nodes of each level.
    void sort() {
        control_.progress.begin("sorting n-grams", keys_.size(), "n-grams");
        nodes_.assign(buckets_.count(), std::vector<std::uint64_t>(layout_.order(), 0));
        std::atomic<std::size_t> next{0};
        base::parallel_for(static_cast<std::size_t>(base::threads()), [&](std::size_t) {
            base::Array<Key> scratch;
            for (std::size_t bucket; (bucket = next.fetch_add(1)) < buckets_.count();)
                sort(bucket, scratch);
        });
        control_.progress.end();
    }

    void sort(std::size_t bucket, base::Array<Key>& scratch) {
        base::stop_if_requested(control_.cancellation);
        Key* const keys = keys_.data() + begins_[bucket];
        const auto size = static_cast<std::size_t>(begins_[bucket + 1] - begins_[bucket]);
        if (scratch.size() < size) scratch.resize(size);
        radix_sort<Layout>(keys, scratch.data(), size, layout_.total_bits());
        nodes_[bucket][0] = buckets_.begins[bucket + 1] - buckets_.begins[bucket];
        count_nodes(layout_, std::span<const Key>(keys, size), nodes_[bucket]);
        control_.progress.advance(size);
    }

    /// Space for all nodes; nodes_ becomes where those of each bucket begin.
    Grams allocate() {
        std::vector<std::uint64_t> all(layout_.order(), 0);
        for (auto& nodes : nodes_)
            for (std::size_t n = 0; n < all.size(); ++n) all[n] += std::exchange(nodes[n], all[n]);
        return allocate_grams(all);
    }

    /// Turns a sorted bucket into its part of the tree.
    void fill(std::size_t bucket, Grams& grams) {
        auto& next = nodes_[bucket];
        const std::span<const Key> keys(keys_.data() + begins_[bucket],
                                        keys_.data() + begins_[bucket + 1]);
        fill_tree(layout_, keys, buckets_.begins[bucket], buckets_.begins[bucket + 1], next, grams,
                  [&](std::span<const Key> same, std::size_t length) {
                      for (std::size_t n = 0; n < length; ++n)
                          grams.levels[n].count[static_cast<std::size_t>(next[n]) - 1] +=
                              same.size();
                  });
    }

    Corpus& corpus_;
    Layout layout_;
    Buckets buckets_;
    base::Control control_;
    base::Array<Key> keys_;
    std::vector<std::size_t> begins_;                // of buckets in keys_
    std::vector<std::vector<std::uint64_t>> nodes_;  // of each bucket and level
};

template <bool Forward>
std::optional<Grams> count_with(Corpus& corpus, std::size_t order, std::uint64_t memory,
                                base::Control control) {
    if (corpus.spilled) return std::nullopt;
    const int bits = static_cast<int>(std::bit_width(corpus.vocabulary.size()));
    return with_key_words(order, bits, 0, [&]<std::size_t Words>() {
        return Counting<Words, Forward>(corpus, order, bits, control).run(memory);
    });
}

}  // namespace

Grams allocate_grams(const std::vector<std::uint64_t>& nodes) {
    Grams grams;
    grams.levels.resize(nodes.size());
    for (std::size_t n = 0; n < nodes.size(); ++n) {
        if (nodes[n] >= std::numeric_limits<std::uint32_t>::max())
            throw base::DataError({}, "too many " + std::to_string(n + 1) + "-grams");
        const auto size = static_cast<std::size_t>(nodes[n]);
        grams.levels[n].word.resize(size);
        grams.levels[n].count.resize(size);
        grams.levels[n].child.resize(size + 1);
        grams.levels[n].child[size] =
            n + 1 < nodes.size() ? static_cast<std::uint32_t>(nodes[n + 1]) : 0;
    }
    return grams;
}

Grams count_grams(Corpus& corpus, std::size_t order, base::Control control) {
    return *count_grams_within(Resources::unlimited, corpus, order, control);
}

std::optional<Grams> count_grams_within(std::uint64_t memory, Corpus& corpus, std::size_t order,
                                        base::Control control) {
    return count_with<false>(corpus, order, memory, control);
}

Grams count_grams_forward(Corpus& corpus, std::size_t order, base::Control control) {
    return *count_grams_forward_within(Resources::unlimited, corpus, order, control);
}

std::optional<Grams> count_grams_forward_within(std::uint64_t memory, Corpus& corpus,
                                                std::size_t order, base::Control control) {
    auto grams = count_with<true>(corpus, order, memory, control);
    if (grams) grams->levels[0].count[sentence_end] = corpus.sentences;
    return grams;
}

}  // namespace pipelab::ngram
