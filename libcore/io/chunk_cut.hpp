#pragma once

#include "io/chunk.hpp"

#include <cstddef>
#include <string_view>

namespace pipelab::io {

/// What the text before a place says about it.
struct CutContext {
    bool in_comment = false;  ///< Cut::numbers
    bool in_array = false;    ///< Cut::json
};

/// The end of the longest front of `text` that may be a chunk; 0 if there is none. Newlines are
/// looked for from `searched` on (an earlier call found none before). Cut::numbers cuts inside a
/// line only if `full`, and then before a token, so that no run of separators is divided.
/// Cut::json knows whether it stands in an array by the last bracket before: only flat arrays of
/// numbers are legal there, and the parser refuses all else wherever it is cut.
std::size_t find_cut(Cut cut, std::string_view text, std::size_t searched, bool full,
                     bool in_array);

/// The context behind `text`, which find_cut cut and which began in `before`.
CutContext context_at_end(Cut cut, std::string_view text, CutContext before);

}  // namespace pipelab::io
