#pragma once

#include <cstddef>

namespace pipelab::base {

/// Memory for bulk data, in huge pages where the system has them on request: a page fault for each
/// 4 KiB costs as much as parsing the numbers that fit, and the search for an address as much as
/// a random access. Thread-safe; std::bad_alloc when there is none. Under sanitizers plain new.
void* allocate_large(std::size_t bytes);
/// `bytes` as in the allocation.
void release_large(void* memory, std::size_t bytes) noexcept;

/// From this size on it pays.
inline constexpr std::size_t least_large = std::size_t{64} << 10;

}  // namespace pipelab::base
