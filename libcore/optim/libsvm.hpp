#pragma once

#include "io/chunk.hpp"
#include "optim/linear_rows.hpp"

#include <cstdint>

namespace pipelab::optim {

/// How rows of libsvm text become features.
struct LibsvmRules {
    bool intercept = true;  ///< feature 0 with value 1 in front of each row
    int hash_bits = 0;      ///< above 0: features are 1 + index mod 2^hash_bits
};

/// The rows of `chunk`, lines of
///     LABEL [qid:N] INDEX:VALUE INDEX:VALUE ... [# comment]
/// with indices from 1 in ascending order, as LIBSVM, LIBLINEAR and SVMlight read them. Blanks or
/// tabs separate; qid is passed over; blank lines and lines of comment are skipped. A line whose
/// first token has a colon has no label. Labels are the numbers as they stand; values are
/// correctly rounded. The text needs 64 readable bytes behind it (Chunk has them).
/// What is no row ends them and becomes their failure, with line and column: no number, index 0,
/// below or equal to the one before, or not below most_features without hashing; NaN and
/// infinities. O(bytes), some 10^9 a second.
LinearRows parse_libsvm(const io::Chunk& chunk, const LibsvmRules& rules);

}  // namespace pipelab::optim
