#pragma once

#include <cstdint>
#include <string>

namespace pipelab::ngram {

/// What training may take.
struct Resources {
    static constexpr std::uint64_t unlimited = ~std::uint64_t{0};
    std::uint64_t memory = unlimited;  ///< bytes
    std::string temporary;             ///< folder of temporary files; "": $TMPDIR, /tmp
};

/// What the program itself takes, and buffers of a fixed size for each thread.
std::uint64_t fixed_memory();

/// DataError "`what` needs ..., --memory allows ..." if `need` is above `memory`.
void require_memory(std::uint64_t need, std::uint64_t memory, const char* what);

/// Half of the machine's memory, or of what the control group of the process may take.
std::uint64_t half_of_memory();

}  // namespace pipelab::ngram
