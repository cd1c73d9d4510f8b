#pragma once

#include "combination/walk.hpp"

#include <cstddef>
#include <cstdint>

/// Rows of bits: whether what is missing can be made up for from a position on, one bit for each
/// rest from walk.least_rest() to walk.greatest_rest().
namespace pipelab::combination::detail {

/// 64-bit words of a row.
std::size_t row_words(const Walk& walk);

/// The row behind the last position, for a room; `row` is all zeros.
void fill_end_row(const Walk& walk, std::size_t room, std::uint64_t* row);

/// The row of `position` for a room, all zeros before. `skip`: the row of its skip, for that room;
/// `after`: that of its after, for a room less by one where items are counted; `row` itself where
/// the position leads back to itself.
void fill_row(const Walk& walk, std::uint32_t position, std::size_t room, std::uint64_t* row,
              const std::uint64_t* skip, const std::uint64_t* after);

}  // namespace pipelab::combination::detail
