#pragma once

#include <string>
#include <vector>

namespace pipelab::ngram {

/// The words of a file, separated as those of a text are.
std::vector<std::string> read_word_list(const std::string& path);

}  // namespace pipelab::ngram
