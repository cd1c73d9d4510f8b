#include "io/delimited.hpp"
#include "io/number_rows.hpp"
#include "io/number_text.hpp"

namespace pipelab::io::detail {
namespace {

using Kind = JsonField::Kind;

/// The rows of one chunk.
class JsonRows {
  public:
    JsonRows(const NumberInput& input, const JsonRecords& records, const Chunk& chunk)
        : input_(input),
          records_(records),
          text_(chunk.text),
          start_(chunk.start),
          values_(input, chunk.text, chunk.start, NumberGrammar::json) {}

    void add(const JsonRow& row) {
        const bool added = add_value(row, row.fields[0]);
        if (!input_.key_column.empty() && !input_.column.empty()) {
            const std::string_view key = key_of(row, row.fields[1]);
            if (added) values_.add_key(key);
        }
    }
    RowResult finish() { return values_.finish(); }

  private:
    bool add_value(const JsonRow& row, const JsonField& field) {
        if (field.kind == Kind::missing) missing(row, input_.column);
        if (field.kind == Kind::number) {
            return input_.parse_value ? values_.add_parsed(field.text, field.offset, line(field))
                                      : values_.add_token(field.text, line(field));
        }
        if (field.kind == Kind::string) {
            const std::string_view text = records_.contents(field, values_.copies());
            const bool skipped =
                input_.nan == NanPolicy::skip &&
                (text.empty() || text == "NA" || scan_nan(text, NumberGrammar::text));
            if (input_.parse_value && !skipped)
                return values_.add_parsed(text, field.offset, line(field));
            if (!skipped) wrong_kind(field);
            values_.add_missing(field.offset, "");
            return false;
        }
        if (field.kind != Kind::null) wrong_kind(field);
        values_.add_missing(field.offset, description(field));
        return false;
    }

    /// Rows of lines begin and end on one line; in a document a row may go over several.
    std::uint64_t line(const JsonField& field) {
        if (!input_.keep_lines) return 0;
        line_ += count_newlines(text_.substr(counted_, field.offset - counted_));
        counted_ = field.offset;
        return line_;
    }

    std::string_view key_of(const JsonRow& row, const JsonField& field) {
        switch (field.kind) {
            case Kind::missing:
                missing(row, input_.key_column);
            case Kind::string:
                return records_.contents(field, values_.copies());
            case Kind::number:
            case Kind::boolean:
                return field.text;
            default:
                values_.fail(field.offset, "field " + quoted(input_.key_column) + " is " +
                                               std::string(kind_name(field.kind)) +
                                               ", expected a string or a number");
        }
    }

    std::string description(const JsonField& field) const {
        const std::string found(kind_name(field.kind));
        if (input_.column.empty()) return "expected " + input_.expected + ", found " + found;
        return "field " + quoted(input_.column) + " is " + found + ", expected " + input_.expected;
    }
    [[noreturn]] void wrong_kind(const JsonField& field) const {
        values_.fail(field.offset, description(field));
    }

    [[noreturn]] void missing(const JsonRow& row, const std::string& column) const {
        if (!row.is_array) {
            const std::vector<std::string> keys(row.keys.begin(), row.keys.end());
            find_name(keys, column, position_at(start_, text_, row.offset));
        }
        const auto number = field_number(column);
        if (!number)
            values_.fail(row.offset, "this row is an array: field " + quoted(column) +
                                         " must be given by its number");
        if (*number == 0) values_.fail(row.offset, "fields are numbered from 1");
        values_.fail(row.offset, "expected at least " + column +
                                     (*number == 1 ? " field" : " fields") + ", found " +
                                     std::to_string(row.size));
    }

    const NumberInput& input_;
    const JsonRecords& records_;
    std::string_view text_;
    const base::Position& start_;
    RowValues values_;
    std::size_t counted_ = 0;
    std::uint64_t line_ = 0;
};

}  // namespace

std::vector<std::string> json_fields(const NumberInput& input) {
    if (input.column.empty()) return {};
    if (input.key_column.empty()) return {input.column};
    return {input.column, input.key_column};
}

RowResult read_json_rows(const NumberInput& input, JsonRecords& records, const Chunk& chunk) {
    JsonRows rows(input, records, chunk);
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
