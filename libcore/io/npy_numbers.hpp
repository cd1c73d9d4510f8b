#pragma once

#include "io/chunk.hpp"
#include "io/number.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::io::detail {

/// How many columns the .npy array has whose file begins as `head`: the second length of a
/// two-dimensional one, else 1. DataError as parse_npy for a head that is damaged.
std::size_t npy_columns(std::string_view head, const base::Position& file);

/// The numbers of the .npy file that is the whole chunk, whole numbers exactly: a block for each of
/// `columns`, counted from 1; for column 0 all numbers, the last index running fastest. Value i
/// stands on "line" i + 1. Of `options` nan, keep_lines and keep_numbers count. DataError for a
/// column that it does not have, for NaN and infinity, and as parse_npy. O(size).
std::vector<NumberBlock> npy_blocks(const Chunk& chunk, const std::vector<std::size_t>& columns,
                                    const ParseOptions& options);

}  // namespace pipelab::io::detail
