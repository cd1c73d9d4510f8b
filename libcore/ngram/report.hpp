#pragma once

#include "ngram/check.hpp"
#include "ngram/corpus.hpp"
#include "ngram/smoothing.hpp"

#include <string>

namespace pipelab::ngram {

/// One JSON object: tokens, sentences, words, and of each order its n-grams, those kept, n_1 to
/// n_4, discounts and what was used instead of the method; the bytes that were written to
/// temporary files, if any.
std::string report_json(const Corpus& corpus, const Estimate& estimate);

/// The contexts looked at, the largest deviation from 1, that sum and its context: as a line of
/// fields, or as a JSON object.
std::string sums_text(const Sums& sums, bool json);

}  // namespace pipelab::ngram
