#pragma once

#include "base/progress.hpp"
#include "io/output.hpp"
#include "ngram/binary_file.hpp"
#include "ngram/quantize.hpp"
#include "ngram/scorer.hpp"

#include <cstdint>
#include <vector>

namespace pipelab::ngram {

/// Writes a model as a table (28 bytes an n-gram; fast) or as a trie (about 9; with `codebooks`,
/// whose values the model's must be, less). Returns the length of the file.
/// The same bytes for any number of threads.
std::uint64_t write_binary(Model model, BinaryKind kind, const std::vector<Codebooks>& codebooks,
                           const TextKind& text, io::Output& out, base::Control control);

/// What write_binary takes of memory, the model included.
std::uint64_t packing_memory(const Model& model, BinaryKind kind);

/// A scorer over the arrays of a file, whose bodies are not looked at yet. DataError if what the
/// header says cannot be.
Scorer scorer_of(const BinaryFile& file);

/// The model that was written, but for the sign of zeros. Verifies the file, and checks that it is
/// a model: DataError if not. O(n-grams) time; memory: 20 bytes an n-gram, of a table 50.
Model model_of(const BinaryFile& file, base::Control control);

}  // namespace pipelab::ngram
