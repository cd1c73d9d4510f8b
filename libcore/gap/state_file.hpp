#pragma once

#include "gap/state.hpp"

#include <string>
#include <string_view>

/// The file of a State, for other machines and later runs:
///
///     pipelab gap state 1
///     {"count":"3","skipped":"0","kind":"decimal","scale":"1","minimum":"-0.5","maximum":"7",
///      "exact_level":"-19","exact_cells":"3932161","real_level":"","real_cells":"",
///      "bytes":"491521"}
///     one zstd frame with checksum
///
/// The second line is one JSON object on one line, its members in this order, its values strings,
/// so that nothing is lost in a reader that holds numbers as doubles. kind is decimal, uint64 or
/// real (io::NumberType). Numbers are exact; without values minimum and maximum are "".
///
/// The frame holds "bytes" bytes: the grid of exact values, if exact_level is not "", then the grid
/// of the nearest doubles, if real_level is not "". A grid has exact_cells or real_cells bits in
/// whole bytes, eight cells a byte, the first in the lowest bit; bit i is set if a value lies in
/// [(c + i) 2^level, (c + i + 1) 2^level) with c = floor(minimum / 2^level). Unused bits are 0. A
/// column that is not real has no grid of doubles if it would be the same.
///
/// Equal states give equal bytes as long as the version of libzstd is the same.
namespace pipelab::gap {

/// The contents of the file, at most some 1.1 MB.
std::string state_bytes(const State& state);

/// The state in `bytes`; `name` is what errors call it. DataError for anything that state_bytes
/// does not write. Allocates at most some 4 MB, whatever the bytes say.
State parse_state(std::string_view bytes, const std::string& name);

/// The state in a file ("-" is standard input). IoError, DataError.
State read_state(const std::string& path);

/// DataError, with `name` in front, unless the values `read` later are those of `state`, as far as
/// a state can tell: count, extremes, type and every cell.
void require_same_values(const State& state, const State& read, const std::string& name);

}  // namespace pipelab::gap
