#include "io/delimited.hpp"

#include "base/suggest.hpp"
#include "io/characters.hpp"
#include "io/number.hpp"
#include "io/number_text.hpp"

#include <algorithm>

namespace pipelab::io {
namespace {

using detail::is_blank;

constexpr std::size_t most_listed = 10;

std::string_view without_return(std::string_view line) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

}  // namespace

std::string_view contents(const Field& field, std::deque<std::string>& copies) {
    if (!field.has_quotes) return field.text;
    std::string& copy = copies.emplace_back();
    for (std::size_t i = 0; i < field.text.size(); ++i) {
        copy += field.text[i];
        if (field.text[i] == '"') ++i;  // the second of a pair
    }
    return copy;
}

FieldCursor::FieldCursor(std::string_view line, std::optional<char> delimiter,
                         const base::Position& start)
    : line_(without_return(line)),
      start_(start),
      delimiter_(delimiter.value_or(',')),
      blanks_(!delimiter.has_value()) {
    if (blanks_) {
        while (!line_.empty() && is_blank(line_.back())) line_.remove_suffix(1);
        while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
    }
    more_ = at_ < line_.size();
}

void FieldCursor::fail(std::size_t offset, const char* message) const {
    throw base::DataError({start_.file, start_.line, start_.column + offset}, message);
}

bool FieldCursor::next(Field& field) {
    if (!more_) return false;
    if (at_ < line_.size() && line_[at_] == '"' && delimiter_ != '"') {
        next_quoted(field);
    } else {
        next_plain(field);
    }
    pass_separator();
    ++count_;
    return true;
}

void FieldCursor::next_quoted(Field& field) {
    const std::size_t open = at_++;
    field = {{}, at_, true, false};
    while (true) {
        const std::size_t quote = line_.find('"', at_);
        if (quote == std::string_view::npos) fail(open, "quote is not closed on this line");
        at_ = quote + 1;
        if (at_ == line_.size() || line_[at_] != '"') break;
        field.has_quotes = true;
        ++at_;
    }
    field.text = line_.substr(field.offset, at_ - 1 - field.offset);
    if (at_ == line_.size() || line_[at_] == delimiter_) return;
    if (!blanks_ || !is_blank(line_[at_])) fail(at_, "expected a separator behind the quote");
}

void FieldCursor::next_plain(Field& field) {
    const std::size_t begin = at_;
    if (blanks_) {
        while (at_ < line_.size() && line_[at_] != ',' && !is_blank(line_[at_])) ++at_;
    } else {
        while (at_ < line_.size() && line_[at_] != delimiter_) ++at_;
    }
    field = {line_.substr(begin, at_ - begin), begin, false, false};
}

void FieldCursor::pass_separator() {
    more_ = at_ < line_.size();
    if (!blanks_) {
        at_ += more_;
        return;
    }
    while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
    if (at_ == line_.size() || line_[at_] != ',') return;
    ++at_;
    while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
}

bool is_skipped_line(std::string_view line, std::optional<char> delimiter) {
    line = without_return(line);
    for (const char c : line) {
        if (c == delimiter) return false;
        if (c == '#') return true;
        if (!is_blank(c)) return false;
    }
    return true;
}

std::vector<std::string> header_names(std::string_view line, std::optional<char> delimiter,
                                      const base::Position& start) {
    std::vector<std::string> names;
    std::deque<std::string> copies;
    FieldCursor cursor(line, delimiter, start);
    for (Field field; cursor.next(field);) names.emplace_back(contents(field, copies));
    return names;
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most_listed); ++i)
        text += (i == 0 ? "" : ", ") + detail::quoted(names[i]);
    if (names.size() > most_listed)
        text += " and " + std::to_string(names.size() - most_listed) + " more";
    return text;
}

std::size_t find_name(const std::vector<std::string>& names, std::string_view wanted,
                      const base::Position& where) {
    const auto found = std::find(names.begin(), names.end(), wanted);
    if (found == names.end()) {
        std::string message = "no column " + detail::quoted(wanted);
        if (const auto near = base::nearest(wanted, names))
            message += "; did you mean " + detail::quoted(*near) + "?";
        throw base::DataError(where, message + " (columns: " + listed(names) + ")");
    }
    if (std::find(found + 1, names.end(), wanted) != names.end())
        throw base::DataError(where, "several columns are called " + detail::quoted(wanted) +
                                         ": give the field number");
    return static_cast<std::size_t>(found - names.begin());
}

std::optional<std::size_t> field_number(std::string_view column) {
    if (column.empty() || column.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    // A number too large for int64 is beyond the fields of any line.
    return static_cast<std::size_t>(
        parse_int64(column).value_or(std::numeric_limits<std::int64_t>::max()));
}

}  // namespace pipelab::io
