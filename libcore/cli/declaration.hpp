#pragma once

#include <concepts>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pipelab::cli {

class Run;
class Declaration;
using Body = std::function<void(Run&)>;
using Declare = Body (*)(Declaration&);

/// An amount of memory typed as 64M, 1.5G, 512KiB, 4096 (K, M, G, T are powers of 1024).
struct Bytes {
    std::uint64_t count = 0;
};

/// Numbers typed as 3,4 or 0.5: a point, a scale for each axis.
struct Numbers {
    std::vector<double> values;
};

/// One declared option or positional argument: the single source for parsing, --help, the man
/// page, completions and suggestions. The methods refine it and return it again.
struct Option {
    enum class Completes { nothing, file, directory };
    std::vector<std::string> names;  ///< "-k", "--column"; empty for positional arguments
    std::string metavar;             ///< "NAME|N"; empty for flags
    std::string help;                ///< one or more sentences, no final newline
    std::string section;             ///< heading it is listed under
    std::string default_text;        ///< shown as (default: ...) unless empty
    std::string range_text;          ///< "from 1 to 64", shown after the help
    std::vector<std::string> choices;
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool repeats = false;
    bool allows_empty = false;
    std::size_t at_least = 0;  ///< positional: how many must be given
    std::size_t at_most = std::numeric_limits<std::size_t>::max();
    Completes completes = Completes::nothing;
    std::vector<std::string> excluded;  ///< options that cannot be given together with this one
    std::vector<std::string> needed;    ///< options that must be given too
    /// Takes the text of a value (of a flag: any text); UsageError when it is no such value.
    std::function<void(const std::string&)> store;

    /// Only these words are values.
    Option& choose(std::vector<std::string> words);
    /// Only numbers within [low, high] are values; an infinite end is open.
    Option& range(double lowest, double highest);
    /// `excludes({"--top"})`: both together are a usage error. Said once, for either side.
    Option& excludes(std::vector<std::string> long_names);
    Option& needs(std::vector<std::string> long_names);
    /// The value names a file (a directory): shells complete it so.
    Option& file();
    Option& directory();
    /// Shown instead of the value that the target has when declared; "" shows none.
    Option& shown_default(std::string text);
    /// An empty text is a value; else it is a usage error.
    Option& may_be_empty();
    /// A positional argument: at least `count` must be given.
    Option& required(std::size_t count = 1);
    /// A positional argument that is given once, no more.
    Option& single();

    /// How messages name it: the long name, else the short one, else the metavar.
    const std::string& title() const;
    bool flag() const { return metavar.empty(); }
    bool positional() const { return names.empty(); }
};

/// Which of the options that several tools share a tool has, beyond those that all have.
struct Common {
    bool seed = false;
    bool plot = false;
    bool exit_status = false;
};

/// All that a tool or verb declared, as the pages made from it need it.
struct Table {
    struct Example {
        std::string command, effect;
    };
    struct Chapter {
        std::string title, text;
    };
    struct Verb {
        std::string name, purpose;
        Declare declare;
        std::string group;  ///< heading it is listed under
    };
    std::vector<std::string> usages;  ///< none: "[OPTION]... [FILE]..."
    std::string about;
    std::vector<Example> examples;
    std::vector<Chapter> chapters;
    std::vector<Verb> verbs;
    std::deque<Option> options;  ///< a deque, so that references stay good
    std::optional<Option> arguments;
    Common common;
};

/// What a tool states about itself in its declare function. Targets must live as long as the
/// body that declare returns: it usually shares them by a std::shared_ptr.
class Declaration {
  public:
    Declaration() = default;
    Declaration(const Declaration&) = delete;
    Declaration& operator=(const Declaration&) = delete;

    /// The usage line behind the tool's name, "[OPTION]... [FILE]..." if not given; several where
    /// the tool has several forms.
    void usage(std::string line);
    /// The paragraphs under the usage line, and in the man page's DESCRIPTION.
    void about(std::string text);
    /// A real command and what it does. At least two.
    void example(std::string command, std::string effect);
    /// Options declared from here on are listed under `title`.
    void section(std::string title);
    /// A section of its own after the options: memory formula, file format. Blank lines part
    /// paragraphs; lines that start with a blank stay as they are.
    void chapter(std::string title, std::string text);
    void common(Common which);
    /// The seed of --seed (default 0), where common() asked for it.
    const std::uint64_t& seed() const { return seed_; }
    std::uint64_t& seed() { return seed_; }

    /// `names` as "-k,--column"; sets `target` to true.
    Option& flag(const std::string& names, bool& target, std::string help);
    /// An option with a value: std::string, char (also typed \t), any integer type (exact), double
    /// (finite), Bytes, Numbers; std::optional of these stays nullopt when not given, std::vector
    /// of these makes it repeat. The default shown is the target's value now.
    template <class T>
    Option& option(const std::string& names, std::string metavar, T& target, std::string help);
    /// Takes the numbers of each time that it is given, in the order of the command line, also
    /// among options of this kind.
    Option& step(const std::string& names, std::string metavar,
                 std::function<void(const Numbers&)> take, std::string help);
    /// One word of a list, stored as the value beside it: {{"error", Nan::error}, ...}.
    template <class Value>
    Option& choice(const std::string& names, std::string metavar, Value& target,
                   const std::vector<std::pair<std::string, Value>>& words, std::string help);
    /// Positional arguments, files unless refined. One declaration a tool.
    Option& arguments(std::string metavar, std::vector<std::string>& target, std::string help);

    /// Verbs declared from here on are listed under `title`.
    void verb_group(std::string title);
    /// A subcommand: `tool NAME ...` with options of its own. The name comes first on the command
    /// line. A tool whose own declare returns an empty body needs one of its verbs.
    void verb(std::string name, std::string purpose, Declare declare);

    const Table& table() const { return table_; }

  private:
    Option& add(const std::string& names, std::string metavar, std::string help);

    Table table_;
    std::string section_ = "Options";
    std::string verb_group_ = "Verbs (each has its own --help)";
    std::uint64_t seed_ = 0;
};

/// Texts to values, for Declaration::option; UsageError names the option and what it expected.
namespace detail {
void read(const Option& option, const std::string& text, std::string& value);
void read(const Option& option, const std::string& text, char& value);
void read(const Option& option, const std::string& text, double& value);
void read(const Option& option, const std::string& text, Bytes& value);
void read(const Option& option, const std::string& text, Numbers& value);
std::int64_t read_signed(const Option& option, const std::string& text, std::int64_t lowest,
                         std::int64_t highest);
std::uint64_t read_unsigned(const Option& option, const std::string& text, std::uint64_t highest);

template <std::integral T>
requires(!std::same_as<T, bool>) void read(const Option& option, const std::string& text,
                                           T& value) {
    using Limits = std::numeric_limits<T>;
    if constexpr (std::signed_integral<T>)
        value = static_cast<T>(read_signed(option, text, Limits::min(), Limits::max()));
    else
        value = static_cast<T>(read_unsigned(option, text, Limits::max()));
}
template <class T>
void read(const Option& option, const std::string& text, std::optional<T>& value) {
    T read_value{};
    read(option, text, read_value);
    value = std::move(read_value);
}
template <class T>
void read(const Option& option, const std::string& text, std::vector<T>& values) {
    T value{};
    read(option, text, value);
    values.push_back(std::move(value));
}

std::string shown(const std::string& value);
std::string shown(char value);
std::string shown(double value);
std::string shown(const Bytes& value);
std::string shown(const Numbers& value);
std::string shown(std::int64_t value);
std::string shown(std::uint64_t value);
template <std::integral T>
std::string shown(T value) {
    if constexpr (std::signed_integral<T>) return shown(static_cast<std::int64_t>(value));
    return shown(static_cast<std::uint64_t>(value));
}
template <class T>
std::string shown(const std::optional<T>& value) {
    return value ? shown(*value) : std::string();
}
template <class T>
std::string shown(const std::vector<T>&) {
    return {};
}

template <class T>
inline constexpr bool repeats = false;
template <class T>
inline constexpr bool repeats<std::vector<T>> = true;
}  // namespace detail

template <class T>
Option& Declaration::option(const std::string& names, std::string metavar, T& target,
                            std::string help) {
    Option& option = add(names, std::move(metavar), std::move(help));
    option.default_text = detail::shown(target);
    option.repeats = detail::repeats<T>;
    option.store = [&option, &target](const std::string& text) {
        detail::read(option, text, target);
    };
    return option;
}

template <class Value>
Option& Declaration::choice(const std::string& names, std::string metavar, Value& target,
                            const std::vector<std::pair<std::string, Value>>& words,
                            std::string help) {
    Option& option = add(names, std::move(metavar), std::move(help));
    for (const auto& [word, value] : words) {
        option.choices.push_back(word);
        if (target == value) option.default_text = word;
    }
    option.store = [words, &target](const std::string& text) {
        for (const auto& [word, value] : words)
            if (word == text) target = value;
    };
    return option;
}

}  // namespace pipelab::cli
