#pragma once

#include "base/frozen_array.hpp"
#include "ngram/bit_fields.hpp"
#include "ngram/child_ranges.hpp"
#include "ngram/model.hpp"
#include "ngram/quantize.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::ngram {

/// Backoff weight 0 of an n-gram that nothing follows in the model: no context. Minus zero.
inline constexpr float no_context_weight = -0.0F;
inline bool is_context(float backoff) {
    return std::bit_cast<std::uint32_t>(backoff) != std::bit_cast<std::uint32_t>(no_context_weight);
}

/// What the records of an order look like: first word, probability, backoff weight.
struct TrieFields {
    int word = 0;
    int probability = 31;  ///< a number in a codebook, or, of 31, a float without its sign
    int backoff = 32;      ///< the same of 32 with its sign; 0: there are none
    int width() const { return word + probability + backoff; }
    /// Bytes of so many records, with the padding behind them.
    std::size_t bytes(std::size_t records) const {
        return (records * static_cast<std::size_t>(width()) + 7) / 8 + bit_field_padding;
    }
};

/// Longer n-grams of one order, in the order of TreeLevel.
struct TrieLevel {
    std::size_t size = 0;
    TrieFields fields;
    base::FrozenArray<char> records;
    /// Of codes; empty where floats are exact.
    base::FrozenArray<float> probabilities, backoffs;
    ChildRanges children;  ///< none of the highest order

    const char* address(std::uint64_t node) const { return records.data() + start(node) / 8; }
    WordId word(std::uint64_t node) const {
        return static_cast<WordId>(bits_at(records.data(), start(node), fields.word));
    }
    float probability(std::uint64_t node) const {
        const std::uint64_t code = bits_at(
            records.data(), start(node) + static_cast<unsigned>(fields.word), fields.probability);
        if (!probabilities.empty()) return probabilities[code];
        const auto negative = std::uint32_t{1} << 31 | static_cast<std::uint32_t>(code);
        return code == 0 ? 0 : std::bit_cast<float>(negative);
    }
    float backoff(std::uint64_t node) const {
        const std::uint64_t code = bits_at(
            records.data(), start(node) + static_cast<unsigned>(fields.word + fields.probability),
            fields.backoff);
        if (!backoffs.empty()) return backoffs[code];
        return std::bit_cast<float>(static_cast<std::uint32_t>(code));
    }

  private:
    std::uint64_t start(std::uint64_t node) const {
        return node * static_cast<unsigned>(fields.width());
    }
};

/// A model as a trie from the last words to the first, packed: the arrays of a `trie` file.
struct ModelTrie {
    struct Unigram {
        float probability = 0;
        float backoff = 0;
        std::uint32_t child = 0;  ///< the first
    };
    /// By number of the word, and one more behind the last.
    base::FrozenArray<Unigram> unigrams;
    std::vector<TrieLevel> levels;  ///< from bigrams on
    std::size_t words() const { return unigrams.size() - 1; }
    std::size_t order() const { return levels.size() + 1; }
};

/// Bits that the numbers of so many words take.
int word_bits(std::size_t words);

/// Packs a model, whose values are those of `codebooks` if there are any, in O(n-grams) time. A
/// probability above 1 becomes 1.
ModelTrie trie_of(const Model& model, const std::vector<Codebooks>& codebooks);

/// The model that was packed, in O(n-grams) time.
Model model_of(const Vocabulary& vocabulary, const ModelTrie& trie);

}  // namespace pipelab::ngram
