#pragma once

#include <string_view>

namespace pipelab::cli {

/// Writes "tool: text" and a newline to stderr in one write(2), without allocating. Control
/// characters become '?', so that a file's name can neither break the line nor steer the
/// terminal; text beyond 8 KiB is cut.
void complain(std::string_view tool, std::string_view text) noexcept;

/// Writes `text` to stderr as it is; what cannot be written is lost.
void show(std::string_view text) noexcept;

}  // namespace pipelab::cli
