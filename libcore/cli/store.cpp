#include "base/error.hpp"
#include "base/suggest.hpp"
#include "cli/parse.hpp"

#include <algorithm>

namespace pipelab::cli {
namespace {

void check_choice(const Option& option, const std::string& text) {
    if (option.choices.empty()) return;
    if (std::count(option.choices.begin(), option.choices.end(), text) > 0) return;
    std::string message = option.title() + ": expected ";
    for (std::size_t i = 0; i < option.choices.size(); ++i) {
        if (i > 0) message += i + 1 < option.choices.size() ? ", " : " or ";
        message += option.choices[i];
    }
    message += ", found '" + text + "'";
    if (const auto close = base::nearest(text, option.choices))
        message += "; did you mean '" + *close + "'?";
    throw base::UsageError(message);
}

void store_value(const Option& option, const std::string& value) {
    if (value.empty() && !option.flag() && !option.allows_empty)
        throw base::UsageError(option.title() + ": the value is empty");
    check_choice(option, value);
    option.store(value);
}

void store_arguments(const Table& table, const std::vector<std::string>& values) {
    if (!table.arguments && !values.empty())
        throw base::UsageError("unexpected argument '" + values.front() + "'");
    if (!table.arguments) return;
    if (values.size() < table.arguments->at_least)
        throw base::UsageError(table.arguments->metavar + " is missing");
    if (values.size() > table.arguments->at_most)
        throw base::UsageError("unexpected argument '" + values[table.arguments->at_most] + "'");
    for (const std::string& value : values) store_value(*table.arguments, value);
}

}  // namespace

void store(const Table& table, const Matches& matches) {
    const auto given = [&](const std::string& name) {
        for (std::size_t i = 0; i < table.options.size(); ++i) {
            const auto& names = table.options[i].names;
            if (std::count(names.begin(), names.end(), name) > 0)
                return !matches.options[i].empty();
        }
        return false;
    };
    std::vector<std::size_t> stored(table.options.size());
    for (const std::size_t i : matches.order) {
        const Option& option = table.options[i];
        if (stored[i] > 0 && !option.repeats && !option.flag())
            throw base::UsageError(option.title() + " is given twice");
        store_value(option, matches.options[i][stored[i]++]);
        for (const std::string& other : option.excluded)
            if (given(other))
                throw base::UsageError(option.title() + " and " + other +
                                       " cannot be given together");
    }
    for (std::size_t i = 0; i < table.options.size(); ++i) {
        if (matches.options[i].empty()) continue;
        for (const std::string& other : table.options[i].needed)
            if (!given(other)) throw base::UsageError(table.options[i].title() + " needs " + other);
    }
    store_arguments(table, matches.arguments);
}

}  // namespace pipelab::cli
