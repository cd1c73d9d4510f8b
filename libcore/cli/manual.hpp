#pragma once

#include "cli/declaration.hpp"

#include <list>
#include <string>
#include <vector>

namespace pipelab::cli {

/// The heading of the options that all tools have.
inline constexpr const char* common_section = "Common options";

/// A tool, or one verb of a tool, with all that is declared of it: what the pages are made from.
struct Manual {
    std::string name;  ///< "seqmodel"; of a verb "train"
    std::string purpose;
    std::string tool;  ///< of a verb the name of its tool, else empty
    Declaration declaration;
    std::list<Manual> verbs;

    /// What the user types to call it.
    std::string call() const { return tool.empty() ? name : tool + " " + name; }
    /// And what behind that, in each of its forms.
    std::vector<std::string> usages() const {
        const auto& stated = declaration.table().usages;
        return stated.empty() ? std::vector<std::string>{"[OPTION]... [FILE]..."} : stated;
    }
};

/// The text of --help, no line longer than `width` unless one word is.
std::string help_text(const Manual& manual, std::size_t width);

/// A man page in man(7) macros, all verbs included.
std::string man_page(const Manual& manual, const std::string& version);

/// A completion script for "bash", "zsh" or "fish", all verbs included.
std::string completion(const Manual& manual, const std::string& shell);

/// Columns of the terminal on standard output ($COLUMNS first) up to 100; 80 when it is none.
std::size_t page_width();

/// The parts of help and man page that need no layout.
std::string full_help(const Option& option);  ///< help, choices, range, default
std::string first_sentence(const std::string& text);
std::string exit_status_text(const Table& table);
/// "-k, --column NAME|N" or "FILE..."
std::string synopsis(const Option& option);

}  // namespace pipelab::cli
