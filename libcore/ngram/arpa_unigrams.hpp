#pragma once

#include "ngram/arpa_reader.hpp"
#include "ngram/arpa_sections.hpp"

#include <string>
#include <vector>

namespace pipelab::ngram {

/// Reads the first section, from which the vocabulary comes, to the first level of the model.
void read_unigrams(const std::string& path, const std::vector<CutChunk>& chunks,
                   const ArpaOutline& outline, ReadModel& result);

}  // namespace pipelab::ngram
