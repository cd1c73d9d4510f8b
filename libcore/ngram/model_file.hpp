#pragma once

#include "base/progress.hpp"
#include "ngram/arpa_reader.hpp"

#include <string>

namespace pipelab::ngram {

/// Reads a model, whose format is recognised by what the file begins with, not by its name: ARPA
/// text, plain or packed by gzip or zstd. "-" is standard input. DataError if it is no model.
ReadModel read_model(const std::string& path, base::Control control);

}  // namespace pipelab::ngram
