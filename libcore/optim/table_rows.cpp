#include "optim/table_rows.hpp"

#include "io/delimited.hpp"
#include "io/json_tokens.hpp"
#include "io/number.hpp"
#include "io/number_text.hpp"
#include "io/trimmed.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pipelab::optim {
namespace {

/// The rows that take(line, place, rows) makes of the lines of a chunk, which come without their
/// ends: up to the first that it refuses.
template <class Take>
TableRows rows_of_lines(const io::Chunk& chunk, const Take& take) {
    TableRows rows;
    rows.start = chunk.start;
    base::Position place = chunk.start;
    place.column = 1;
    try {
        for (std::size_t at = 0; at < chunk.text.size(); ++place.line) {
            const std::size_t end = std::min(chunk.text.find('\n', at), chunk.text.size());
            take(chunk.text.substr(at, end - at), place, rows);
            at = end + 1;
        }
    } catch (const base::DataError& error) {
        rows.failure = error;
        rows.cells.resize(rows.ends.empty() ? 0 : rows.ends.back());
    }
    return rows;
}

/// nan and infinity, which parse_number takes, are no values of features.
void read_number(Cell& cell, const base::Position& place) {
    const std::optional<io::Number> read = io::parse_number(cell.text);
    if (!read) return;
    cell.number = io::to_double(*read);
    if (!std::isfinite(cell.number))
        throw base::DataError({place.file, place.line, cell.column},
                              io::detail::quoted(cell.text) + " is no finite number");
    cell.kind = Cell::Kind::number;
}

class JsonLine {
  public:
    JsonLine(const io::JsonTokens& tokens, std::string_view line, const base::Position& place,
             TableRows& rows)
        : tokens_(tokens), cursor_(tokens, line, place), rows_(rows) {}

    void parse() {
        if (cursor_.peek() == '{') {
            parse_object();
        } else if (cursor_.peek() == '[') {
            parse_array();
        } else {
            cursor_.fail_here("an object or array");
        }
        if (!cursor_.done()) cursor_.fail_here("the end of the line");
    }

  private:
    void parse_object() {
        ++cursor_.at;
        if (cursor_.peek() == '}') {
            ++cursor_.at;
            return;
        }
        const std::size_t first = rows_.cells.size();
        do {
            const std::size_t offset = cursor_.offset();
            Cell cell;
            cell.name = stored(cursor_.string());
            cursor_.expect(':', "a colon");
            for (std::size_t i = first; i < rows_.cells.size(); ++i)
                if (rows_.cells[i].name == cell.name)
                    cursor_.fail(offset, "the key '" + std::string(cell.name) + "' occurs twice");
            parse_value(cell);
        } while (cursor_.more('}'));
    }

    void parse_array() {
        ++cursor_.at;
        if (cursor_.peek() == ']') {
            ++cursor_.at;
            return;
        }
        do {
            Cell cell;
            parse_value(cell);
        } while (cursor_.more(']'));
    }

    void parse_value(Cell& cell) {
        cell.column = static_cast<std::uint32_t>(cursor_.offset() + 1);
        const char first = cursor_.peek();
        if (first == '"') {
            cell.kind = Cell::Kind::text;
            cell.text = stored(cursor_.string());
        } else if (first == '{' || first == '[') {
            cursor_.fail(cursor_.offset(), "expected a number, string, boolean or null in a row");
        } else {
            const std::size_t offset = cursor_.offset();
            cell.text = cursor_.skip();
            if (cell.text == "true" || cell.text == "false") {
                cell.kind = Cell::Kind::number;
                cell.number = cell.text == "true" ? 1 : 0;
            } else if (cell.text != "null") {
                cell.number = io::to_double(*io::parse_number(cell.text));
                cell.kind = Cell::Kind::number;
                if (!std::isfinite(cell.number))
                    cursor_.fail(offset, io::detail::quoted(cell.text) + " is no finite number");
            }
        }
        rows_.cells.push_back(cell);
    }

    std::string_view stored(std::string_view escaped) {
        if (escaped.find('\\') == std::string_view::npos) return escaped;
        return rows_.copies.emplace_back(tokens_.unescaped(escaped).value());
    }

    const io::JsonTokens& tokens_;
    io::JsonCursor cursor_;
    TableRows& rows_;
};

void end_row(TableRows& rows, std::uint64_t line) {
    rows.ends.push_back(rows.cells.size());
    rows.lines.push_back(static_cast<std::uint32_t>(line - rows.start.line));
}

}  // namespace

TableRows parse_delimited(const io::Chunk& chunk, std::optional<char> delimiter, bool header) {
    bool names = header && chunk.first_of_file;
    return rows_of_lines(chunk, [&](std::string_view line, const base::Position& place,
                                    TableRows& rows) {
        if (names) {
            rows.header = io::header_names(line, delimiter, place);
            names = false;
            return;
        }
        if (io::is_skipped_line(line, delimiter)) return;
        io::FieldCursor cursor(line, delimiter, place);
        for (io::Field field; cursor.next(field);) {
            Cell cell;
            cell.column = static_cast<std::uint32_t>(field.offset + 1);
            cell.text = field.quoted ? io::contents(field, rows.copies) : io::trimmed(field.text);
            const bool missing = cell.text.empty() || cell.text == "NA";
            if (field.quoted || !missing) cell.kind = Cell::Kind::text;
            if (!field.quoted && !missing) read_number(cell, place);
            rows.cells.push_back(cell);
        }
        end_row(rows, place.line);
    });
}

TableRows parse_json_lines(const io::Chunk& chunk) {
    io::JsonTokens tokens;
    return rows_of_lines(chunk,
                         [&](std::string_view line, const base::Position& place, TableRows& rows) {
                             if (io::trimmed(line).empty() || io::trimmed(line) == "\r") return;
                             if (const char* problem = tokens.run(line))
                                 throw base::DataError(place, problem);
                             JsonLine(tokens, line, place, rows).parse();
                             end_row(rows, place.line);
                         });
}

}  // namespace pipelab::optim
