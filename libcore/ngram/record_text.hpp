#pragma once

#include "io/print.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pipelab::ngram {

/// Appends records to a text that is written later: fields parted by tabs, or JSON objects with
/// names. What is infinite or not there is null in JSON.
class RecordText {
  public:
    RecordText(std::string& text, bool json) : text_(text), json_(json) {}

    void begin() {
        if (json_) text_ += '{';
        first_ = true;
    }
    void end() { text_ += json_ ? "}\n" : "\n"; }
    void field(std::string_view name, double value) {
        put_name(name);
        put_number(value);
    }
    /// A number by itself.
    void put_number(double value) {
        if (json_ && !std::isfinite(value)) {
            text_ += "null";
        } else {
            put(value);
        }
    }
    void field(std::string_view name, std::uint64_t value) {
        put_name(name);
        put(value);
    }
    void field(std::string_view name, const std::optional<double>& value) {
        if (value) return field(name, *value);
        put_name(name);
        if (json_) text_ += "null";
    }
    /// Any bytes; in text without tabs and newlines.
    void field(std::string_view name, std::string_view value) {
        put_name(name);
        if (json_) return io::append_json_quoted_bytes(text_, value);
        for (const char c : value) text_ += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
    }
    void flag(std::string_view name, bool value) {
        put_name(name);
        text_ += json_ ? (value ? "true" : "false") : (value ? "1" : "0");
    }
    /// Whatever comes next is the value.
    void put_name(std::string_view name) {
        if (!first_) text_ += json_ ? ',' : '\t';
        first_ = false;
        if (!json_) return;
        text_ += '"';
        text_ += name;
        text_ += "\":";
    }

  private:
    template <class T>
    void put(T value) {
        char digits[io::max_printed];
        text_.append(digits, io::print(digits, value));
    }

    std::string& text_;
    bool json_;
    bool first_ = true;
};

}  // namespace pipelab::ngram
