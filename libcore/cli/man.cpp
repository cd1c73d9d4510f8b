#include "cli/manual.hpp"

#include <algorithm>
#include <string_view>

namespace pipelab::cli {
namespace {

/// When this version came out: a page must not change with the day it was built.
constexpr const char* release_date = "2026-11-22";

/// Text as roff prints it unchanged: a plain `-`, `~` or `^` would become typographic, `\` begins
/// an escape, and `.` or `'` at a line's start a macro.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool line_start = out.empty() || out.back() == '\n';
        if (line_start && (c == '.' || c == '\'')) out += "\\&";
        switch (c) {
            case '\\':
                out += "\\e";
                break;
            case '-':
                out += "\\-";
                break;
            case '~':
                out += "\\(ti";
                break;
            case '^':
                out += "\\(ha";
                break;
            case '\'':
                out += "\\(aq";
                break;
            case '`':
                out += "\\(ga";
                break;
            default:
                out += c;
        }
    }
    return out;
}

/// Text that is filled anyway, cut at blanks so that no line of the source is long.
std::string filled(std::string_view text) {
    constexpr std::size_t longest = 64;
    std::string lines;
    while (text.size() > longest) {
        std::size_t blank = text.rfind(' ', longest);
        if (blank == text.npos) blank = text.find(' ');
        if (blank == text.npos) break;
        lines.append(text.substr(0, blank)) += '\n';
        text.remove_prefix(std::min(text.find_first_not_of(' ', blank), text.size()));
    }
    lines += text;
    return escaped(lines) + '\n';
}

/// An argument of a macro line.
std::string quoted(std::string_view text) {
    std::string out;
    for (const char c : escaped(text)) out += c == '"' ? "\\(dq" : std::string(1, c);
    return '"' + out + '"';
}

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

/// Paragraphs of a chapter; runs of lines that start with a blank are shown as typed.
void paragraphs(std::string& page, std::string_view text) {
    bool typed = false, begun = false;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const bool as_typed = line.starts_with(' ');
        if (typed && !as_typed) page += ".fi\n";
        if (!typed && as_typed) page += begun ? ".PP\n.nf\n" : ".nf\n";
        if (!as_typed && !line.empty() && begun) page += ".PP\n";
        typed = as_typed;
        begun = begun || !line.empty();
        if (!line.empty()) page += as_typed ? escaped(line) + '\n' : filled(line);
    }
    if (typed) page += ".fi\n";
}

void option_entry(std::string& page, const Option& option) {
    page += ".TP\n";
    for (std::size_t i = 0; i < option.names.size(); ++i)
        page += (i > 0 ? ", \\fB" : "\\fB") + escaped(option.names[i]) + "\\fR";
    if (option.positional())
        page += "\\fI" + escaped(option.metavar) + "\\fR...";
    else if (!option.flag())
        page += " \\fI" + escaped(option.metavar) + "\\fR";
    page += '\n' + filled(full_help(option));
}

/// The options of `table` under a heading per section; of a verb without the common ones.
void options(std::string& page, const Table& table, bool of_verb) {
    if (table.arguments) option_entry(page, *table.arguments);
    std::string section;
    for (const Option& option : table.options) {
        if (option.section == common_section && of_verb) continue;
        if (option.section != section)
            page += (of_verb ? ".PP\n.B " : ".SS ") + quoted(option.section) + "\n";
        section = option.section;
        option_entry(page, option);
    }
}

void examples(std::string& page, const Table& table) {
    for (const Table::Example& example : table.examples)
        page += ".TP\n.B " + quoted(example.command) + "\n" + filled(example.effect);
}

void usage(std::string& page, const Manual& manual) {
    const char* between = "";
    for (const std::string& form : manual.usages()) {
        page += between + (".B " + escaped(manual.call()) + "\n" + escaped(form) + "\n");
        between = ".br\n";
    }
}

void verb(std::string& page, const Manual& manual) {
    const Table& table = manual.declaration.table();
    page += ".SS " + quoted(manual.call()) + "\n";
    usage(page, manual);
    page += ".PP\n" + filled(manual.purpose);
    if (!table.about.empty()) page += ".PP\n";
    paragraphs(page, table.about);
    options(page, table, true);
    for (const Table::Chapter& chapter : table.chapters) {
        page += ".PP\n.B " + quoted(chapter.title) + "\n.PP\n";
        paragraphs(page, chapter.text);
    }
    if (!table.examples.empty()) page += ".PP\n.B Examples\n";
    examples(page, table);
}

}  // namespace

std::string man_page(const Manual& manual, const std::string& version) {
    const Table& table = manual.declaration.table();
    const std::string purpose = first_sentence(manual.purpose);
    std::string page = ".TH " + quoted(upper(manual.name)) + " 1 " + release_date + " " +
                       quoted("pipelab " + version) + " \"User Commands\"\n";
    page += ".nh\n.ad l\n.SH NAME\n" + escaped(manual.name) + " \\- " + escaped(purpose) + "\n";
    page += ".SH SYNOPSIS\n";
    usage(page, manual);
    for (const Manual& each : manual.verbs) {
        page += ".br\n";
        usage(page, each);
    }
    page += ".SH DESCRIPTION\n";
    paragraphs(page, table.about.empty() ? manual.purpose : table.about);
    page += ".SH OPTIONS\n";
    options(page, table, false);
    if (!manual.verbs.empty()) page += ".SH VERBS\n";
    for (const Manual& each : manual.verbs) verb(page, each);
    for (const Table::Chapter& chapter : table.chapters) {
        page += ".SH " + quoted(upper(chapter.title)) + "\n";
        paragraphs(page, chapter.text);
    }
    if (!table.examples.empty()) page += ".SH EXAMPLES\n";
    examples(page, table);
    page += ".SH \"EXIT STATUS\"\n" + filled(exit_status_text(table));
    page +=
        ".SH ENVIRONMENT\n.TP\n.B PIPELAB_THREADS\nThreads to use where \\fB\\-j\\fR does not "
        "say.\n.TP\n.B OMP_NUM_THREADS\nThe same where PIPELAB_THREADS is not set.\n.TP\n"
        ".B TMPDIR\nWhere temporary files go, unless an option says.\n";
    return page;
}

}  // namespace pipelab::cli
