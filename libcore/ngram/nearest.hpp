#pragma once

#include "base/key_table.hpp"
#include "ngram/tokenizer.hpp"
#include "ngram/vectorizer.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace pipelab::ngram {

/// The n-grams of texts in numbers, one text behind the other; repeated ones too.
struct GramRows {
    static constexpr std::uint32_t absent = ~std::uint32_t{0};  ///< one that nothing else has
    std::vector<std::uint32_t> grams;
    std::vector<std::size_t> ends;
    std::span<const std::uint32_t> row(std::size_t i) const {
        const std::size_t begin = i > 0 ? ends[i - 1] : 0;
        return {grams.data() + begin, grams.data() + ends[i]};
    }
};

/// Cuts texts into the n-grams of one length of their characters (bytes, words), with length - 1
/// marks before and behind them, so that beginnings and ends count and short texts have n-grams
/// too: t tokens have t + length - 1 of them, no tokens none.
class PaddedGrams {
  public:
    PaddedGrams(std::size_t length, TokenRules rules);
    /// Numbers the n-grams of a list. Memory: some 60 bytes for each different one.
    GramRows learn(const Sentences& sentences);
    /// The n-grams of a text by these numbers.
    GramRows look_up(const Sentences& sentences) const;

  private:
    template <class NumberTokens, class NumberGrams>
    GramRows cut(const Sentences& sentences, NumberTokens&& number_tokens,
                 NumberGrams&& number_grams) const;

    std::size_t length_;
    Vocabulary none_;
    Tokenizer tokenizer_;
    base::KeyTable tokens_, grams_;
};

/// The features of each row, each as often as its value says.
GramRows gram_rows(const SparseRows& rows);

/// Finds the entries of a list that are most similar to a text by Dice's measure of the n-grams
/// that they share, 2 |A and B| / (|A| + |B|), where an n-gram that comes twice counts twice.
///
/// Entries are ordered by the number of their n-grams, which bounds the similarity: those of nearly
/// as many as the text are looked at first, and the best found so far tell how many n-grams others
/// have to share, so that of the lists of entries by n-gram only the shortest are gone through
/// (Okazaki and Tsujii 2010). Memory: 4 bytes for each n-gram of each entry, 4 an entry, 16 for
/// each different n-gram.
class NearestEntries {
  public:
    struct Found {
        std::uint32_t entry;
        double similarity;
    };
    struct Rules {
        std::size_t count = 5;  ///< at most so many
        double least = 0;       ///< of at least this similarity
    };
    /// What a search needs to remember, for each thread; kept from one to the next.
    struct Scratch {
        std::vector<std::uint32_t> shared;
        std::vector<std::uint32_t> candidates;
    };

    explicit NearestEntries(const GramRows& entries);
    std::size_t size() const { return originals_.size(); }
    /// The most similar ones first, equal ones by their order in the list; those that share nothing
    /// are not found.
    std::vector<Found> find(std::span<const std::uint32_t> grams, const Rules& rules,
                            Scratch& scratch) const;

  private:
    class Search;
    /// N-grams as numbers by which those that repeat in a text differ.
    std::vector<std::uint32_t> distinct(std::span<const std::uint32_t> grams) const;

    base::KeyTable repeats_;
    std::vector<std::uint32_t> originals_;    // number in the list, of entries by size
    std::vector<std::uint32_t> size_begins_;  // the first entry with so many n-grams
    std::vector<std::size_t> begins_;         // of n-grams in entries_
    std::vector<std::uint32_t> entries_;      // that have them, ascending
};

}  // namespace pipelab::ngram
