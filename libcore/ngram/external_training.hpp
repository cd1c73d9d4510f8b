#pragma once

#include "base/progress.hpp"
#include "io/output.hpp"
#include "ngram/corpus.hpp"
#include "ngram/resources.hpp"
#include "ngram/smoothing.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace pipelab::ngram {

/// What sorting may take in training with temporary files.
struct SortingMemory {
    std::uint64_t bytes = 0;
    std::string temporary;  ///< folder of temporary files; "": $TMPDIR, /tmp
};

/// What `resources` leave for sorting beside the program, the words of the corpus and what stands
/// beside each of them (64 bytes). DataError if that is less than 8 MiB.
SortingMemory sorting_memory(const Corpus& corpus, const Resources& resources);

/// count_grams, estimate and write_arpa in one, with the same bytes, for n-grams that memory does
/// not hold: n-grams are counted by sorting them; then, order by order, they are sorted by context,
/// where they get their probabilities and contexts their weights, and sorted back (a stable sort by
/// the last word does). Lines of an order are written while the next one is in the order of its
/// contexts. `memory.bytes` hold all of that, beside some 2 MiB a thread; the blocks of the corpus
/// are used up. `rules.keep_counts` has no effect: the estimate returned has reports only.
///
/// Time: O(n-grams log(runs)). Disk: compressed runs, for natural text some 20 bytes an n-gram of
/// all orders in all, half of that at once, up to twice as much where longer n-grams may back off
/// (probabilities are doubles then).
Estimate train_externally(Corpus& corpus, std::size_t order, const SmoothingRules& rules,
                          const SortingMemory& memory, io::Output& out, base::Control control);

/// count_grams_forward and write_counts in one, in the same way.
void write_counts_externally(Corpus& corpus, std::size_t order, const SortingMemory& memory,
                             io::Output& out, base::Control control);

}  // namespace pipelab::ngram
