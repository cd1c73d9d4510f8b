#pragma once

#include "base/progress.hpp"
#include "ngram/grams.hpp"
#include "ngram/vocabulary.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pipelab::ngram {

/// What files of counts say together.
struct ReadCounts {
    Vocabulary vocabulary;
    Grams grams;
    std::uint64_t sentences = 0;  ///< the count of </s>
    std::uint64_t tokens = 0;     ///< of all unigrams
    std::uint64_t ignored = 0;    ///< n-grams that were too long
};

/// What to take of counts.
struct CountRules {
    std::size_t order = 0;  ///< longer n-grams are ignored; 0: none
    /// As in TextRules: other words are <unk>.
    std::optional<std::vector<std::string>> vocabulary;
    std::optional<std::uint64_t> most_words;
    bool forward = false;  ///< grams as count_grams_forward gives them
};

/// Reads files of n-grams and their counts, "w1 ... wn<TAB>count" a line in any order, and adds
/// the counts of equal n-grams: what text has given one file gives the same grams as the text.
/// Where w1 ... wn is there but
/// not w2 ... wn, that has the counts of those that end with it; w1 ... w(n-1) must be there.
/// DataError, with the place, for what is no count, and for counts beyond 2^64 - 1. Memory: 24
/// bytes an n-gram of all files, and as count_grams.
ReadCounts read_counts(const std::vector<std::string>& paths, const CountRules& rules,
                       base::Control control);

}  // namespace pipelab::ngram
