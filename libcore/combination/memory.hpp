#pragma once

#include "combination/problem.hpp"

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

/// Whether rows of sums, to which numbers are added one after the other, are the better way than
/// meeting in the middle, of the bytes that both take. DataError as best_way.
bool rows_are_better(const Problem& problem, std::uint64_t rows, std::uint64_t halves,
                     std::uint64_t memory, const char* what);

/// "`what` would take ..." for explanations.
std::string too_large_text(const char* what, std::uint64_t need);

}  // namespace pipelab::combination
