#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pipelab::cli {

class Run;
class Declaration;
using Body = std::function<void(Run&)>;
using Declare = Body (*)(Declaration&);

/// An amount of memory typed as 64M, 1.5G, 4096 (K, M, G, T are powers of 1024).
struct Bytes {
    std::uint64_t count = 0;
};

/// One declared option or positional argument: the single source for parsing, --help, the man
/// page, completions and suggestions.
struct Option {
    enum class Completes { nothing, file, directory };
    std::vector<std::string> names;  ///< "-k", "--column"; empty for positional arguments
    std::string metavar;             ///< "NAME|N"; empty for flags
    std::string help;                ///< one or more sentences, no final newline
    std::string section;             ///< heading it is listed under
    std::string default_text;        ///< shown as (default: ...) unless empty
    std::vector<std::string> choices;
    std::optional<double> low, high;
    bool repeats = false;
    std::size_t at_least = 0;  ///< positional: how many must be given
    Completes completes = Completes::nothing;
    std::vector<std::string> excluded;              ///< options that cannot be given together
    std::vector<std::string> needed;                ///< options that must be given too
    std::function<void(const std::string&)> store;  ///< UsageError when the text is no such value

    Option& choose(std::vector<std::string> words);
    Option& range(double low, double high);
    Option& excludes(std::vector<std::string> long_names);
    Option& needs(std::vector<std::string> long_names);
    Option& file();
    Option& directory();
    Option& shown_default(std::string text);
};

/// Which of the options that several tools share a tool has, beyond those that all have.
struct Common {
    bool seed = false;
    bool plot = false;
    bool exit_status = false;
};

/// What a tool states about itself in its declare function.
class Declaration {
  public:
    /// The usage line behind the tool's name: "[OPTION]... [FILE]...".
    void usage(std::string line);
    /// The paragraph under the usage line, and in the man page's DESCRIPTION.
    void about(std::string text);
    /// A real command and what it does. At least two.
    void example(std::string command, std::string effect);
    /// Options declared from here on are listed under `title`.
    void section(std::string title);
    /// A section of its own after the options: memory formula, file format.
    void chapter(std::string title, std::string text);
    void common(Common which);
    /// The seed of --seed (default 0), where common() asked for it.
    const std::uint64_t& seed() const;

    /// `names` as "-k,--column". The default shown is the target's value now, unless empty.
    Option& flag(const std::string& names, bool& target, std::string help);
    Option& option(const std::string& names, std::string metavar, std::string& target,
                   std::string help);
    Option& option(const std::string& names, std::string metavar, std::int64_t& target,
                   std::string help);
    Option& option(const std::string& names, std::string metavar, std::uint64_t& target,
                   std::string help);
    Option& option(const std::string& names, std::string metavar, double& target,
                   std::string help);
    Option& option(const std::string& names, std::string metavar, char& target, std::string help);
    Option& option(const std::string& names, std::string metavar, Bytes& target, std::string help);
    /// Given any number of times.
    Option& option(const std::string& names, std::string metavar,
                   std::vector<std::string>& target, std::string help);
    /// Stays nullopt when not given.
    template <class T>
    Option& option(const std::string& names, std::string metavar, std::optional<T>& target,
                   std::string help);
    /// One word of a list, stored as the value beside it.
    template <class Enum>
    Option& choice(const std::string& names, std::string metavar, Enum& target,
                   std::vector<std::pair<std::string, Enum>> words, std::string help);
    /// Positional arguments. One declaration a tool.
    Option& arguments(std::string metavar, std::vector<std::string>& target, std::string help);

    /// A subcommand: `tool NAME ...` with options of its own.
    void verb(std::string name, std::string purpose, Declare declare);
};

}  // namespace pipelab::cli
