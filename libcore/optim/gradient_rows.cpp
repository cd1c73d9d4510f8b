#include "optim/gradient_rows.hpp"

#include "io/delimited.hpp"
#include "io/number_text.hpp"

#include <cmath>
#include <utility>

namespace pipelab::optim {
namespace {

double number(std::string_view text, const base::Position& line, std::size_t offset) {
    const auto value = io::parse_double(text);
    if (!value || !std::isfinite(*value)) {
        throw base::DataError({line.file, line.line, line.column + offset},
                              "expected a finite number, found " + io::detail::quoted(text));
    }
    return *value;
}

}  // namespace

GradientRows::GradientRows(std::vector<std::string> paths, io::InputFormat format,
                           base::Control control)
    : lines_(std::move(paths), control), format_(format) {}

void GradientRows::read_text(std::string_view line, std::vector<double>& row) const {
    io::FieldCursor fields(line, std::nullopt, lines_.position());
    for (io::Field field; fields.next(field);) {
        if (field.text.starts_with('#') && !field.quoted) return;
        row.push_back(number(field.text, lines_.position(), field.offset));
    }
}

void GradientRows::read_json(std::string_view line, std::vector<double>& row) {
    const base::Position& start = lines_.position();
    if (const char* wrong = tokens_.run(line)) throw base::DataError(start, wrong);
    io::JsonCursor cursor(tokens_, line, start);
    cursor.expect('[', "an array of numbers, one a line");
    if (cursor.peek() == ']') cursor.fail_here("a number");
    do {
        const std::size_t offset = cursor.offset();
        const std::string_view text = cursor.skip();
        if (!io::detail::scan_number(text, io::NumberGrammar::json))
            cursor.fail(offset, "expected a finite number, found " + io::detail::quoted(text));
        row.push_back(number(text, start, offset));
    } while (cursor.more(']'));
    if (!cursor.done()) cursor.fail_here("the end of the line");
}

bool GradientRows::next(std::vector<double>& row) {
    for (std::string_view line; lines_.next(line);) {
        if (io::is_skipped_line(line, std::nullopt)) continue;
        if (format_ == io::InputFormat::automatic) {
            const char first = line[line.find_first_not_of(" \t\r")];
            format_ = first == '[' || first == '{' ? io::InputFormat::json : io::InputFormat::text;
        }
        row.clear();
        if (format_ == io::InputFormat::json)
            read_json(line, row);
        else
            read_text(line, row);
        if (count_ == 0) width_ = row.size();
        if (row.size() != width_) {
            throw base::DataError(position(), "expected " + std::to_string(width_) +
                                                  " numbers as in the first row, found " +
                                                  std::to_string(row.size()));
        }
        ++count_;
        return true;
    }
    return false;
}

}  // namespace pipelab::optim
