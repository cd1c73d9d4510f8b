#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace pipelab::combination {

/// DataError "`what` needs ... of memory" if `need` is above `memory`.
void require_memory(std::uint64_t need, std::uint64_t memory, const char* what);

/// As 12M or 3K, rounded up.
std::string memory_text(std::uint64_t bytes);

/// A way to an answer: the memory it takes, unlimited for none at all, and its cost in steps.
struct Way {
    std::uint64_t bytes = 0;
    double cost = 0;
};
/// The index of the cheapest way that fits `memory`. DataError, as above for the one that takes
/// least memory, if none does.
std::size_t best_way(std::initializer_list<Way> ways, std::uint64_t memory, const char* what);

/// "`what` would take ..." for explanations.
std::string too_large_text(const char* what, std::uint64_t need);

}  // namespace pipelab::combination
