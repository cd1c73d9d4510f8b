// The first byte chooses options, the rest is text. A plain reading of the grammars, token by
// token with strtod, must find the same values, lines and error as parse_numbers at every level.
#include "io/number.hpp"
#include "io/number_kernels.hpp"
#include "require.hpp"

#include <bit>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

using namespace pipelab;
using io::NumberGrammar;

namespace {

struct Expected {
    std::vector<double> values;
    std::vector<std::size_t> lines;
    std::size_t skipped = 0;
    std::optional<std::size_t> error;  // offset
};

bool among(char c, std::string_view set) { return set.find(c) != set.npos; }

/// sign? digits* (. digits*)? with a digit, (e sign? digits+)?; JSON: no +, no leading zeros,
/// digits on both sides of the point.
bool is_number(std::string_view token, bool json) {
    std::size_t i = 0;
    const auto digits = [&] {
        const std::size_t first = i;
        while (i < token.size() && token[i] >= '0' && token[i] <= '9') ++i;
        return i - first;
    };
    if (i < token.size() && among(token[i], json ? "-" : "+-")) ++i;
    const std::size_t first = i, whole = digits();
    std::size_t fraction = 0;
    const bool point = i < token.size() && token[i] == '.';
    if (point) ++i, fraction = digits();
    if (whole + fraction == 0) return false;
    if (json && (whole == 0 || (point && fraction == 0))) return false;
    if (json && whole > 1 && token[first] == '0') return false;
    if (i < token.size() && among(token[i], "eE")) {
        ++i;
        if (i < token.size() && among(token[i], "+-")) ++i;
        if (digits() == 0) return false;
    }
    return i == token.size();
}

bool is_nan(std::string_view token, bool json) {
    if (json) return token == "null";
    std::string lower;
    for (const char c : token) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (!lower.empty() && among(lower[0], "+-")) lower.erase(0, 1);
    return lower == "nan" || lower == "inf" || lower == "infinity";
}

/// Adds the token; false if that is an error.
bool add(const std::string& token, std::size_t line, const io::ParseOptions& options,
         Expected& expected) {
    const bool json = options.grammar == NumberGrammar::json;
    if (is_nan(token, json)) {
        ++expected.skipped;
        return options.nan == io::NanPolicy::skip;
    }
    if (!is_number(token, json)) return false;
    expected.values.push_back(std::strtod(token.c_str(), nullptr));
    expected.lines.push_back(line);
    return !std::isinf(expected.values.back());
}

Expected read_text(const std::string& text, const io::ParseOptions& options) {
    Expected expected;
    std::size_t line = 0;
    bool comment = options.in_comment, comma_allowed = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') {
            ++line;
            comment = comma_allowed = false;
        } else if (comment || among(text[i], " \t\v\f\r")) {
            continue;
        } else if (text[i] == '#') {
            comment = true;
        } else if (text[i] == ',') {
            if (!comma_allowed) return expected.error = i, expected;
            comma_allowed = false;
        } else {
            const std::size_t end = std::min(text.find_first_of(" \t\n\v\f\r,#", i), text.size());
            if (!add(text.substr(i, end - i), line, options, expected)) {
                return expected.error = i, expected;
            }
            comma_allowed = true;
            i = end - 1;
        }
    }
    return expected;
}

/// What may come next in JSON.
enum class Next { bare, first, value, comma };

Expected read_json(const std::string& text, const io::ParseOptions& options) {
    Expected expected;
    std::size_t line = 0;
    Next next = options.in_array ? Next::value : Next::bare;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i], before = i > 0 ? text[i - 1] : ' ';
        const auto fail = [&] { return expected.error = i, expected; };
        if (among(c, " \t\r\n")) {
            line += c == '\n';
        } else if (c == '[') {
            if (next != Next::bare || !among(before, " \t\r\n]")) return fail();
            next = Next::first;
        } else if (c == ']') {
            if (next != Next::first && next != Next::comma) return fail();
            next = Next::bare;
        } else if (c == ',') {
            if (next != Next::comma) return fail();
            next = Next::value;
        } else {
            if (next == Next::comma || (next == Next::bare && before == ']')) return fail();
            const std::size_t end = std::min(text.find_first_of(" \t\r\n,[]", i), text.size());
            if (!add(text.substr(i, end - i), line, options, expected)) return fail();
            if (next != Next::bare) next = Next::comma;
            i = end - 1;
        }
    }
    if (next != Next::bare && options.at_end) expected.error = text.size();
    return expected;
}

std::string place(const std::string& text, std::size_t offset) {
    std::size_t line = 1, column = 1;
    for (std::size_t i = 0; i < offset; ++i) {
        column = text[i] == '\n' ? 1 : column + 1;
        line += text[i] == '\n';
    }
    return "f:" + std::to_string(line) + ":" + std::to_string(column) + ": ";
}

void compare(const Expected& expected, const io::NumberBlock& found, bool keep_lines) {
    require(found.size() == expected.values.size());
    require(found.skipped == expected.skipped);
    require(found.need.empty() == expected.values.empty());
    io::NumberBlock as_real = found;
    as_real.convert({io::NumberType::Kind::real, 0});
    for (std::size_t i = 0; i < found.size(); ++i) {
        require(as_real.reals()[i] == expected.values[i]);
        require(!keep_lines || found.line(i) == 1 + expected.lines[i]);
    }
    if (found.size() > 0) {
        io::NumberBlock converted = found;
        if (found.type.kind != io::NumberType::Kind::real) converted.convert(found.need.type());
        require(converted.type == found.need.type());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using Kind = io::NumberType::Kind;
    if (size == 0) return 0;
    const unsigned char choice = data[0];
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    io::ParseOptions options;
    options.grammar = choice & 1 ? NumberGrammar::json : NumberGrammar::text;
    options.nan = choice & 2 ? io::NanPolicy::skip : io::NanPolicy::error;
    options.keep_lines = choice & 4;
    options.in_comment = choice & 8;
    options.in_array = choice & 8;
    options.at_end = choice & 16;
    const io::NumberType hints[] = {{}, {Kind::decimal, 3}, {Kind::uint64, 0}, {Kind::real, 0}};
    options.at_least = hints[choice >> 6];

    const Expected expected = choice & 1 ? read_json(text, options) : read_text(text, options);
    // Exactly 64 bytes around the text, for the address sanitizer to watch.
    const std::string padded = std::string(64, '.') + text + std::string(64, ',');
    const std::string_view inside(padded.data() + 64, text.size());
    for (int level = 2; level <= static_cast<int>(base::isa_level()); ++level) {
        try {
            const io::NumberBlock block =
                io::detail::parse_numbers_with(base::IsaLevel(level), inside, {"f", 1, 1}, options);
            require(!expected.error);
            compare(expected, block, options.keep_lines);
        } catch (const base::DataError& error) {
            require(expected.error &&
                    std::string_view(error.what()).starts_with(place(text, *expected.error)));
        }
    }
    return 0;
}
