#include "cli/manual.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace pipelab::cli {
namespace {

constexpr std::size_t widest_page = 100;
constexpr std::size_t narrowest_page = 40;
constexpr std::size_t widest_option_column = 28;

/// Columns a text takes: characters of UTF-8, none of them wide.
std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) >> 6) != 2;
    }));
}

/// Appends the words of `line` to `page`, whose current line has `used` columns; further lines
/// begin with `indent` blanks.
void wrap(std::string& page, std::string_view line, std::size_t used, std::size_t indent,
          std::size_t width) {
    bool first = true;
    while (!line.empty()) {
        const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
        line.remove_prefix(begin);
        const std::string_view word = line.substr(0, line.find(' '));
        line.remove_prefix(word.size());
        if (word.empty()) continue;
        const std::size_t needed = columns(word);
        if (!first && used + 1 + needed > width) {
            page += '\n' + std::string(indent, ' ');
            used = indent;
        } else if (!first) {
            page += ' ';
            ++used;
        }
        page += word;
        used += needed;
        first = false;
    }
    page += '\n';
}

/// Paragraphs, parted by newlines; lines that start with a blank are kept as they are.
void paragraphs(std::string& page, std::string_view text, std::size_t indent, std::size_t width) {
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (!line.empty()) page += std::string(indent, ' ');
        if (line.starts_with(' '))
            page.append(line) += '\n';
        else
            wrap(page, line, indent, indent, width);
    }
}

/// "  -k, --column NAME" or, without a short name, "      --header".
std::string option_column(const Option& option) {
    const bool only_long = !option.positional() && option.names.front().size() > 2;
    return (only_long ? "      " : "  ") + synopsis(option);
}

std::size_t help_column(const Table& table) {
    std::size_t widest = table.arguments ? columns(option_column(*table.arguments)) : 0;
    for (const Option& option : table.options) {
        const std::size_t needed = columns(option_column(option));
        if (needed <= widest_option_column) widest = std::max(widest, needed);
    }
    for (const Table::Verb& verb : table.verbs) widest = std::max(widest, verb.name.size() + 2);
    return std::min(widest, widest_option_column) + 2;
}

void entry(std::string& page, const std::string& left, const std::string& right, std::size_t column,
           std::size_t width) {
    page += left;
    const std::size_t used = columns(left);
    page += used + 2 > column ? '\n' + std::string(column, ' ') : std::string(column - used, ' ');
    wrap(page, right, column, column, width);
}

void head(std::string& page, const Manual& manual, std::size_t width) {
    const Table& table = manual.declaration.table();
    std::string heading = "Usage: ";
    for (const std::string& form : manual.usages()) {
        page += heading + manual.call() + " " + form + "\n";
        heading.assign(heading.size(), ' ');
    }
    wrap(page, manual.purpose, 0, 0, width);
    if (!table.about.empty()) {
        page += '\n';
        paragraphs(page, table.about, 0, width);
    }
    if (table.examples.empty()) return;
    page += "\nExamples:\n";
    for (const Table::Example& example : table.examples) {
        page += "  " + example.command + "\n      ";
        wrap(page, example.effect, 6, 6, width);
    }
}

void verbs(std::string& page, const Manual& manual, std::size_t column, std::size_t width) {
    const Table& table = manual.declaration.table();
    std::string group;
    for (const Table::Verb& verb : table.verbs) {
        if (verb.group != group) page += '\n' + verb.group + ":\n";
        group = verb.group;
        entry(page, "  " + verb.name, verb.purpose, column, width);
    }
}

void options(std::string& page, const Table& table, std::size_t column, std::size_t width) {
    std::vector<std::string> sections;
    for (const Option& option : table.options)
        if (std::count(sections.begin(), sections.end(), option.section) == 0)
            sections.push_back(option.section);
    for (const std::string& section : sections) {
        page += '\n' + section + ":\n";
        for (const Option& option : table.options)
            if (option.section == section)
                entry(page, option_column(option), full_help(option), column, width);
    }
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

}  // namespace

std::string synopsis(const Option& option) {
    if (option.positional()) return option.metavar + (option.at_most > 1 ? "..." : "");
    std::string text = joined(option.names);
    if (!option.flag()) text += " " + option.metavar;
    return text;
}

std::string full_help(const Option& option) {
    std::string text = option.help;
    std::vector<std::string> remarks;
    // The metavar often lists the choices already.
    std::string alternatives;
    for (const std::string& word : option.choices) alternatives += "|" + word;
    if (!option.choices.empty() && alternatives.substr(1) != option.metavar)
        remarks.push_back("one of " + joined(option.choices));
    if (!option.range_text.empty()) remarks.push_back(option.range_text);
    if (!option.default_text.empty()) remarks.push_back("default: " + option.default_text);
    if (option.repeats && !option.positional()) remarks.push_back("may be repeated");
    for (std::size_t i = 0; i < remarks.size(); ++i) text += (i == 0 ? " (" : "; ") + remarks[i];
    return remarks.empty() ? text : text + ")";
}

std::string first_sentence(const std::string& text) {
    const std::string sentence = text.substr(0, std::min(text.find(". "), text.find("; ")));
    return sentence.ends_with('.') ? sentence.substr(0, sentence.size() - 1) : sentence;
}

std::string exit_status_text(const Table& table) {
    if (table.common.exit_status)
        return "0 on success, 1 when data or the system is at fault, 2 when the command line is. "
               "With --exit-status: 0 for yes, 1 for no, 2 for any error.";
    return "0 on success, 1 when data or the system is at fault, 2 when the command line is.";
}

std::string help_text(const Manual& manual, std::size_t width) {
    const Table& table = manual.declaration.table();
    const std::size_t column = help_column(table);
    std::string page;
    head(page, manual, width);
    verbs(page, manual, column, width);
    if (table.arguments) {
        page += "\nArguments:\n";
        entry(page, option_column(*table.arguments), full_help(*table.arguments), column, width);
    }
    options(page, table, column, width);
    for (const Table::Chapter& chapter : table.chapters) {
        page += '\n' + chapter.title + ":\n";
        paragraphs(page, chapter.text, 2, width);
    }
    page += "\nExit status: ";
    wrap(page, exit_status_text(table), 13, 2, width);
    return page;
}

std::size_t page_width() {
    std::size_t width = 0;
    if (const char* set = std::getenv("COLUMNS")) {
        const std::string_view digits = set;
        std::from_chars(digits.data(), digits.data() + digits.size(), width);
    }
    winsize window{};
    if (width == 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0) width = window.ws_col;
    if (width == 0) width = 80;
    return std::clamp(width, narrowest_page, widest_page);
}

}  // namespace pipelab::cli
