#pragma once

#include "base/progress.hpp"
#include "io/output.hpp"
#include "ngram/model.hpp"

#include <cstddef>

namespace pipelab::ngram {

/// Writes a model as ARPA text, n-grams of each order in the order of their last words, of these
/// the last but one, and so on. Numbers have the digits that read back to the same float. All
/// orders but the highest have a backoff, as in KenLM. Some 0.5 GB/s on each thread.
void write_arpa(const Model& model, io::Output& out, base::Control control);

/// The digits of a float as write_arpa gives them, at most `longest_number` characters; returns
/// where they end.
char* print_float(char* to, float value);
inline constexpr std::size_t longest_number = 24;

}  // namespace pipelab::ngram
