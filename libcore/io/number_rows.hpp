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

/// The rows of a chunk, and the keys that could not be views of its text.
struct RowResult {
    NumberRows rows;
    std::deque<std::string> copies;
};

/// Gathers the values of one chunk in order.
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
    /// The key of the last value added.
    void add_key(std::string_view key) { result_.rows.keys.push_back(key); }
    std::deque<std::string>& copies() { return result_.copies; }

    [[noreturn]] void fail(std::size_t offset, const std::string& message) const;
    RowResult finish();

  private:
    bool fill_tokens(NumberType at_least);
    void fill_values();
    void shift_start();

    const NumberInput& input_;
    std::string_view text_;
    const base::Position& start_;
    NumberGrammar grammar_;
    RowResult result_;
    std::vector<std::uint32_t> edges_;  // begin and end of each token
    std::vector<Number> values_;
    TypeNeed need_;
    base::Array<std::uint32_t> lines_;
    std::uint64_t skipped_ = 0;
};

/// Which fields of text rows to read, from 1; 0 for none.
struct FieldNumbers {
    std::size_t value = 0, key = 0;
};

/// The fields `input` asks for, when its first line is `header`. UsageError for names without
/// input.header; DataError if no column is called so.
FieldNumbers find_fields(const NumberInput& input, std::string_view header,
                         const base::Position& where);

/// `chunk` without the header line, if it holds one.
void drop_header(Chunk& chunk);

RowResult read_text_rows(const NumberInput& input, FieldNumbers fields, const Chunk& chunk);

/// `records` must have been made for the fields of json_fields(input).
RowResult read_json_rows(const NumberInput& input, JsonRecords& records, const Chunk& chunk);
std::vector<std::string> json_fields(const NumberInput& input);

}  // namespace pipelab::io::detail
