#include "io/delimited.hpp"
#include "io/number_rows.hpp"
#include "io/number_text.hpp"

#include <algorithm>

namespace pipelab::io::detail {
namespace {

using FieldKind = JsonField::Kind;

/// The rows of one chunk.
class JsonRows {
  public:
    JsonRows(const NumberInput& input, const std::vector<std::string>& columns, std::size_t in_row,
             const JsonRecords& records, const Chunk& chunk)
        : input_(input),
          columns_(columns),
          in_row_(in_row),
          records_(records),
          text_(chunk.text),
          start_(chunk.start),
          values_(std::max<std::size_t>(columns.size(), 1),
                  RowValues(input, chunk.text, chunk.start, NumberGrammar::json)) {}

    void add(const JsonRow& row) {
        if (row.is_array && in_row_ > 0 && row.size != in_row_)
            fail(row.offset, "expected " + std::to_string(in_row_) +
                                 (in_row_ == 1 ? " field" : " fields") + ", found " +
                                 std::to_string(row.size));
        bool first_added = false;
        for (std::size_t i = 0; i < values_.size(); ++i) first_added |= add_value(row, i) && i == 0;
        if (!input_.key_column.empty() && !columns_.empty()) {
            const std::string_view key = key_of(row, row.fields[columns_.size()]);
            if (first_added) result_.keys.push_back(key);
        }
    }
    RowResult finish() {
        for (RowValues& values : values_) result_.columns.push_back(values.finish());
        return std::move(result_);
    }

  private:
    bool add_value(const JsonRow& row, std::size_t column) {
        RowValues& values = values_[column];
        const JsonField& field = row.fields[column];
        if (field.kind == FieldKind::missing) missing(row, columns_[column]);
        if (field.kind == FieldKind::number) {
            return input_.parse_value ? values.add_parsed(field.text, field.offset, line(field))
                                      : values.add_token(field.text, line(field));
        }
        if (field.kind == FieldKind::string) {
            const std::string_view text = records_.contents(field, result_.copies);
            const bool skipped =
                input_.nan == NanPolicy::skip &&
                (text.empty() || text == "NA" || scan_nan(text, NumberGrammar::text));
            if (input_.parse_value && !skipped)
                return values.add_parsed(text, field.offset, line(field));
            if (!skipped) wrong_kind(field, column);
            values.add_missing(field.offset, "");
            return false;
        }
        if (field.kind != FieldKind::null) wrong_kind(field, column);
        values.add_missing(field.offset, description(field, column));
        return false;
    }

    /// Rows of lines begin and end on one line; in a document a row may go over several.
    std::uint64_t line(const JsonField& field) {
        if (!input_.keep_lines) return 0;
        const std::size_t from = std::min(counted_, field.offset);
        const std::size_t passed = std::max(counted_, field.offset) - from;
        const std::uint64_t lines = count_newlines(text_.substr(from, passed));
        line_ = from == counted_ ? line_ + lines : line_ - lines;
        counted_ = field.offset;
        return line_;
    }

    std::string_view key_of(const JsonRow& row, const JsonField& field) {
        switch (field.kind) {
            case FieldKind::missing:
                missing(row, input_.key_column);
            case FieldKind::string:
                return records_.contents(field, result_.copies);
            case FieldKind::number:
            case FieldKind::boolean:
                return field.text;
            default:
                fail(field.offset, "field " + quoted(input_.key_column) + " is " +
                                       std::string(kind_name(field.kind)) +
                                       ", expected a string or a number");
        }
    }

    std::string description(const JsonField& field, std::size_t column) const {
        const std::string found(kind_name(field.kind));
        if (columns_.empty()) return "expected " + input_.expected + ", found " + found;
        return "field " + quoted(columns_[column]) + " is " + found + ", expected " +
               input_.expected;
    }
    [[noreturn]] void fail(std::size_t offset, const std::string& message) const {
        values_.front().fail(offset, message);
    }
    [[noreturn]] void wrong_kind(const JsonField& field, std::size_t column) const {
        fail(field.offset, description(field, column));
    }

    [[noreturn]] void missing(const JsonRow& row, const std::string& column) const {
        if (!row.is_array) {
            const std::vector<std::string> keys(row.keys.begin(), row.keys.end());
            find_name(keys, column, position_at(start_, text_, row.offset));
        }
        const auto number = field_number(column);
        if (!number)
            fail(row.offset,
                 "this row is an array: field " + quoted(column) + " must be given by its number");
        if (*number == 0) fail(row.offset, "fields are numbered from 1");
        fail(row.offset, "expected at least " + column + (*number == 1 ? " field" : " fields") +
                             ", found " + std::to_string(row.size));
    }

    const NumberInput& input_;
    const std::vector<std::string>& columns_;
    std::size_t in_row_;
    const JsonRecords& records_;
    std::string_view text_;
    const base::Position& start_;
    std::vector<RowValues> values_;  // of each column
    RowResult result_;
    std::size_t counted_ = 0;
    std::uint64_t line_ = 0;
};

}  // namespace

RowResult read_json_rows(const NumberInput& input, const std::vector<std::string>& columns,
                         std::size_t in_row, JsonRecords& records, const Chunk& chunk) {
    JsonRows rows(input, columns, in_row, records, chunk);
    try {
        records.parse(chunk.text, chunk.start, [&](const JsonRow& row) { rows.add(row); });
    } catch (const base::DataError&) {
        // A number before, looked at only now, may be beyond the range of double.
        rows.finish();
        throw;
    }
    return rows.finish();
}

}  // namespace pipelab::io::detail
