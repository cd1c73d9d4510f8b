#include "io/json_records.hpp"

#include "io/chunk.hpp"
#include "io/delimited.hpp"
#include "io/json_tokens.hpp"
#include "io/number_text.hpp"

#include <algorithm>
#include <bitset>
#include <cstring>
#include <optional>

namespace pipelab::io {

std::string_view kind_name(JsonField::Kind kind) {
    switch (kind) {
        case JsonField::Kind::null:
            return "null";
        case JsonField::Kind::boolean:
            return "a boolean";
        case JsonField::Kind::number:
            return "a number";
        case JsonField::Kind::string:
            return "a string";
        case JsonField::Kind::array:
            return "an array";
        case JsonField::Kind::object:
            return "an object";
        case JsonField::Kind::missing:
            break;
    }
    return "missing";
}

struct JsonRecords::State {
    std::vector<std::string> names;
    std::vector<std::size_t> numbers;  // of names that are field numbers, else 0
    Layout layout;

    JsonTokens tokens;
    std::string_view text;
    base::Position start;
    const std::function<void(const JsonRow&)>* visit = nullptr;

    std::vector<JsonField> fields;
    std::vector<std::string_view> keys;
    std::size_t row_begin = 0, row_end = 0;
    std::size_t items = 0;
    std::size_t target = 0;  // where the next value goes; fields.size() for nowhere
    std::bitset<max_depth + 1> is_object;
    std::size_t depth = 0;
    std::size_t counted = 0;  // newlines up to here are
    std::uint64_t line = 0;   // this many

    [[noreturn]] void fail(std::size_t offset, const std::string& message) const;
    [[noreturn]] void fail_in_row(std::size_t offset, const std::string& message) const;
    [[noreturn]] void fail_at(std::size_t token, const std::string& expected) const;
    void check_one_line(std::size_t end) const;
    void begin_row(std::size_t offset);
    void end_row(std::size_t end);
    std::size_t parse_row(std::size_t at);
    void open(std::size_t at);
    bool close(std::size_t at);
    std::size_t parse_key(std::size_t at);
    JsonField scalar(std::size_t at) const;
    void check_string(std::string_view token, std::size_t offset) const;
    void place(JsonField field);
    void parse_value_row(std::size_t& at);
    void deliver_value(JsonField field);
    void parse_tokens();
    void parse_document();
};

void JsonRecords::State::fail(std::size_t offset, const std::string& message) const {
    throw base::DataError(position_at(start, text, offset), message);
}

/// A row that goes beyond its line is wrong there already: what follows may lie in another chunk.
void JsonRecords::State::fail_in_row(std::size_t offset, const std::string& message) const {
    if (layout == Layout::lines) check_one_line(offset);
    fail(offset, message);
}

void JsonRecords::State::fail_at(std::size_t token, const std::string& expected) const {
    if (token >= tokens.size()) {
        if (layout == Layout::lines) check_one_line(text.size());
        fail(row_begin, "the JSON value that begins here is not complete");
    }
    fail_in_row(tokens.offset(token), "expected " + expected + ", found " +
                                          detail::quoted(tokens.token(token).substr(0, 30)));
}

void JsonRecords::State::check_one_line(std::size_t end) const {
    if (text.substr(row_begin, end - row_begin).find('\n') != std::string_view::npos)
        fail(row_begin, "expected a whole JSON value on one line");
}

void JsonRecords::State::begin_row(std::size_t offset) {
    const std::uint64_t before = line;
    line += count_newlines(text.substr(counted, offset - counted));
    counted = offset;
    if (layout == Layout::lines && row_end > 0 && line == before)
        fail(offset, "expected one JSON value on a line");
    row_begin = offset;
    fields.assign(std::max<std::size_t>(names.size(), 1), {});
    keys.clear();
    items = 0;
    depth = 0;
}

void JsonRecords::State::end_row(std::size_t end) {
    row_end = end;
    if (layout == Layout::lines) check_one_line(end);
}

void JsonRecords::State::open(std::size_t at) {
    // A document's array is a level, too.
    if (depth + (layout == Layout::document) == max_depth)
        fail_in_row(tokens.offset(at),
                    "nested deeper than " + std::to_string(max_depth) + " levels");
    const bool object = tokens.first(at) == '{';
    if (depth == 1)
        place({object ? JsonField::Kind::object : JsonField::Kind::array, {}, tokens.offset(at)});
    is_object[depth++] = object;
}

/// True if a value is complete there.
bool JsonRecords::State::close(std::size_t at) {
    if (tokens.first(at) != (is_object[depth - 1] ? '}' : ']')) return false;
    --depth;
    return true;
}

void JsonRecords::State::check_string(std::string_view token, std::size_t offset) const {
    if (token.size() < 2 || token.back() != '"')
        fail_in_row(offset, "expected a JSON value, found " + detail::quoted(token));
    if (std::memchr(token.data(), '\\', token.size()) != nullptr &&
        !tokens.unescaped(token.substr(1, token.size() - 2)))
        fail_in_row(offset, "string with an escape that JSON does not know");
}

JsonField JsonRecords::State::scalar(std::size_t at) const {
    const std::string_view token = tokens.token(at);
    const std::size_t offset = tokens.offset(at);
    const char c = token[0];
    if (c == '"') {
        check_string(token, offset);
        return {JsonField::Kind::string, token.substr(1, token.size() - 2), offset};
    }
    if ((c == '-' || (c >= '0' && c <= '9')) &&
        detail::scan_number(token, NumberGrammar::json).has_value())
        return {JsonField::Kind::number, token, offset};
    if (token == "null") return {JsonField::Kind::null, token, offset};
    if (token == "true" || token == "false") return {JsonField::Kind::boolean, token, offset};
    fail_at(at, "a JSON value");
}

/// A value that is a field of the row.
void JsonRecords::State::place(JsonField field) {
    ++items;
    if (is_object[0]) {
        if (target < fields.size()) fields[target] = field;
        // The same key may be asked for twice, as value and as group.
        for (std::size_t i = target + 1; i < fields.size(); ++i)
            if (names[i] == names[target]) fields[i] = field;
        return;
    }
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (numbers[i] == items) fields[i] = field;
}

/// The key at token `at` and its colon; returns what follows.
std::size_t JsonRecords::State::parse_key(std::size_t at) {
    if (at >= tokens.size() || tokens.first(at) != '"') fail_at(at, "a key in quotes");
    const std::string_view token = tokens.token(at);
    check_string(token, tokens.offset(at));
    if (depth == 1) {
        const std::string_view key = token.substr(1, token.size() - 2);
        keys.push_back(key);
        const bool escaped = key.find('\\') != std::string_view::npos;
        const auto same = [&](const std::string& name) {
            return escaped ? *tokens.unescaped(key) == name : key == name;
        };
        target = static_cast<std::size_t>(std::find_if(names.begin(), names.end(), same) -
                                          names.begin());
        if (target < names.size() && fields[target].kind != JsonField::Kind::missing)
            fail_in_row(tokens.offset(at),
                        "field " + detail::quoted(names[target]) + " occurs twice");
        if (target == names.size()) target = fields.size();
    }
    if (at + 1 >= tokens.size() || tokens.first(at + 1) != ':') fail_at(at + 1, "a colon");
    return at + 2;
}

/// The object or array at token `at`; returns the token behind it.
std::size_t JsonRecords::State::parse_row(std::size_t at) {
    begin_row(tokens.offset(at));
    if (tokens.first(at) != '{' && tokens.first(at) != '[') fail_at(at, "an object or array");
    open(at++);
    bool value_done = false, just_opened = true;
    while (depth > 0) {
        if (at >= tokens.size()) fail_at(at, "");
        if ((value_done || just_opened) && close(at)) {
            value_done = true, just_opened = false, ++at;
            continue;
        }
        if (value_done) {
            if (tokens.first(at) != ',')
                fail_at(at, is_object[depth - 1] ? "a comma or }" : "a comma or ]");
            ++at;
        }
        if (is_object[depth - 1]) at = parse_key(at);
        if (at >= tokens.size()) fail_at(at, "");
        const char c = tokens.first(at);
        just_opened = c == '{' || c == '[';
        value_done = !just_opened;
        if (just_opened) {
            open(at);
        } else {
            const JsonField field = scalar(at);
            if (depth == 1) place(field);
        }
        ++at;
    }
    end_row(tokens.offset(at - 1) + 1);
    const JsonRow row{{fields.data(), names.size()}, keys, items, row_begin, line, !is_object[0]};
    (*visit)(row);
    return at;
}

void JsonRecords::State::deliver_value(JsonField field) {
    line += count_newlines(text.substr(counted, field.offset - counted));
    counted = field.offset;
    fields[0] = field;
    (*visit)({fields, {}, 1, field.offset, line, false});
}

/// Without names: a plain value, or a flat array of them.
void JsonRecords::State::parse_value_row(std::size_t& at) {
    begin_row(tokens.offset(at));
    if (tokens.first(at) != '[') {
        const JsonField field = scalar(at);
        end_row(field.offset + tokens.token(at).size());
        ++at;
        deliver_value(field);
        return;
    }
    std::vector<JsonField> values;
    bool more = at + 1 < tokens.size() && tokens.first(at + 1) != ']';
    for (++at; more; ++at) {
        if (at >= tokens.size()) fail_at(at, "");
        values.push_back(scalar(at++));
        if (at >= tokens.size() || (tokens.first(at) != ',' && tokens.first(at) != ']'))
            fail_at(at, "a comma or ]");
        more = tokens.first(at) == ',';
        if (!more) break;
    }
    if (at >= tokens.size()) fail_at(at, "");
    end_row(tokens.offset(at++) + 1);
    for (const JsonField& value : values) deliver_value(value);
}

void JsonRecords::State::parse_document() {
    if (tokens.size() == 0) return;
    std::size_t at = 0;
    if (names.empty()) {
        parse_value_row(at);
    } else {
        row_begin = tokens.offset(0);
        if (tokens.first(at++) != '[') fail_at(0, "an array of rows");
        bool closed = at < tokens.size() && tokens.first(at) == ']';
        if (closed) ++at;
        while (!closed) {
            if (at < tokens.size()) at = parse_row(at);
            if (at >= tokens.size()) fail(tokens.offset(0), "this array is not closed");
            closed = tokens.first(at) == ']';
            if (!closed && tokens.first(at) != ',') fail_at(at, "a comma or ]");
            ++at;
        }
    }
    if (at < tokens.size()) fail_at(at, "nothing behind the array");
}

void JsonRecords::State::parse_tokens() {
    line = 0;
    counted = row_end = 0;
    if (layout == Layout::document) return parse_document();
    for (std::size_t at = 0; at < tokens.size();) {
        if (names.empty()) {
            parse_value_row(at);
        } else {
            at = parse_row(at);
        }
    }
}

JsonRecords::JsonRecords(std::vector<std::string> fields, Layout layout, Escapes escapes)
    : state_(std::make_unique<State>()) {
    state_->tokens.escapes = escapes;
    state_->layout = layout;
    for (const std::string& name : fields) {
        const auto number = field_number(name);
        state_->numbers.push_back(number.value_or(0));
    }
    state_->names = std::move(fields);
}
JsonRecords::~JsonRecords() = default;
JsonRecords::JsonRecords(JsonRecords&&) noexcept = default;
JsonRecords& JsonRecords::operator=(JsonRecords&&) noexcept = default;

void JsonRecords::parse(std::string_view text, const base::Position& start,
                        const std::function<void(const JsonRow&)>& visit) {
    State& state = *state_;
    state.start = start;
    state.visit = &visit;
    state.text = text;
    if (state.tokens.run(text) == nullptr) return state.parse_tokens();

    // No string may contain a newline, so the first bad line can be found by itself; what stands
    // before it may hold an error that comes first.
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
        if (const char* problem = state.tokens.run(text.substr(begin, end - begin))) {
            state.text = text.substr(0, begin);
            const char* none = state.tokens.run(state.text);
            if (none == nullptr && state.layout == Layout::lines) state.parse_tokens();
            state.text = text;
            state.fail(begin, problem);
        }
        begin = end;
    }
    state.fail(0, "not valid JSON");
}

std::string_view JsonRecords::contents(const JsonField& field,
                                       std::deque<std::string>& copies) const {
    if (field.text.find('\\') == std::string_view::npos) return field.text;
    auto text = state_->tokens.unescaped(field.text);
    if (!text) state_->fail(field.offset, "string with an escape that JSON does not know");
    return copies.emplace_back(std::move(*text));
}

}  // namespace pipelab::io
