#pragma once

#include "io/chunk.hpp"
#include "io/json_records.hpp"
#include "io/number_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

/// Values that stand in fields of rows: what read_numbers does unless every token is a number.
namespace pipelab::io::detail {

/// The rows of a chunk.
struct RowResult {
    std::vector<NumberBlock> columns;    ///< as asked for
    std::vector<std::string_view> keys;  ///< of the rows that have a value in the first column
    std::deque<std::string> copies;      ///< of keys that could not be views of the chunk's text
};

/// Gathers the values of one column of one chunk in order.
class RowValues {
  public:
    /// All arguments must outlive the object. 64 bytes before and behind `text` must be readable.
    RowValues(const NumberInput& input, std::string_view text, const base::Position& start,
              NumberGrammar grammar);

    /// The number whose text is `token`, a part of the text; checked no later than finish().
    /// False if the policy skips it. `line` counts from 0.
    bool add_token(std::string_view token, std::uint64_t line);
    /// A value that input.parse_value reads from `value`, which stands at text[offset].
    bool add_parsed(std::string_view value, std::size_t offset, std::uint64_t line);
    /// A field without a value, such as null: skipped, or a DataError.
    void add_missing(std::size_t offset, const std::string& message);
    [[noreturn]] void fail(std::size_t offset, const std::string& message) const;
    NumberBlock finish();

  private:
    bool fill_tokens(NumberType at_least);
    void fill_values();
    void shift_start();

    const NumberInput& input_;
    std::string_view text_;
    const base::Position& start_;
    NumberGrammar grammar_;
    NumberBlock block_;
    std::vector<std::uint32_t> edges_;  // begin and end of each token
    std::vector<Number> values_;
    TypeNeed need_;
    base::Array<std::uint32_t> lines_;
    std::uint64_t skipped_ = 0;
};

/// Which fields of text rows to read, from 1.
struct FieldNumbers {
    std::vector<std::size_t> values;  ///< {0}: what the whole line begins with
    std::size_t key = 0;              ///< 0: none
    std::size_t in_row = 0;           ///< how many each row must have; 0: as many as are read
};

/// The fields of `columns` and the key of `input`, when its first line is `header`. UsageError for
/// names without input.header; DataError if no column is called so.
FieldNumbers find_fields(const NumberInput& input, const std::vector<std::string>& columns,
                         std::string_view header, const base::Position& where);

/// `chunk` without the header line, if it holds one.
void drop_header(Chunk& chunk);

RowResult read_text_rows(const NumberInput& input, const FieldNumbers& fields, const Chunk& chunk);

/// `records` must have been made for `columns`, and behind them the key column, if there is one;
/// without columns for none. Arrays must have `in_row` fields; 0: any number.
RowResult read_json_rows(const NumberInput& input, const std::vector<std::string>& columns,
                         std::size_t in_row, JsonRecords& records, const Chunk& chunk);

}  // namespace pipelab::io::detail
