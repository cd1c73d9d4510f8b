#pragma once

#include "ngram/check.hpp"
#include "ngram/corpus.hpp"
#include "ngram/smoothing.hpp"

#include <optional>
#include <span>
#include <string>

namespace pipelab::ngram {

/// What became of a model that was written in binary form.
struct BinaryReport {
    std::uint64_t bytes = 0;
    std::uint64_t grams = 0;   ///< of all orders
    std::optional<Sums> sums;  ///< of quantised values
};

/// One JSON object: tokens, sentences, words, and of each order its n-grams, those kept, n_1 to
/// n_4, discounts and what was used instead of the method; the bytes that were written to
/// temporary files, if any; of a binary model its bytes, those for each n-gram, and, if values are
/// quantised, how far sums of probabilities are from 1.
std::string report_json(const Corpus& corpus, const Estimate& estimate,
                        const std::optional<BinaryReport>& binary = {});
/// The same of a model that has not been estimated: `grams` of each order.
std::string report_json(std::span<const std::uint64_t> grams,
                        const std::optional<BinaryReport>& binary);

/// The contexts looked at, the largest deviation from 1, that sum and its context: as a line of
/// fields, or as a JSON object.
std::string sums_text(const Sums& sums, bool json);

}  // namespace pipelab::ngram
