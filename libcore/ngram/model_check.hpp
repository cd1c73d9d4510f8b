#pragma once

#include "ngram/model.hpp"

#include <optional>
#include <string>

namespace pipelab::ngram {

/// What is wrong with a vocabulary, or a model, whose arrays come from outside: words that are not
/// those they should be or not in order; children that are no tree, n-grams not in order or without
/// their context, numbers that are none. nullopt: nothing, all that is promised of a Model holds.
/// O(n-grams) time, 4 bytes an n-gram.
std::optional<std::string> problem_of(const Vocabulary& vocabulary);
std::optional<std::string> problem_of(const Model& model);

}  // namespace pipelab::ngram
