#include "io/record_writer.hpp"

#include <algorithm>

namespace pipelab::io {

RecordWriter& RecordWriter::field(std::string_view name, std::string_view value, bool quoted) {
    if (json_) {
        line_ += first_ ? "{" : ",";
        line_ += json_quoted(name) + ":";
        line_ += quoted ? json_quoted(value) : std::string(value);
    } else {
        if (!first_) line_ += '\t';
        if (header_ && !first_) names_ += '\t';
        if (header_) names_ += name;
        line_ += value;
    }
    first_ = false;
    return *this;
}

RecordWriter& RecordWriter::text(std::string_view name, std::string_view value) {
    if (json_) return field(name, value, true);
    std::string clean(value);
    std::replace_if(clean.begin(), clean.end(),
                    [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return field(name, clean, false);
}

void RecordWriter::end() {
    if (json_) line_ += '}';
    if (!json_ && header_) {
        out_.write(names_);
        out_.write('\n');
        header_ = false;
    }
    out_.write(line_);
    out_.write('\n');
    line_.clear();
    names_.clear();
    first_ = true;
}

}  // namespace pipelab::io
