#include "cli/parse.hpp"

#include "base/error.hpp"
#include "base/suggest.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

namespace pipelab::cli {
namespace {

// CLI11 2.1 takes the next word as the value of `--name=`, lets `--flag=true` pass and splits
// `[a,b]` among positional arguments. A mark at the end keeps it off; unmarked() removes it.
constexpr std::string_view mark = "\x01\x02\x01";

std::string marked(const std::string& word) {
    const bool assigns = word.starts_with("--") && word.find('=') != word.npos;
    const bool bracketed = word.starts_with('[') && word.ends_with(']');
    return assigns || bracketed ? word + std::string(mark) : word;
}

std::string unmarked(std::string word) {
    if (word.ends_with(mark)) word.resize(word.size() - mark.size());
    return word;
}

std::vector<std::string> unmarked(std::vector<std::string> words) {
    for (std::string& word : words) word = unmarked(std::move(word));
    return words;
}

/// Without their dashes.
std::vector<std::string> long_names(const Table& table) {
    std::vector<std::string> names;
    for (const Option& option : table.options)
        for (const std::string& name : option.names)
            if (name.starts_with("--")) names.push_back(name.substr(2));
    return names;
}

[[noreturn]] void refuse_unknown(const Table& table, const std::string& word,
                                 std::string_view tool) {
    const bool is_long = word.starts_with("--");
    const std::string name = is_long ? word.substr(0, word.find('=')) : word.substr(0, 2);
    std::string message = "unknown option '" + name + "'";
    // "-top" means --top, not the letters t, o, p.
    const std::string meant = is_long ? name.substr(2) : word.substr(1, word.find('=') - 1);
    const auto names = long_names(table);
    const auto close = meant.size() > 1 ? base::nearest(meant, names) : std::nullopt;
    if (close)
        message += "; did you mean '--" + *close + "'?";
    else
        message += " (try '" + std::string(tool) + " --help')";
    throw base::UsageError(message);
}

/// CLI11 refused the number of values: a flag was given one, or the last option lacks its own.
[[noreturn]] void refuse_value(const Table& table, const std::vector<std::string>& words) {
    for (const std::string& word : words)
        for (const Option& option : table.options)
            for (const std::string& name : option.names)
                if (option.flag() && word.starts_with(name + "="))
                    throw base::UsageError(name + " takes no value");
    const std::string& last = words.back();
    const std::string name = last.starts_with("--") ? last : std::string("-") + last.back();
    for (const Option& option : table.options)
        if (std::count(option.names.begin(), option.names.end(), name) > 0)
            throw base::UsageError(name + " needs a value: " + option.metavar);
    throw base::UsageError(name + " needs a value");
}

struct Parser {
    CLI::App app;
    std::vector<CLI::Option*> options;
    CLI::Option* arguments = nullptr;
};

void declare(Parser& parser, const Table& table) {
    const auto keep = [](const CLI::results_t&) { return true; };
    parser.app.set_help_flag();
    parser.app.allow_extras();
    for (const Option& option : table.options) {
        std::string names;
        for (const std::string& name : option.names) names += (names.empty() ? "" : ",") + name;
        CLI::Option* added =
            option.flag() ? parser.app.add_flag(names) : parser.app.add_option(names, keep);
        if (option.flag()) added->disable_flag_override();
        added->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        parser.options.push_back(added);
    }
    parser.arguments = parser.app.add_option("arguments", keep)->expected(-1);
    parser.arguments->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

}  // namespace

Matches parse(const Table& table, const std::vector<std::string>& words, std::string_view tool) {
    Parser parser;
    declare(parser, table);
    std::vector<std::string> reversed;
    for (const std::string& word : words) reversed.push_back(marked(word));
    std::reverse(reversed.begin(), reversed.end());
    try {
        parser.app.parse(std::move(reversed));
    } catch (const CLI::ArgumentMismatch&) {
        refuse_value(table, words);
    } catch (const CLI::ParseError& error) {
        throw base::UsageError(error.what());
    }
    for (const std::string& word : parser.app.remaining())
        if (word != "--") refuse_unknown(table, unmarked(word), tool);
    Matches matches;
    for (const CLI::Option* option : parser.options)
        matches.options.push_back(unmarked(option->results()));
    for (const CLI::Option* given : parser.app.parse_order()) {
        const auto found = std::find(parser.options.begin(), parser.options.end(), given);
        if (found == parser.options.end()) continue;
        matches.order.push_back(static_cast<std::size_t>(found - parser.options.begin()));
    }
    matches.arguments = unmarked(parser.arguments->results());
    return matches;
}

}  // namespace pipelab::cli
