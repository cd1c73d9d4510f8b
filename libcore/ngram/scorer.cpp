#include "ngram/scorer.hpp"

namespace pipelab::ngram {

Scorer::Scorer(Model model)
    : vocabulary_(model.vocabulary),
      engine_(std::make_unique<TableEngine>(table_of(std::move(model)))) {}

}  // namespace pipelab::ngram
