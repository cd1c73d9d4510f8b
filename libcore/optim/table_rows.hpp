#pragma once

#include "io/chunk.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::optim {

/// One field of a row of a table.
struct Cell {
    enum class Kind { missing, number, text };
    Kind kind = Kind::missing;
    std::string_view name;     ///< JSON: the key; else empty, and the cell's place tells its column
    std::string_view text;     ///< as it stands, unquoted
    double number = 0;         ///< finite
    std::uint32_t column = 0;  ///< in bytes from the beginning of the line, from 1
};

/// The rows of one chunk. Texts are views of the chunk, or of `copies`.
struct TableRows {
    base::Position start;
    std::vector<Cell> cells;
    std::vector<std::size_t> ends;     ///< row i has the cells [ends[i - 1], ends[i])
    std::vector<std::uint32_t> lines;  ///< row i stands on line start.line + lines[i]
    std::vector<std::string> header;   ///< of the first chunk of a file with a header
    std::deque<std::string> copies;
    /// What stands behind these rows and is none.
    std::optional<base::DataError> failure;

    base::Position position(std::size_t row, const Cell& cell) const {
        return {start.file, start.line + lines[row], cell.column};
    }
};

/// Delimited lines (RFC 4180 but for newlines in quotes; without a delimiter blanks or a comma
/// separate). A field without quotes that reads as a number is one, an empty one and NA are
/// missing, nan and infinities are a failure, as is a line that cannot be read: it ends the rows.
/// With `header` the first line of a file is one.
TableRows parse_delimited(const io::Chunk& chunk, std::optional<char> delimiter, bool header);

/// JSON Lines: an object a line, or an array, whose fields are called 1, 2, ...; numbers, strings,
/// booleans (the numbers 0 and 1) and null (missing). Anything else is a failure and ends the rows,
/// also arrays and objects inside of a row.
TableRows parse_json_lines(const io::Chunk& chunk);

}  // namespace pipelab::optim
