#pragma once

#include "base/progress.hpp"
#include "io/output.hpp"
#include "ngram/model.hpp"

namespace pipelab::ngram {

/// Writes a model as ARPA text, n-grams of each order in the order of their last words, of these
/// the last but one, and so on. Numbers have the digits that read back to the same float. All
/// orders but the highest have a backoff, as in KenLM. Some 0.5 GB/s on each thread.
void write_arpa(const Model& model, io::Output& out, base::Control control);

}  // namespace pipelab::ngram
