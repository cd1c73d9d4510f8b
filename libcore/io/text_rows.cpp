#include "io/delimited.hpp"
#include "io/number_rows.hpp"

#include <algorithm>
#include <array>

namespace pipelab::io::detail {
namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

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
    TextRows(const NumberInput& input, FieldNumbers fields, const Chunk& chunk)
        : input_(input),
          fields_(fields),
          last_(std::max(fields.value, fields.key)),
          text_(chunk.text),
          start_(chunk.start),
          values_(input, chunk.text, chunk.start, NumberGrammar::text) {}

    RowResult read() {
        try {
            each_line();
        } catch (const base::DataError&) {
            // A number on a line before, looked at only now, may be wrong too.
            values_.finish();
            throw;
        }
        return values_.finish();
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
        FieldCursor cursor(line, input_.delimiter, place);
        Field value, key;
        for (Field field; cursor.count() < last_ && cursor.next(field);) {
            if (cursor.count() == fields_.value) value = field;
            if (cursor.count() == fields_.key) key = field;
        }
        if (cursor.count() < last_)
            throw base::DataError({place.file, place.line, 0},
                                  "expected at least " + std::to_string(last_) +
                                      (last_ == 1 ? " field" : " fields") + ", found " +
                                      std::to_string(cursor.count()));
        if (add(line, at, value, place.line - start_.line) && fields_.key > 0)
            values_.add_key(contents(key, values_.copies()));
    }

    bool add(std::string_view line, std::size_t at, const Field& field, std::uint64_t number) {
        if (input_.parse_value) {
            const bool to_line_end = fields_.value == 0 || (!input_.delimiter && !field.quoted);
            std::string_view value =
                to_line_end ? line.substr(field.offset) : contents(field, values_.copies());
            if (to_line_end && value.ends_with('\r')) value.remove_suffix(1);
            // These must not be taken for the beginning of a value.
            if (fields_.value > 0 && (field.text.empty() || field.text == "NA")) value = field.text;
            return values_.add_parsed(value, at + field.offset, number);
        }
        const std::string_view token = trimmed(field.text);
        if (!token.empty()) return values_.add_token(token, number);
        values_.add_missing(at + field.offset, "field " + std::to_string(fields_.value) +
                                                   " is empty, expected a number");
        return false;
    }

    const NumberInput& input_;
    FieldNumbers fields_;
    std::size_t last_;
    std::string_view text_;
    const base::Position& start_;
    RowValues values_;
};

}  // namespace

FieldNumbers find_fields(const NumberInput& input, std::string_view header,
                         const base::Position& where) {
    std::vector<std::string> names;
    if (input.header) names = header_names(header, input.delimiter, where);
    return {find_field(input, input.column, "--column", names, where),
            find_field(input, input.key_column, "--by", names, where)};
}

void drop_header(Chunk& chunk) {
    if (!chunk.first_of_file) return;
    const std::size_t end = std::min(chunk.text.find('\n'), chunk.text.size() - 1) + 1;
    chunk.text.remove_prefix(end);
    ++chunk.start.line;
}

RowResult read_text_rows(const NumberInput& input, FieldNumbers fields, const Chunk& chunk) {
    return TextRows(input, fields, chunk).read();
}

}  // namespace pipelab::io::detail
