#pragma once

#include "base/progress.hpp"
#include "io/chunk.hpp"
#include "ngram/model.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pipelab::ngram {

/// What a file says, and what was made up.
struct ReadModel {
    Model model;
    std::vector<std::string> warnings;
    std::uint64_t blanks = 0;  ///< n-grams that were missing (see read_arpa)
};

/// Reads a model as ARPA text, plain or packed; "-" is standard input. N-grams may come in any
/// order within their section, orders are 1 to most_order. Numbers become the nearest floats, so
/// that write_arpa gives the same ones again.
///
/// Text before \data\, blank lines, carriage returns, blanks instead of tabs and missing backoff
/// weights (0) are fine, and so is a log probability of -inf; one above 0 by no more than 1e-5 is
/// 0. <UNK> is <unk>; a missing <unk>, <s> or </s> is added with log10 p -100 and a warning. Where
/// w1 ... wn is there but not w2 ... wn, that is added with the probability that the model gives it
/// without, and a backoff weight of 1.
///
/// DataError, with the place: counts that differ from those in the header, sections that are
/// missing or out of order, words that are no unigrams, n-grams given twice or without their
/// context w1 ... w(n-1), what is no number, a log probability above 0 or a backoff weight that is
/// infinite, a backoff weight in the highest order that is not 0, no \end\, something behind it.
///
/// Parsed in parallel. Memory: some 60 bytes an n-gram, 16 more for each 64 bits beyond the first
/// that its words need (of as many bits each as the size of the vocabulary has).
ReadModel read_arpa(const std::string& path, base::Control control);
/// The same by a reader of that path, which cuts lines and has not been asked for any.
ReadModel read_arpa(const std::string& path, io::ChunkReader& reader, base::Control control);

}  // namespace pipelab::ngram
