#pragma once

#include "io/output.hpp"

#include <concepts>
#include <string>
#include <string_view>

namespace pipelab::io {

/// Writes named records: tab separated lines, or JSON objects, one a line. Fields come in the
/// order of the calls; all records of one writer have the same fields.
class RecordWriter {
  public:
    /// `header`: the first line of text output names the fields.
    RecordWriter(Output& out, bool json, bool header) : out_(out), json_(json), header_(header) {}

    /// A number, given as what print() writes.
    RecordWriter& number(std::string_view name, std::string_view printed) {
        return field(name, printed, false);
    }
    template <class T>
    RecordWriter& number(std::string_view name,
                         const T& value) requires(!std::convertible_to<T, std::string_view>) {
        return number(name, std::string_view(printed(value)));
    }
    /// A text. In text output tabs and newlines inside become blanks.
    RecordWriter& text(std::string_view name, std::string_view value);
    /// No value: nothing between the tabs, null in JSON.
    RecordWriter& none(std::string_view name) { return field(name, json_ ? "null" : "", false); }
    /// The record is complete.
    void end();

    bool json() const { return json_; }
    Output& out() { return out_; }

  private:
    RecordWriter& field(std::string_view name, std::string_view value, bool quoted);

    Output& out_;
    bool json_;
    bool header_;
    bool first_ = true;
    std::string names_;
    std::string line_;
};

}  // namespace pipelab::io
