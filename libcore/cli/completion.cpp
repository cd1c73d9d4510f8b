#include "base/error.hpp"
#include "cli/manual.hpp"

#include <string>
#include <string_view>

namespace pipelab::cli {
namespace {

/// `text` between single quotes of a POSIX shell.
std::string shell_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
    return out + "'";
}

std::string joined(const std::vector<std::string>& words, const char* separator) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
    return text;
}

/// A tool's name as part of a shell function's name.
std::string function_name(const Manual& manual) {
    std::string name = "_" + manual.name;
    for (char& c : name)
        if (c == '-') c = '_';
    return name;
}

std::vector<std::string> verb_names(const Manual& manual) {
    std::vector<std::string> names;
    for (const Manual& verb : manual.verbs) names.push_back(verb.name);
    return names;
}

const char* kind(const Option& option) {
    if (!option.choices.empty()) return "words";
    if (option.completes == Option::Completes::file) return "file";
    return option.completes == Option::Completes::directory ? "directory" : "nothing";
}

/// Sets `kind` and `words` for the command line of a tool or verb.
std::string bash_branch(const Manual& manual) {
    const Table& table = manual.declaration.table();
    std::string text = "        case $previous in\n";
    std::vector<std::string> names;
    for (const Option& option : table.options) {
        names.insert(names.end(), option.names.begin(), option.names.end());
        if (option.flag()) continue;
        text += "        " + joined(option.names, "|") + ") kind=" + kind(option);
        if (!option.choices.empty()) text += " words=" + shell_quoted(joined(option.choices, " "));
        text += ";;\n";
    }
    text += "        *)\n            if [[ $current == -* ]]; then\n                words=" +
            shell_quoted(joined(names, " ")) + "\n";
    if (!manual.verbs.empty())
        text += "            elif [[ $COMP_CWORD == 1 ]]; then\n                words=" +
                shell_quoted(joined(verb_names(manual), " ")) + "\n";
    text += "            else\n                kind=";
    text += table.arguments ? kind(*table.arguments) : "nothing";
    if (table.arguments && !table.arguments->choices.empty())
        text += " words=" + shell_quoted(joined(table.arguments->choices, " "));
    return text + "\n            fi;;\n        esac;;\n";
}

std::string bash(const Manual& manual) {
    const std::string function = function_name(manual);
    std::string text = "# bash completion of " + manual.name + "\n" + function + R"sh(() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    local kind=words words=
    # --name=value arrives as three words.
    if [[ $current == = ]]; then
        current=
    elif [[ $previous == = ]]; then
        previous=${COMP_WORDS[COMP_CWORD-2]}
    fi
    case ${COMP_WORDS[1]} in
)sh";
    for (const Manual& verb : manual.verbs) text += "    " + verb.name + ")\n" + bash_branch(verb);
    text += "    *)\n" + bash_branch(manual) + R"sh(    esac
    COMPREPLY=()
    case $kind in
    words) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current");;
    file)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$current");;
    directory)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$current");;
    esac
}
)sh";
    return text + "complete -F " + function + " " + manual.name + "\n";
}

/// Text inside the brackets or between the colons of an _arguments specification.
std::string zsh_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string zsh_value(const Option& option) {
    std::string text = ":" + zsh_escaped(option.metavar) + ":";
    if (!option.choices.empty()) return text + "(" + joined(option.choices, " ") + ")";
    if (option.completes == Option::Completes::file) return text + "_files";
    if (option.completes == Option::Completes::directory) return text + "_files -/";
    return text + " ";
}

std::string zsh_branch(const Manual& manual) {
    const Table& table = manual.declaration.table();
    std::string text = "        _arguments -s -S";
    for (const Option& option : table.options)
        for (const std::string& name : option.names) {
            std::string spec = option.repeats ? "*" : "(" + joined(option.names, " ") + ")";
            spec += name;
            if (!option.flag()) spec += name.size() == 2 ? "+" : "=";
            spec += "[" + zsh_escaped(first_sentence(option.help)) + "]";
            if (!option.flag()) spec += zsh_value(option);
            text += " \\\n            " + shell_quoted(spec);
        }
    if (!manual.verbs.empty())
        text +=
            " \\\n            " + shell_quoted("1:verb:(" + joined(verb_names(manual), " ") + ")");
    if (table.arguments)
        text += " \\\n            " + shell_quoted("*" + zsh_value(*table.arguments));
    return text + ";;\n";
}

std::string zsh(const Manual& manual) {
    const std::string function = function_name(manual);
    std::string text = "#compdef " + manual.name + "\n" + function + "() {\n";
    text += "    case $words[2] in\n";
    for (const Manual& verb : manual.verbs)
        text += "    " + verb.name + ")\n        shift words\n        (( CURRENT-- ))\n" +
                zsh_branch(verb);
    text += "    *)\n" + zsh_branch(manual) + "    esac\n}\n";
    // As a file in $fpath the text is the function's first call; sourced it only registers.
    text += "if [[ $funcstack[1] == " + function + " ]]; then\n    " + function +
            " \"$@\"\nelse\n    compdef " + function + " " + manual.name + "\nfi\n";
    return text;
}

/// `text` between single quotes of fish.
std::string fish_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string fish_options(const Manual& manual, const std::string& start) {
    std::string text;
    for (const Option& option : manual.declaration.table().options) {
        text += start;
        for (const std::string& name : option.names)
            text += name.size() == 2 ? " -s " + name.substr(1) : " -l " + name.substr(2);
        if (!option.choices.empty())
            text += " -x -a " + fish_quoted(joined(option.choices, " "));
        else if (option.completes == Option::Completes::directory)
            text += " -x -a '(__fish_complete_directories)'";
        else if (option.completes == Option::Completes::file)
            text += " -r -F";
        else if (!option.flag())
            text += " -x";
        text += " -d " + fish_quoted(first_sentence(option.help)) + "\n";
    }
    return text;
}

std::string fish(const Manual& manual) {
    const std::string start = "complete -c " + manual.name;
    std::string text = "# fish completion of " + manual.name + "\n";
    const auto& arguments = manual.declaration.table().arguments;
    if (!arguments && manual.verbs.empty()) text += start + " -f\n";
    if (arguments && !arguments->choices.empty())
        text += start + " -f -a " + fish_quoted(joined(arguments->choices, " ")) + "\n";
    if (manual.verbs.empty()) return text + fish_options(manual, start);
    const std::string names = joined(verb_names(manual), " ");
    for (const Manual& verb : manual.verbs) {
        text += start + " -n __fish_use_subcommand -a " + verb.name + " -d " +
                fish_quoted(first_sentence(verb.purpose)) + "\n";
        text += fish_options(verb, start + " -n '__fish_seen_subcommand_from " + verb.name + "'");
    }
    return text +
           fish_options(manual, start + " -n 'not __fish_seen_subcommand_from " + names + "'");
}

}  // namespace

std::string completion(const Manual& manual, const std::string& shell) {
    if (shell == "bash") return bash(manual);
    if (shell == "zsh") return zsh(manual);
    if (shell == "fish") return fish(manual);
    throw base::UsageError("--completion: expected bash, zsh or fish, found '" + shell + "'");
}

}  // namespace pipelab::cli
