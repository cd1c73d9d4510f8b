#pragma once

#include "base/error.hpp"
#include "io/json_tokens.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::io {

/// One value of a JSON row.
struct JsonField {
    enum class Kind { missing, null, boolean, number, string, array, object };
    Kind kind = Kind::missing;
    /// null, boolean, number: the token. string: what stands between the quotes, not unescaped.
    std::string_view text;
    std::size_t offset = 0;  ///< of the value in the text that was parsed
};

/// "a string", "an object"...
std::string_view kind_name(JsonField::Kind kind);

/// A row: an object or array, of which some fields were asked for.
struct JsonRow {
    std::span<const JsonField> fields;  ///< as asked for
    /// The keys of an object in order, not unescaped; empty for arrays.
    std::span<const std::string_view> keys;
    std::size_t size = 0;    ///< fields of the row
    std::size_t offset = 0;  ///< of the row in the text
    std::uint64_t line = 0;  ///< newlines in the text before the row
    bool is_array = false;
};

/// Reads rows of JSON text: the given fields of objects (by key) or arrays (by number from 1). The
/// whole text is checked, the rest of each row too: RFC 8259, valid UTF-8, no half of a surrogate
/// pair, at most 1000 levels of arrays and objects (no recursion). Memory: 5 bytes for each of the
/// text. Numbers are only checked, so that no digit is lost. The text needs 64 readable bytes
/// behind it. One object serves one thread.
class JsonRecords {
  public:
    enum class Layout {
        lines,     ///< one row a line, blank lines between them
        document,  ///< one array of rows
    };
    using Escapes = JsonEscapes;
    static constexpr std::size_t max_depth = 1000;

    /// Without `fields`, rows are plain values or flat arrays of them, and each value is passed to
    /// the visitor as a row of one field.
    JsonRecords(std::vector<std::string> fields, Layout layout,
                Escapes escapes = Escapes::characters);
    ~JsonRecords();
    JsonRecords(JsonRecords&&) noexcept;
    JsonRecords& operator=(JsonRecords&&) noexcept;

    /// Calls visit(row) for each row of `text`, whose first byte stands at `start`; what a row
    /// points to is valid until visit returns, but the texts of fields as long as `text` is.
    /// DataError with position for the first thing that is not as it should be, also for a key
    /// asked for that occurs twice in a row; the rows before it have been visited.
    void parse(std::string_view text, const base::Position& start,
               const std::function<void(const JsonRow&)>& visit);

    /// The contents of a string field of the text parsed last: a view of it, or of a copy put into
    /// `copies` where there are escapes. DataError for escapes that are none.
    std::string_view contents(const JsonField& field, std::deque<std::string>& copies) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace pipelab::io
