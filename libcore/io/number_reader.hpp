#pragma once

#include "base/progress.hpp"
#include "io/chunk.hpp"
#include "io/number.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::io {

enum class InputFormat {
    automatic,  ///< .npy by its first bytes; JSON if the first one that is not blank is [ or {;
                ///< else text
    text,
    json,  ///< flat arrays or bare numbers; with a column: one object or array a line, or one
           ///< array of them
};

/// What to read from which inputs.
struct NumberInput {
    std::vector<std::string> paths;  ///< none: standard input; "-" too
    std::vector<std::string> names;  ///< what messages call them; empty: as they are
    InputFormat format = InputFormat::automatic;
    NanPolicy nan = NanPolicy::error;  ///< skip also skips NA and empty fields
    std::string column;                ///< "": every number of the input; "3": the third field;
                                       ///< else the field that the header (JSON: the key) names
    std::string key_column;            ///< "": none; else the field that groups rows
    std::optional<char> delimiter;     ///< none: blanks, or a comma with blanks around it; not a
                                       ///< newline, quote, digit, sign, point, e or E
    bool header = false;               ///< the first line of each input names the columns
    bool keep_lines = false;           ///< fill NumberBlock::lines
    bool keep_numbers = false;         ///< fill NumberBlock::numbers of blocks that are real
    /// Instead of a number, reads a value from the front of `text`: the field, or the rest of the
    /// line from its beginning where blanks separate fields (the whole line without a column).
    /// nullopt: not such a value, which is a DataError that says `expected`.
    std::function<std::optional<Number>(std::string_view text)> parse_value;
    std::string expected = "a number";
    NumberType at_least;  ///< the type, when an earlier pass has found it
    std::size_t chunk_bytes = ChunkReader::default_chunk;
};

/// A block of values, with the key of each where a key column was asked for.
struct NumberRows {
    NumberBlock block;
    std::vector<std::string_view> keys;  ///< valid until the sink returns
};

/// Reads all numbers of the inputs in parallel chunks. `work` (may be empty) sees each block on
/// the worker that parsed it, in no order; `sink` (may be empty) sees the blocks in input order,
/// one at a time, with first_index set. Blocks are typed each by itself: join their needs and
/// convert.
/// CSV fields follow RFC 4180 (quotes, "" inside them; a quoted newline is a DataError).
/// JSON is checked as a whole (JsonRecords), its numbers read from their text, so that no digit is
/// lost; strings, numbers and booleans may be keys. Blank lines and # comment lines are skipped.
/// Of an .npy array the whole numbers are exact; its columns are those of a two-dimensional one. It
/// is held in memory twice. An array of rows over several lines is held in memory, with 4 bytes of
/// index per byte, and must be shorter than 4 GiB; other inputs take what for_chunks says, with
/// about 12 bytes of results per byte of chunk. The phase "reading" of control.progress covers all
/// inputs; the format is recognised for each of them. first_index counts on from input to input.
/// DataError: file:line:col of the first bad value in input order. UsageError: a column name
/// without header in text, field 0, a key column without column.
void read_numbers(const NumberInput& input, base::Control control,
                  const std::function<void(NumberRows&, int worker)>& work,
                  const std::function<void(NumberRows&&)>& sink);

/// All numbers of the inputs as doubles, in order. Errors as read_numbers.
std::vector<double> read_reals(const NumberInput& input, base::Control control);

/// Which columns to read at once: by name or number as NumberInput::column; none: all.
struct Columns {
    std::vector<std::string> names;
};

/// The same for several columns of rows; input.column and input.key_column are not looked at. Sinks
/// get a block for each column. `start` is called once before all others with what the columns are
/// called: their names in the header or as JSON keys, else their numbers. All columns are those of
/// the first row of each input, and each row must have as many fields (an object may have more).
/// DataError if an input has no row, or columns that are called otherwise than in the first input.
void read_columns(const NumberInput& input, const Columns& columns, base::Control control,
                  const std::function<void(const std::vector<std::string>&)>& start,
                  const std::function<void(std::vector<NumberBlock>&, int worker)>& work,
                  const std::function<void(std::vector<NumberBlock>&&)>& sink);

}  // namespace pipelab::io
