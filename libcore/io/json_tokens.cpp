#include "io/json_tokens.hpp"

#include "io/chunk.hpp"
#include "io/number.hpp"
#include "io/number_text.hpp"

#include <algorithm>
#include <bitset>
#include <cstring>
#include <new>
#include <utility>

#include <simdjson.h>

namespace pipelab::io {
namespace {

bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// The byte that an escape at the front of `text` stands for, if it is \udc80 to \udcff.
std::optional<char> escaped_byte(std::string_view text) {
    const auto lower = [&](std::size_t i) { return static_cast<char>(text[i] | 0x20); };
    if (text.size() < 6 || text.substr(0, 2) != "\\u" || lower(2) != 'd' || lower(3) != 'c')
        return std::nullopt;
    unsigned byte = 0;
    for (std::size_t i = 4; i < 6; ++i) {
        const char c = text[i] <= '9' ? text[i] : lower(i);
        const bool digit = c >= '0' && c <= '9', letter = c >= 'a' && c <= 'f';
        if (!digit && !letter) return std::nullopt;
        byte = byte << 4 | static_cast<unsigned>(digit ? c - '0' : c - 'a' + 10);
    }
    return byte < 0x80 ? std::nullopt : std::optional(static_cast<char>(byte));
}

/// Whether an escape is the first half of a surrogate pair.
bool begins_pair(std::string_view escape) {
    return escape.size() >= 4 && escape.substr(0, 2) == "\\u" && (escape[2] | 0x20) == 'd' &&
           std::string_view("89abAB").find(escape[3]) != std::string_view::npos;
}

}  // namespace

struct JsonTokens::Parser {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> implementation;
};

JsonTokens::JsonTokens() : parser_(std::make_unique<Parser>()) {}
JsonTokens::~JsonTokens() = default;
JsonTokens::JsonTokens(JsonTokens&&) noexcept = default;
JsonTokens& JsonTokens::operator=(JsonTokens&&) noexcept = default;

void JsonTokens::reserve(std::size_t bytes) {
    auto& parser = parser_->implementation;
    if (parser && parser->capacity() >= bytes) return;
    const std::size_t capacity = std::max<std::size_t>(bytes, 1 << 16);
    const auto status = simdjson::get_active_implementation()->create_dom_parser_implementation(
        capacity, 1, parser);
    if (status != simdjson::SUCCESS) throw std::bad_alloc();
}

const char* JsonTokens::run(std::string_view text) {
    reserve(text.size());
    bytes_ = text;
    size_ = 0;
    const auto status =
        parser_->implementation->stage1(reinterpret_cast<const std::uint8_t*>(text.data()),
                                        text.size(), simdjson::stage1_mode::regular);
    switch (status) {
        case simdjson::SUCCESS:
            size_ = parser_->implementation->n_structural_indexes;
            offsets_ = parser_->implementation->structural_indexes.get();
            return nullptr;
        case simdjson::EMPTY:
            return nullptr;
        case simdjson::UTF8_ERROR:
            return "invalid UTF-8";
        case simdjson::UNCLOSED_STRING:
            return "string is not closed on this line";
        case simdjson::UNESCAPED_CHARS:
            return "control character in a string";
        case simdjson::MEMALLOC:
            throw std::bad_alloc();
        default:
            return "not valid JSON";
    }
}

std::string_view JsonTokens::token(std::size_t i) const {
    const std::size_t begin = offset(i);
    std::size_t end = i + 1 < size_ ? offset(i + 1) : bytes_.size();
    while (end > begin + 1 && is_json_space(bytes_[end - 1])) --end;
    return bytes_.substr(begin, end - begin);
}

std::optional<std::string> JsonTokens::unescaped(std::string_view escaped) const {
    auto text = unescaped_characters(escaped);
    if (text || escapes == JsonEscapes::characters) return text;
    return unescaped_bytes(escaped);
}

std::optional<std::string> JsonTokens::unescaped_characters(std::string_view escaped) const {
    std::string text(escaped.size() + simdjson::SIMDJSON_PADDING, '\0');
    auto* to = reinterpret_cast<std::uint8_t*>(text.data());
    const auto* end = parser_->implementation->parse_string(
        reinterpret_cast<const std::uint8_t*>(escaped.data()), to);
    if (end == nullptr) return std::nullopt;
    text.resize(static_cast<std::size_t>(end - to));
    return text;
}

std::optional<std::string> JsonTokens::unescaped_bytes(std::string_view escaped) const {
    std::string whole;
    std::size_t begin = 0;
    const auto take = [&](std::size_t end) {
        // Closed by a quote, and behind it what the parser may read.
        std::string piece(escaped.substr(begin, end - begin));
        piece += '"';
        piece.resize(piece.size() + simdjson::SIMDJSON_PADDING);
        const auto part = unescaped_characters({piece.data(), end - begin});
        if (part) whole += *part;
        return part.has_value();
    };
    bool in_pair = false;
    for (std::size_t i = 0; i < escaped.size();) {
        const std::string_view rest = escaped.substr(i);
        const auto byte = in_pair ? std::nullopt : escaped_byte(rest);
        in_pair = !in_pair && begins_pair(rest);
        const std::size_t end = i + (rest[0] != '\\' ? 1 : rest.substr(0, 2) == "\\u" ? 6 : 2);
        if (byte) {
            if (!take(i)) return std::nullopt;
            whole += *byte;
            begin = end;
        }
        i = end;
    }
    if (!take(escaped.size())) return std::nullopt;
    return whole;
}

void JsonCursor::fail(std::size_t offset, const std::string& message) const {
    throw base::DataError(position_at(start_, text_, offset), message);
}

void JsonCursor::fail_here(std::string_view expected) const {
    const std::string found = done() ? "the end of the input" : detail::quoted(token());
    fail(offset(), "expected " + std::string(expected) + ", found " + found);
}

void JsonCursor::expect(char c, std::string_view expected) {
    if (peek() != c) fail_here(expected);
    ++at;
}

bool JsonCursor::more(char close) {
    const char c = peek();
    if (c != ',' && c != close) fail_here(close == ']' ? "a comma or ]" : "a comma or }");
    ++at;
    return c == ',';
}

std::string_view JsonCursor::string() {
    if (peek() != '"') fail_here("a string");
    const std::string_view whole = token();
    if (whole.size() < 2 || whole.back() != '"') fail_here("a string");
    const std::string_view escaped = whole.substr(1, whole.size() - 2);
    if (std::memchr(escaped.data(), '\\', escaped.size()) != nullptr && !tokens_.unescaped(escaped))
        fail(offset(), "string with an escape that JSON does not know");
    ++at;
    return escaped;
}

std::string JsonCursor::key() {
    if (peek() != '"') fail_here("a key in quotes");
    const std::string_view escaped = string();
    expect(':', "a colon");
    if (std::memchr(escaped.data(), '\\', escaped.size()) == nullptr) return std::string(escaped);
    return tokens_.unescaped(escaped).value();
}

void JsonCursor::skip_scalar() {
    if (peek() == '"') {
        string();
        return;
    }
    if (done()) fail_here("a JSON value");
    const std::string_view text = token();
    if (!detail::scan_number(text, NumberGrammar::json) && text != "null" && text != "true" &&
        text != "false")
        fail_here("a JSON value");
    ++at;
}

std::string_view JsonCursor::skip(std::size_t depth) {
    const std::size_t begin = offset();
    std::bitset<max_depth> is_object;
    const std::size_t outside = depth;
    const auto closing = [&] { return is_object[depth - 1] ? '}' : ']'; };
    while (true) {
        if (depth > outside && is_object[depth - 1]) {
            if (peek() != '"') fail_here("a key in quotes");
            string();
            expect(':', "a colon");
        }
        if (peek() == '{' || peek() == '[') {
            if (depth == max_depth)
                fail(offset(), "nested deeper than " + std::to_string(max_depth) + " levels");
            is_object[depth++] = peek() == '{';
            ++at;
            if (peek() != closing()) continue;
            ++at;
            --depth;
        } else {
            skip_scalar();
        }
        while (depth > outside && !more(closing())) --depth;
        if (depth == outside) break;
    }
    const std::size_t last = tokens_.offset(at - 1);
    return text_.substr(begin, last + tokens_.token(at - 1).size() - begin);
}

}  // namespace pipelab::io
