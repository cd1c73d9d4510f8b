#pragma once

#include "base/progress.hpp"
#include "ngram/grams.hpp"
#include "ngram/vocabulary.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pipelab::ngram {

/// What files of counts say together.
struct ReadCounts {
    Vocabulary vocabulary;
    Grams grams;
    std::uint64_t sentences = 0;  ///< the count of </s>
    std::uint64_t tokens = 0;     ///< of all unigrams
};

/// Reads files of n-grams and their counts, "w1 ... wn<TAB>count" a line in any order, and adds
/// the counts of equal n-grams: what text has given one file gives the same grams as the text.
/// N-grams longer than `order` (0: the longest there are) are ignored. Where w1 ... wn is there but
/// not w2 ... wn, that has the counts of those that end with it; w1 ... w(n-1) must be there.
/// DataError, with the place, for what is no count. Memory: 24 bytes an n-gram of all files, and as
/// count_grams.
ReadCounts read_counts(const std::vector<std::string>& paths, std::size_t order,
                       base::Control control);

}  // namespace pipelab::ngram
