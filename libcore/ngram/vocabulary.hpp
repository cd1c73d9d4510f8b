#pragma once

#include "base/frozen_keys.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

/// Number of a word in a vocabulary.
using WordId = std::uint32_t;
inline constexpr WordId unknown = 0;         ///< <unk>: all words that are not in the vocabulary
inline constexpr WordId sentence_begin = 1;  ///< <s>: stands before a sentence, is never predicted
inline constexpr WordId sentence_end = 2;    ///< </s>

/// Words and their numbers: the three above, then the others in the order of their bytes, so that
/// the same words have the same numbers wherever they come from. Copies share the words.
class Vocabulary {
  public:
    /// Of these words, in any order; repeated ones, and the three, count once.
    explicit Vocabulary(std::vector<std::string_view> words = {});

    /// What keys() gave.
    explicit Vocabulary(base::FrozenKeys keys) : keys_(std::move(keys)) {}
    const base::FrozenKeys& keys() const { return keys_; }

    std::size_t size() const { return keys_.size(); }
    /// Valid as long as the vocabulary, also after it is moved.
    std::string_view word(WordId id) const { return keys_.key(id); }
    /// Bytes that the words take.
    std::size_t memory() const { return keys_.memory(); }
    /// `unknown` for what is not there.
    WordId id(std::string_view word) const;
    /// Many at once: some 10^8 a second where the table fits a cache.
    std::vector<WordId> ids(std::span<const std::string_view> words) const {
        std::vector<WordId> found(words.size());
        ids(words, found.data());
        return found;
    }
    void ids(std::span<const std::string_view> words, WordId* ids) const {
        keys_.find(words, ids, unknown);
    }

  private:
    base::FrozenKeys keys_;
};

/// Of the words beside the three, `most` with the highest counts, of equal ones the first by their
/// bytes; all if there are no more. They are valid as long as the vocabulary.
std::vector<std::string_view> most_frequent(const Vocabulary& vocabulary,
                                            std::span<const std::uint64_t> counts,
                                            std::uint64_t most);

}  // namespace pipelab::ngram
