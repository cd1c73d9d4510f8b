#pragma once

#include "base/progress.hpp"
#include "combination/walk.hpp"
#include "io/output.hpp"

#include <cstdint>
#include <span>

namespace pipelab::combination {

/// Lists combinations as lines of numbers, the fast way: for each position and rest a table holds
/// the next position to take, and a line begins as a copy of what it shares with the line before.
/// Some nanoseconds for each element that changes and each 32 bytes of output.
class PlainList {
  public:
    /// Whether it can list `walk`: positive numbers, one sum, lengths that do not matter, lines of
    /// at most 64 KiB, and a table within `memory` bytes.
    static bool suits(const Problem& problem, const Walk& walk, std::uint64_t memory);

    /// False if there is none. Writes at most `most` combinations, beginning with the one that
    /// takes the positions `from` (none: the first); the same bytes as Listing. Throws
    /// base::Stopped when `control` asks for it.
    static bool list(const Problem& problem, const Walk& walk, std::span<const std::uint32_t> from,
                     std::uint64_t most, io::Output& out, base::Control control);
};

}  // namespace pipelab::combination
