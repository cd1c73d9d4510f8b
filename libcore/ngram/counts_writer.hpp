#pragma once

#include "base/progress.hpp"
#include "io/output.hpp"
#include "ngram/grams.hpp"
#include "ngram/vocabulary.hpp"

namespace pipelab::ngram {

/// Writes n-grams of all orders of a tree of count_grams_forward, "w1 ... wn<TAB>count" a line,
/// sorted as `LC_ALL=C sort` does; not <s> by itself.
void write_counts(const Grams& grams, const Vocabulary& vocabulary, io::Output& out,
                  base::Control control);

/// Whether words have control characters, which come before the blanks between words.
bool has_control_characters(const Vocabulary& vocabulary);

}  // namespace pipelab::ngram
