#pragma once

#include "base/progress.hpp"
#include "io/output.hpp"
#include "ngram/grams.hpp"

#include <cstdint>
#include <limits>
#include <optional>

namespace pipelab::ngram {

/// Which n-grams are features.
struct FeatureRules {
    std::uint64_t min_count = 1;
    std::uint64_t max_count = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t min_docs = 1;                 ///< sentences that have it
    std::optional<std::uint64_t> max_features;  ///< the most frequent; of equal ones the first
};

/// Writes the n-grams of all orders that are features, "w1 ... wn<TAB>count<TAB>docs<TAB>documents"
/// a line, sorted as counts are: in docs of the sentences, of which there are `documents` (so that
/// a line tells all that its idf takes, whatever becomes of the others); with `json` an object a
/// line. Those with <s>, </s> or <unk> are none. `grams` are those of count_grams_forward for the
/// corpus. O(tokens * order * log(branching)).
void write_features(const Grams& grams, const Corpus& corpus, const FeatureRules& rules, bool json,
                    io::Output& out, base::Control control);

}  // namespace pipelab::ngram
