#pragma once

#include <cstdint>

namespace pipelab::combination {

/// DataError "`what` needs ... of memory" if `need` is above `memory`.
void require_memory(std::uint64_t need, std::uint64_t memory, const char* what);

}  // namespace pipelab::combination
