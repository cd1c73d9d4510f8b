#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::io {

/// One field of a line.
struct Field {
    std::string_view text;    ///< without the quotes around it
    std::size_t offset = 0;   ///< of text in the line
    bool quoted = false;      ///< stood in quotes
    bool has_quotes = false;  ///< contains "" that stand for "
};

/// The contents of a field: a view of the line, or of a copy put into `copies` where "" had to
/// be resolved.
std::string_view contents(const Field& field, std::deque<std::string>& copies);

/// Walks over the fields of one line. Without a delimiter, fields are separated by runs of blanks
/// (spaces, tabs) or by one comma with blanks around it; blanks at both ends of the line do not
/// count. With a delimiter, by exactly that byte. A field that begins with a quote ends at the
/// next single quote and may contain separators, and "" for a quote (RFC 4180); a quote further
/// on is a plain byte. O(length of the line), no memory.
class FieldCursor {
  public:
    /// `line` without its newline; a carriage return at its end is dropped. `start`, where it
    /// stands, must outlive the cursor.
    FieldCursor(std::string_view line, std::optional<char> delimiter, const base::Position& start);

    /// The next field; false after the last. A line of length 0 has none. DataError for a quote
    /// that is not closed on the line, or not followed by a separator.
    bool next(Field& field);
    /// Fields so far.
    std::size_t count() const { return count_; }
    /// The fields that are left, as they stand in the line.
    std::string_view rest() const { return more_ ? line_.substr(at_) : std::string_view(); }

  private:
    void next_quoted(Field& field);
    void next_plain(Field& field);
    void pass_separator();
    [[noreturn]] void fail(std::size_t offset, const char* message) const;

    std::string_view line_;
    const base::Position& start_;
    std::size_t at_ = 0, count_ = 0;
    char delimiter_;
    bool blanks_;
    bool more_;
};

/// Neither fields nor a comment: blank, or # is the first byte that is not blank. A line that
/// contains the delimiter is not blank.
bool is_skipped_line(std::string_view line, std::optional<char> delimiter);

/// The fields of a header line.
std::vector<std::string> header_names(std::string_view line, std::optional<char> delimiter,
                                      const base::Position& start);

/// Which of `names` (from 0) is `wanted`. DataError at `where` if none or several are; it lists
/// the names and suggests the nearest.
std::size_t find_name(const std::vector<std::string>& names, std::string_view wanted,
                      const base::Position& where);

/// The names in a message: "'a', 'b', 'c'", no more than ten of them.
std::string listed(const std::vector<std::string>& names);

/// The field number that `column` is: 1 for "1"; nullopt unless it consists of digits.
std::optional<std::size_t> field_number(std::string_view column);

}  // namespace pipelab::io
