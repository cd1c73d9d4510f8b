#include "io/number_tokens.hpp"

#include "io/number_text.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pipelab::io::detail {
namespace {

/// A 256-bit set of bytes.
struct ByteSet {
    std::uint64_t words[4] = {};
    constexpr explicit ByteSet(std::string_view bytes) {
        for (const char c : bytes) words[index(c) >> 6] |= std::uint64_t{1} << (index(c) & 63);
    }
    constexpr bool contains(char c) const { return words[index(c) >> 6] >> (index(c) & 63) & 1; }
    static constexpr std::size_t index(char c) { return static_cast<unsigned char>(c); }
};

constexpr ByteSet text_ends(" \t\n\v\f\r,#");
constexpr ByteSet json_ends(" \t\n\r,[]");

std::size_t token_end(std::string_view text, std::size_t at, const ByteSet& ends) {
    while (at < text.size() && !ends.contains(text[at])) ++at;
    return at;
}

/// The byte at scan.at with what follows up to the next end of a token, for messages.
std::string found_at(std::string_view text, std::size_t at, const ByteSet& ends) {
    return quoted(text.substr(at, std::max<std::size_t>(token_end(text, at, ends) - at, 1)));
}

void add_token(std::string_view text, const ByteSet& ends, TokenScan& scan, TokenBatch& batch) {
    const std::size_t end = token_end(text, scan.at, ends);
    batch.edges[2 * batch.count] = static_cast<std::uint32_t>(scan.at - batch.base);
    batch.edges[2 * batch.count + 1] = static_cast<std::uint32_t>(end - batch.base);
    batch.lines[batch.count++] = static_cast<std::uint32_t>(scan.newlines);
    scan.at = end;
    scan.last = Last::value;
}

void skip_comment(std::string_view text, TokenScan& scan) {
    scan.at = std::min(text.find('\n', scan.at), text.size());
    scan.in_comment = scan.at == text.size();
}

void find_in_text(std::string_view text, std::size_t stop, TokenScan& scan, TokenBatch& batch) {
    if (scan.in_comment) skip_comment(text, scan);
    while (scan.at < stop) {
        switch (text[scan.at]) {
            case '\n':
                ++scan.newlines;
                scan.last = Last::line_start;
                ++scan.at;
                break;
            case ' ':
            case '\t':
            case '\v':
            case '\f':
            case '\r':
                ++scan.at;
                break;
            case '#':
                skip_comment(text, scan);
                break;
            case ',':
                if (scan.last != Last::value) {
                    scan.error = "expected a number, found ','";
                    return;
                }
                scan.last = Last::comma;
                ++scan.at;
                break;
            default:
                add_token(text, text_ends, scan, batch);
        }
    }
}

/// Why a value or bracket may not stand at scan.at; empty if it may.
std::string misplaced(std::string_view text, const TokenScan& scan) {
    if (scan.in_array && scan.last == Last::value) {
        return "expected ',' or ']', found " + found_at(text, scan.at, json_ends);
    }
    const bool apart = scan.at == 0 || json_ends.contains(text[scan.at - 1]);
    if (!scan.in_array && !apart) return "expected a blank between number and '['";
    if (!scan.in_array && scan.at > 0 && text[scan.at - 1] == ']' && text[scan.at] != '[') {
        return "expected a blank between ']' and number";
    }
    return {};
}

void find_bracket_or_comma(std::string_view text, TokenScan& scan) {
    const char c = text[scan.at];
    if (c == '[') {
        scan.error = misplaced(text, scan);
        if (scan.error.empty() && scan.in_array) {
            scan.error =
                "expected a number, found '[': an array of arrays needs -k to choose a field";
        }
        scan.in_array = true;
        scan.last = Last::open;
    } else if (!scan.in_array) {
        scan.error = std::string("expected a number or '[', found '") + c + "'";
    } else if (c == ',') {
        if (scan.last != Last::value) scan.error = "expected a number, found ','";
        scan.last = Last::comma;
    } else {
        if (scan.last == Last::comma) scan.error = "expected a number, found ']'";
        scan.in_array = false;
        scan.last = Last::close;
    }
    if (scan.error.empty()) ++scan.at;
}

void find_in_json(std::string_view text, std::size_t stop, TokenScan& scan, TokenBatch& batch) {
    while (scan.at < stop && scan.error.empty()) {
        switch (text[scan.at]) {
            case '\n':
                ++scan.newlines;
                [[fallthrough]];
            case ' ':
            case '\t':
            case '\r':
                ++scan.at;
                break;
            case '[':
            case ']':
            case ',':
                find_bracket_or_comma(text, scan);
                break;
            default:
                scan.error = misplaced(text, scan);
                if (scan.error.empty()) add_token(text, json_ends, scan, batch);
        }
    }
}

}  // namespace

TokenScan start_scan(const base::Position& start, const ParseOptions& options) {
    TokenScan scan;
    scan.keep_lines = options.keep_lines;
    // In the middle of a line a comma may belong to a number of the text before.
    if (start.column > 1) scan.last = Last::value;
    if (options.grammar == NumberGrammar::json) {
        scan.in_array = options.in_array;
        scan.last = options.in_array ? Last::comma : Last::close;
    } else {
        scan.in_comment = options.in_comment;
    }
    return scan;
}

void find_tokens(std::string_view text, NumberGrammar grammar, std::size_t stop, TokenScan& scan,
                 TokenBatch& batch) {
    batch.base = scan.at;
    batch.count = 0;
    stop = std::min({stop, text.size(), scan.at + TokenBatch::window});
    if (grammar == NumberGrammar::json) {
        find_in_json(text, stop, scan, batch);
    } else {
        find_in_text(text, stop, scan, batch);
    }
}

}  // namespace pipelab::io::detail
