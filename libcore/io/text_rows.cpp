#include "io/delimited.hpp"
#include "io/number_rows.hpp"
#include "io/trimmed.hpp"

#include <algorithm>
#include <array>

namespace pipelab::io::detail {
namespace {

std::size_t find_field(const NumberInput& input, const std::string& column, const char* option,
                       const std::vector<std::string>& names, const base::Position& where) {
    if (column.empty()) return 0;
    if (const auto number = field_number(column)) {
        if (*number == 0)
            throw base::UsageError(std::string(option) + " 0: fields are numbered from 1");
        return *number;
    }
    if (!input.header)
        throw base::UsageError(std::string(option) + " " + column +
                               " needs --header (or a field number)");
    return find_name(names, column, where) + 1;
}

/// The rows of one chunk.
class TextRows {
  public:
    TextRows(const NumberInput& input, const FieldNumbers& fields, const Chunk& chunk)
        : input_(input), fields_(fields), text_(chunk.text), start_(chunk.start) {
        std::size_t last = fields.key;
        for (const std::size_t field : fields.values) last = std::max(last, field);
        read_.resize(last + 1);
        column_at_.resize(last + 1, fields.values.size());
        values_.reserve(fields.values.size());
        for (std::size_t i = 0; i < fields.values.size(); ++i) {
            column_at_[fields.values[i]] = i;
            values_.emplace_back(input, chunk.text, chunk.start, NumberGrammar::text);
        }
    }

    RowResult read() {
        try {
            each_line();
        } catch (const base::DataError&) {
            // A number on a line before, looked at only now, may be wrong too.
            finish();
            throw;
        }
        finish();
        return std::move(result_);
    }

  private:
    void each_line() {
        base::Position place = start_;
        for (std::size_t at = 0; at < text_.size(); ++place.line, place.column = 1) {
            const std::size_t end = std::min(text_.find('\n', at), text_.size());
            const std::string_view line = text_.substr(at, end - at);
            if (!is_skipped_line(line, input_.delimiter)) row(line, at, place);
            at = end + 1;
        }
    }

    void row(std::string_view line, std::size_t at, const base::Position& place) {
        const std::size_t last = column_at_.size() - 1;
        FieldCursor cursor(line, input_.delimiter, place);
        Field field;
        while (cursor.count() < last && cursor.next(field)) read_[cursor.count()] = field;
        if (cursor.count() < last && fields_.in_row == 0)
            wrong_count(place, "at least ", last, cursor.count());
        if (fields_.in_row > 0) {
            while (cursor.next(field)) {
            }
            if (cursor.count() != fields_.in_row)
                wrong_count(place, "", fields_.in_row, cursor.count());
        }
        bool first_added = false;
        for (std::size_t i = 0; i <= last; ++i) {
            const std::size_t column = column_at_[i];
            if (column == values_.size()) continue;
            const bool added =
                add(values_[column], line, at, read_[i], i, place.line - start_.line);
            first_added |= added && column == 0;
        }
        if (first_added && fields_.key > 0)
            result_.keys.push_back(contents(read_[fields_.key], result_.copies));
    }

    [[noreturn]] static void wrong_count(const base::Position& place, const char* how,
                                         std::size_t expected, std::size_t found) {
        throw base::DataError({place.file, place.line, 0},
                              "expected " + std::string(how) + std::to_string(expected) +
                                  (expected == 1 ? " field" : " fields") + ", found " +
                                  std::to_string(found));
    }

    bool add(RowValues& values, std::string_view line, std::size_t at, const Field& field,
             std::size_t field_number, std::uint64_t line_number) {
        if (input_.parse_value) {
            const bool to_line_end = field_number == 0 || (!input_.delimiter && !field.quoted);
            std::string_view value =
                to_line_end ? line.substr(field.offset) : contents(field, result_.copies);
            if (to_line_end && value.ends_with('\r')) value.remove_suffix(1);
            // These must not be taken for the beginning of a value.
            if (field_number > 0 && (field.text.empty() || field.text == "NA")) value = field.text;
            return values.add_parsed(value, at + field.offset, line_number);
        }
        const std::string_view token = trimmed(field.text);
        if (!token.empty()) return values.add_token(token, line_number);
        values.add_missing(at + field.offset, "field " + std::to_string(field_number) +
                                                  " is empty, expected a number");
        return false;
    }

    void finish() {
        for (RowValues& values : values_) result_.columns.push_back(values.finish());
    }

    const NumberInput& input_;
    const FieldNumbers& fields_;
    std::string_view text_;
    const base::Position& start_;
    std::vector<std::size_t> column_at_;  // of each field; their number: none
    std::vector<RowValues> values_;       // of each column
    std::vector<Field> read_;             // of the line, from 1
    RowResult result_;
};

}  // namespace

FieldNumbers find_fields(const NumberInput& input, const std::vector<std::string>& columns,
                         std::string_view header, const base::Position& where) {
    std::vector<std::string> names;
    if (input.header) names = header_names(header, input.delimiter, where);
    FieldNumbers fields;
    for (const std::string& column : columns)
        fields.values.push_back(find_field(input, column, "--column", names, where));
    fields.key = find_field(input, input.key_column, "--by", names, where);
    return fields;
}

void drop_header(Chunk& chunk) {
    if (!chunk.first_of_file) return;
    const std::size_t end = std::min(chunk.text.find('\n'), chunk.text.size() - 1) + 1;
    chunk.text.remove_prefix(end);
    ++chunk.start.line;
}

RowResult read_text_rows(const NumberInput& input, const FieldNumbers& fields, const Chunk& chunk) {
    return TextRows(input, fields, chunk).read();
}

}  // namespace pipelab::io::detail
