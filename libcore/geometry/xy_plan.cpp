#include "geometry/xy_rows.hpp"
#include "io/delimited.hpp"
#include "io/look_ahead.hpp"
#include "io/number_text.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace pipelab::geometry::detail {
namespace {

/// The first line that is neither blank nor a comment.
struct FirstLine {
    std::string text;
    std::uint64_t number = 0;  ///< 0: there is none
};

FirstLine first_line(io::ChunkReader& reader, std::optional<char> delimiter) {
    FirstLine found;
    std::size_t at = 0;
    std::uint64_t number = 1;
    const auto take = [&](std::string_view line) {
        if (io::is_skipped_line(line, delimiter)) return false;
        found = {std::string(line), number};
        return true;
    };
    const auto seen = [&](std::string_view head) {
        for (std::size_t end; (end = head.find('\n', at)) != std::string_view::npos; ++number) {
            if (take(head.substr(at, end - at))) return true;
            at = end + 1;
        }
        return false;
    };
    const std::string_view head = io::look_ahead(reader, seen);
    if (found.number == 0 && at < head.size()) take(head.substr(at));
    return found;
}

bool is_number(std::string_view text) {
    return io::detail::scan_number(text, io::NumberGrammar::text).has_value() ||
           io::detail::scan_nan(text, io::NumberGrammar::text).has_value();
}

bool begins_with_number(std::string_view field) {
    field.remove_prefix(std::min(field.find_first_not_of(" \t"), field.size()));
    return is_number(field.substr(0, field.find_first_of(" \t")));
}

/// The fields of a line, none if they are not well formed.
std::vector<std::string> fields_of(std::string_view line, std::optional<char> separator,
                                   const base::Position& where) {
    try {
        return io::header_names(line, separator, where);
    } catch (const base::DataError&) {
        return {};
    }
}

/// Whether a line looks like the names of columns: enough fields, none of them numbers.
bool looks_like_names(std::string_view line, const std::vector<std::string>& fields,
                      std::size_t width) {
    const bool printable = std::all_of(line.begin(), line.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 || c == '\t' || c == '\r';
    });
    return printable && fields.size() >= width &&
           std::none_of(fields.begin(), fields.end(), begins_with_number);
}

std::size_t find_field(const std::string& column, const std::vector<std::string>& names,
                       const char* option, const base::Position& where) {
    if (const auto number = io::field_number(column)) {
        if (*number == 0)
            throw base::UsageError(std::string(option) + " 0: fields are numbered from 1");
        return *number;
    }
    if (names.empty())
        throw base::UsageError(std::string(option) + " " + column +
                               " needs a header line (or a field number)");
    return io::find_name(names, column, where) + 1;
}

void find_columns(const Input& input, const std::vector<std::string>& names,
                  const base::Position& where, XyPlan& plan) {
    if (!input.id.empty()) plan.id_field = find_field(input.id, names, "--id", where);
    if (input.columns.empty()) return;
    if (input.columns.size() != plan.width)
        throw base::UsageError("expected " + std::to_string(plan.width) +
                               " columns of coordinates (--column), found " +
                               std::to_string(input.columns.size()));
    std::vector<std::pair<std::size_t, std::size_t>> order;
    for (std::size_t i = 0; i < plan.width; ++i)
        order.emplace_back(find_field(input.columns[i], names, "--column", where), i);
    std::sort(order.begin(), order.end());
    for (const auto& [field, place] : order) {
        plan.fields.push_back(field);
        plan.places.push_back(place);
    }
}

/// The names in the order of output: coordinates first.
std::vector<std::string> ordered_names(const XyPlan& plan, const std::vector<std::string>& names) {
    if (plan.fields.empty()) return names;
    std::vector<std::string> ordered(plan.width);
    std::vector<bool> used(names.size());
    for (std::size_t i = 0; i < plan.width; ++i) {
        if (plan.fields[i] > names.size()) continue;
        ordered[plan.places[i]] = names[plan.fields[i] - 1];
        used[plan.fields[i] - 1] = true;
    }
    for (std::size_t i = 0; i < names.size(); ++i)
        if (!used[i]) ordered.push_back(names[i]);
    return ordered;
}

}  // namespace

void plan_xy(const Input& input, std::size_t width, io::ChunkReader& reader,
             const std::string& name, XyPlan& plan) {
    plan.width = width;
    plan.numbers = input.numbers;
    if (plan.json) {
        find_columns(input, {}, {name, 1, 1}, plan);
        return;
    }
    plan.delimiter = plan.separator = input.delimiter;
    const FirstLine line = first_line(reader, input.delimiter);
    const base::Position where{name, line.number, 1};
    if (!plan.separator && line.text.find(',') != std::string::npos) plan.separator = ',';
    plan.style.delimiter = plan.separator;
    std::vector<std::string> fields = input.header
                                          ? io::header_names(line.text, plan.separator, where)
                                          : fields_of(line.text, plan.separator, where);
    const bool header =
        line.number > 0 && (input.header || looks_like_names(line.text, fields, width));
    if (header) plan.header_line = line.number;
    if (!header) fields.clear();
    if (plan.separator && *plan.separator != ' ') plan.header_fields = fields.size();
    // Nothing to read, so that nothing can be missing.
    if (line.number > 0) find_columns(input, fields, where, plan);
    plan.style.columns = ordered_names(plan, fields);
}

}  // namespace pipelab::geometry::detail
