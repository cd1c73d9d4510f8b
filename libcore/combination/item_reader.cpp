#include "combination/item_reader.hpp"

#include "io/delimited.hpp"
#include "io/number_text.hpp"
#include "io/output.hpp"
#include "io/source.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include <unistd.h>

namespace pipelab::combination {
namespace {

constexpr std::size_t longest_list = std::size_t{1} << 30;

bool is_json(std::string_view text) {
    const std::size_t at = text.find_first_not_of(" \t\r\n");
    return at != std::string_view::npos && (text[at] == '[' || text[at] == '{');
}

io::Number value_at(const io::NumberBlock& block, std::size_t i) {
    if (block.type.kind == io::NumberType::Kind::decimal)
        return io::Decimal{block.mantissas()[i], block.type.scale};
    if (block.type.kind == io::NumberType::Kind::uint64) return block.naturals()[i];
    return block.reals()[i];
}

void read_table(io::NumberInput input, base::Control control, std::vector<Item>& items) {
    input.keep_lines = true;
    io::read_numbers(input, control, {}, [&](io::NumberRows&& rows) {
        for (std::size_t i = 0; i < rows.block.size(); ++i) {
            Item item{value_at(rows.block, i), {}, {rows.block.start.file, rows.block.line(i)}, {}};
            if (!rows.keys.empty()) item.id = rows.keys[i];
            items.push_back(std::move(item));
        }
    });
}

/// The lines of a text, each with its place.
template <class See>
void for_lines(std::string_view text, const std::string& name, See&& see) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    base::Position where{name, 0, 1};
    while (!text.empty()) {
        ++where.line;
        const std::size_t end = std::min(text.find('\n'), text.size());
        see(text.substr(0, end), where);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

void read_list(std::string_view text, const std::string& name, const io::NumberInput& input,
               std::vector<Item>& items) {
    for_lines(text, name, [&](std::string_view line, const base::Position& where) {
        if (input.header && where.line == 1) return;
        line = line.substr(0, line.find('#'));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
        io::FieldCursor fields(line, input.delimiter, where);
        for (io::Field field; fields.next(field);) {
            auto item = field.quoted && !input.delimiter ? std::nullopt : parse_item(field.text);
            const base::Position place{name, where.line, where.column + field.offset};
            if (!item) {
                throw base::DataError(place, "expected a number or number*count, found " +
                                                 io::detail::quoted(field.text));
            }
            item->where = place;
            items.push_back(std::move(*item));
        }
    });
}

void refuse_equal_ids(const std::vector<Item>& items) {
    std::unordered_map<std::string_view, const Item*> seen;
    for (const Item& item : items) {
        const auto [found, added] = seen.try_emplace(item.id, &item);
        if (added) continue;
        base::Position where = item.where;
        where.column = 0;
        throw base::DataError(where, "id " + io::detail::quoted(item.id) +
                                         " occurs twice, first on line " +
                                         std::to_string(found->second->where.line));
    }
}

/// What begins like a number and names no file is a number gone wrong.
void refuse_mistyped(const std::string& word) {
    const std::size_t first = word.find_first_not_of("+-.");
    const bool like_number = first != std::string::npos && word[first] >= '0' && word[first] <= '9';
    if (like_number && access(word.c_str(), F_OK) != 0)
        throw base::UsageError("'" + word + "' is no number, no NUMBER*COUNT and no file");
}

}  // namespace

std::optional<Item> parse_item(std::string_view text) {
    Item item;
    const std::size_t star = text.find('*');
    if (star != std::string_view::npos) {
        item.limit = io::parse_uint64(text.substr(star + 1));
        if (!item.limit) return std::nullopt;
        text = text.substr(0, star);
    }
    const auto number = io::parse_number(text);
    if (!number || !std::isfinite(io::to_double(*number))) return std::nullopt;
    item.value = *number;
    return item;
}

Words sort_words(const std::vector<std::string>& words) {
    Words sorted;
    for (const std::string& word : words) {
        if (auto item = parse_item(word)) {
            item->where.line = sorted.items.size() + 1;
            sorted.items.push_back(std::move(*item));
        } else {
            refuse_mistyped(word);
            sorted.paths.push_back(word);
        }
    }
    return sorted;
}

std::vector<Item> read_items(const io::NumberInput& input, base::Control control) {
    std::vector<Item> items;
    if (!input.column.empty() || input.format == io::InputFormat::json) {
        read_table(input, control, items);
        if (!input.key_column.empty()) refuse_equal_ids(items);
        return items;
    }
    const std::vector<std::string> standard{"-"};
    for (const std::string& path : input.paths.empty() ? standard : input.paths) {
        const std::string text = io::read_all(path, longest_list);
        const std::string name = path == "-" ? "stdin" : path;
        if (input.format == io::InputFormat::automatic && is_json(text)) {
            io::TemporaryFile copy("");
            copy.write(text.data(), text.size());
            io::NumberInput one = input;
            one.paths = {copy.path()};
            one.names = {name};
            read_table(one, control, items);
        } else {
            read_list(text, name, input, items);
        }
    }
    return items;
}

}  // namespace pipelab::combination
