// Fields of a line against a splitter that follows the rules byte by byte.
#include "io/delimited.hpp"

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

using namespace pipelab;
using Strings = std::vector<std::string>;

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// nullopt: not well formed.
std::optional<Strings> expected_fields(std::string line, std::optional<char> delimiter) {
    if (line.ends_with('\r')) line.pop_back();
    const auto skip_blanks = [&](std::size_t& at) {
        while (!delimiter && at < line.size() && is_blank(line[at])) ++at;
    };
    const auto ends = [&](std::size_t at) {
        if (at == line.size()) return true;
        return delimiter ? line[at] == *delimiter : line[at] == ',' || is_blank(line[at]);
    };
    Strings fields;
    std::size_t at = 0;
    skip_blanks(at);
    bool more = at < line.size();
    while (more) {
        std::string& field = fields.emplace_back();
        if (at < line.size() && line[at] == '"') {
            for (++at;; ++at) {
                if (at >= line.size()) return std::nullopt;
                if (line[at] == '"' && (at + 1 == line.size() || line[at + 1] != '"')) break;
                if (line[at] == '"') ++at;
                field += line[at];
            }
            if (!ends(++at)) return std::nullopt;
        } else {
            while (!ends(at)) field += line[at++];
        }
        const std::size_t field_end = at;
        skip_blanks(at);
        more = at < line.size();
        const bool separator = more && line[at] == delimiter.value_or(',');
        if (separator) ++at;
        skip_blanks(at);
        if (!separator && !delimiter && at == line.size() && at >= field_end) more = false;
    }
    return fields;
}

void check(const std::string& line, std::optional<char> delimiter) {
    const auto expected = expected_fields(line, delimiter);
    std::optional<Strings> found;
    try {
        found = io::header_names(line, delimiter, {"f", 1, 1});
    } catch (const base::DataError&) {
        found.reset();
    }
    if (found != expected) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::string line = text.substr(0, text.find('\n'));
    check(line, std::nullopt);
    for (const char delimiter : {',', '\t', ' ', 'e'}) check(line, delimiter);
    return 0;
}
