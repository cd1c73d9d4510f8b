#include "geometry/carried.hpp"

#include "io/delimited.hpp"
#include "io/json_records.hpp"
#include "io/number_text.hpp"
#include "io/print.hpp"
#include "io/trimmed.hpp"

#include <algorithm>
#include <deque>
#include <vector>

namespace pipelab::geometry {
namespace {

bool is_json_number(std::string_view text) {
    return io::detail::scan_number(text, io::NumberGrammar::json).has_value();
}

/// A field as JSON value.
std::string json_value(std::string_view field) {
    return is_json_number(field) ? std::string(field) : io::json_quoted(field);
}

constexpr std::string_view blanks = " \t\r\n";

/// JSON without line breaks and the blanks around them, none of which can stand in its strings.
std::string on_one_line(std::string_view json) {
    constexpr std::string_view breaks = "\r\n";
    std::string line;
    for (std::size_t at = 0; at < json.size();) {
        const std::size_t blank = std::min(json.find_first_of(blanks, at), json.size());
        const std::size_t behind = std::min(json.find_first_not_of(blanks, blank), json.size());
        line += json.substr(at, blank - at);
        const std::string_view gap = json.substr(blank, behind - blank);
        if (gap.find_first_of(breaks) == gap.npos) line += gap;
        at = behind;
    }
    return line;
}

/// The contents of a JSON token: of a string what it says, else the token.
std::string token_text(std::string_view token) {
    if (!token.starts_with('"')) return on_one_line(token);
    std::string line(token);
    line.append(64, ' ');
    io::JsonRecords records({}, io::JsonRecords::Layout::lines);
    std::string text;
    records.parse(std::string_view(line).substr(0, token.size()), {}, [&](const io::JsonRow& row) {
        std::deque<std::string> copies;
        text = records.contents(row.fields[0], copies);
    });
    return text;
}

/// The elements between the commas of valid JSON.
std::vector<std::string_view> json_elements(std::string_view text) {
    std::vector<std::string_view> elements;
    std::size_t begin = 0;
    int depth = 0;
    bool in_string = false;
    const auto add = [&](std::size_t end) {
        elements.push_back(io::trimmed(text.substr(begin, end - begin), blanks));
        begin = end + 1;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            ++depth;
        } else if (c == ']' || c == '}') {
            --depth;
        } else if (c == ',' && depth == 0) {
            add(i);
        }
    }
    if (!text.empty()) add(text.size());
    return elements;
}

/// What is carried as JSON values.
std::vector<std::string> values(std::string_view carried, const Style& style) {
    std::vector<std::string> found;
    if (style.notation != Notation::xy || carried.empty()) return found;
    if (style.json_rows) {
        for (const std::string_view element : json_elements(carried))
            found.push_back(on_one_line(element));
        return found;
    }
    const base::Position nowhere;
    io::FieldCursor cursor(carried, style.delimiter, nowhere);
    std::deque<std::string> copies;
    for (io::Field field; cursor.next(field);) found.push_back(json_value(contents(field, copies)));
    return found;
}

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
    std::string all;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i != 0) all += separator;
        all += texts[i];
    }
    return all;
}

}  // namespace

std::string carried_text(std::string_view carried, const Style& style) {
    if (style.notation != Notation::xy) return {};
    if (!style.json_rows) return std::string(carried);
    std::string text;
    for (const std::string_view element : json_elements(carried))
        text += (text.empty() ? "" : " ") + token_text(element);
    return text;
}

std::string carried_elements(std::string_view carried, const Style& style) {
    return joined(values(carried, style), ",");
}

std::string carried_members(std::string_view carried, const Style& style,
                            std::span<const std::string_view> without) {
    std::vector<std::string> members, left_out;
    for (const std::string_view name : without) left_out.push_back(io::json_quoted(name));
    const auto add = [&](const std::string& name, std::string member) {
        if (std::find(left_out.begin(), left_out.end(), name) == left_out.end())
            members.push_back(std::move(member));
    };
    if (style.notation == Notation::geojson) {
        const std::size_t open = carried.find('{'), close = carried.rfind('}');
        if (open == carried.npos || close == carried.npos) return {};
        const std::string_view inner =
            io::trimmed(carried.substr(open + 1, close - open - 1), blanks);
        const bool all = std::all_of(left_out.begin(), left_out.end(), [&](const auto& name) {
            return inner.find(name) == inner.npos;
        });
        if (all) return on_one_line(inner);
        for (const std::string_view member : json_elements(inner))
            add(std::string(member.substr(0, member.find('"', 1) + 1)), on_one_line(member));
        return joined(members, ",");
    }
    const std::vector<std::string> found = values(carried, style);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const std::size_t column = style.coordinates + i;
        const std::string name =
            io::json_quoted(column < style.columns.size() ? style.columns[column]
                                                          : "column" + std::to_string(column + 1));
        add(name, name + ":" + found[i]);
    }
    return joined(members, ",");
}

std::vector<Member> members_of(std::string_view carried, const Style& style) {
    std::vector<Member> members;
    const std::string all = carried_members(carried, style);
    for (const std::string_view member : json_elements(all)) {
        std::size_t end = 1;
        while (member[end] != '"') end += member[end] == '\\' ? 2 : 1;
        const std::string_view value =
            io::trimmed(member.substr(member.find(':', end) + 1), blanks);
        members.push_back({json_text(member.substr(0, end + 1)), std::string(value)});
    }
    return members;
}

std::string json_text(std::string_view value) { return token_text(value); }

std::string id_text(std::string_view id, const Style& style) {
    const bool token = style.notation == Notation::geojson || style.json_rows;
    return token ? token_text(id) : std::string(id);
}

std::string id_json(std::string_view id, const Style& style) {
    const bool token = style.notation == Notation::geojson || style.json_rows;
    return token ? on_one_line(id) : json_value(id);
}

std::string field_text(std::string_view word, std::optional<char> delimiter) {
    const bool plain = !delimiter || (word.find(*delimiter) == word.npos &&
                                      word.find_first_of("\"\n") == word.npos);
    if (plain) return std::string(word);
    std::string text = "\"";
    for (const char c : word) {
        if (c == '"') text += '"';
        text += c;
    }
    return text + '"';
}

}  // namespace pipelab::geometry
