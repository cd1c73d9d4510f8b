#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "ngram/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pipelab::ngram {

/// The n-grams that are the dimensions of vectors. Features are numbered from 0 here, from 1 where
/// users see them: by their lines.
struct FeatureList {
    Vocabulary vocabulary;            ///< of their tokens
    base::Array<WordId> words;        ///< of one n-gram after the other
    std::vector<std::uint64_t> ends;  ///< of each in `words`
    /// Of each n-gram how many documents have it, of how many: 0 where the list does not say.
    std::vector<std::uint64_t> having, documents;

    std::size_t size() const { return ends.size(); }
    std::span<const WordId> gram(std::size_t feature) const {
        const std::uint64_t begin = feature > 0 ? ends[feature - 1] : 0;
        return {words.data() + begin, words.data() + ends[feature]};
    }
    /// Its tokens with blanks between them.
    std::string text(std::size_t feature) const;
};

/// Reads what write_features has written, as text or JSON (told apart by the first line); of text,
/// fields behind the n-gram may be missing. DataError, with the place, for what is no such list,
/// and for an n-gram that comes twice. Memory: some 40 bytes an n-gram and 4 for each of its
/// tokens.
FeatureList read_features(const std::string& path, base::Control control);

}  // namespace pipelab::ngram
