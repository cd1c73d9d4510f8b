#include "cli/declaration.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <stdexcept>

namespace pipelab::cli {
namespace {

std::vector<std::string> split_names(const std::string& names) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t comma; (comma = names.find(',', begin)) != std::string::npos;
         begin = comma + 1)
        parts.push_back(names.substr(begin, comma - begin));
    parts.push_back(names.substr(begin));
    return parts;
}

}  // namespace

Option& Option::choose(std::vector<std::string> words) {
    choices = std::move(words);
    return *this;
}

Option& Option::range(double lowest, double highest) {
    low = lowest;
    high = highest;
    const bool from = lowest > -std::numeric_limits<double>::infinity();
    const bool to = highest < std::numeric_limits<double>::infinity();
    range_text.clear();
    if (from && to) range_text = "from " + detail::shown(low) + " to " + detail::shown(high);
    if (from && !to) range_text = "at least " + detail::shown(low);
    if (!from && to) range_text = "at most " + detail::shown(high);
    return *this;
}

Option& Option::excludes(std::vector<std::string> long_names) {
    excluded = std::move(long_names);
    return *this;
}

Option& Option::needs(std::vector<std::string> long_names) {
    needed = std::move(long_names);
    return *this;
}

Option& Option::file() {
    completes = Completes::file;
    return *this;
}

Option& Option::directory() {
    completes = Completes::directory;
    return *this;
}

Option& Option::shown_default(std::string text) {
    default_text = std::move(text);
    return *this;
}

Option& Option::may_be_empty() {
    allows_empty = true;
    return *this;
}

Option& Option::required(std::size_t count) {
    at_least = count;
    return *this;
}

Option& Option::single() {
    at_least = at_most = 1;
    return *this;
}

const std::string& Option::title() const { return names.empty() ? metavar : names.back(); }

void Declaration::usage(std::string line) { table_.usages.push_back(std::move(line)); }
void Declaration::about(std::string text) { table_.about = std::move(text); }
void Declaration::section(std::string title) { section_ = std::move(title); }
void Declaration::common(Common which) { table_.common = which; }

void Declaration::example(std::string command, std::string effect) {
    table_.examples.push_back({std::move(command), std::move(effect)});
}

void Declaration::chapter(std::string title, std::string text) {
    table_.chapters.push_back({std::move(title), std::move(text)});
}

void Declaration::verb_group(std::string title) { verb_group_ = std::move(title); }

void Declaration::verb(std::string name, std::string purpose, Declare declare) {
    table_.verbs.push_back({std::move(name), std::move(purpose), declare, verb_group_});
}

Option& Declaration::flag(const std::string& names, bool& target, std::string help) {
    Option& option = add(names, "", std::move(help));
    option.store = [&target](const std::string&) { target = true; };
    return option;
}

Option& Declaration::step(const std::string& names, std::string metavar,
                          std::function<void(const Numbers&)> take, std::string help) {
    Option& option = add(names, std::move(metavar), std::move(help));
    option.repeats = true;
    option.store = [&option, take = std::move(take)](const std::string& text) {
        Numbers numbers;
        detail::read(option, text, numbers);
        take(numbers);
    };
    return option;
}

Option& Declaration::arguments(std::string metavar, std::vector<std::string>& target,
                               std::string help) {
    if (table_.arguments) throw std::logic_error("positional arguments declared twice");
    Option& option = table_.arguments.emplace();
    option.metavar = std::move(metavar);
    option.help = std::move(help);
    option.repeats = true;
    option.completes = Option::Completes::file;
    option.store = [&target](const std::string& text) { target.push_back(text); };
    return option;
}

Option& Declaration::add(const std::string& names, std::string metavar, std::string help) {
    Option added;
    added.names = split_names(names);
    for (const std::string& name : added.names) {
        const bool good = name.size() == 2 ? name[0] == '-' && name[1] != '-'
                                           : name.size() > 2 && name.starts_with("--");
        if (!good) throw std::logic_error("'" + name + "' is no option name");
        for (const Option& other : table_.options)
            if (std::count(other.names.begin(), other.names.end(), name) > 0)
                throw std::logic_error("option " + name + " declared twice");
    }
    // The long name last: title() and the help column count on it.
    std::stable_sort(added.names.begin(), added.names.end(),
                     [](const auto& a, const auto& b) { return a.size() == 2 && b.size() > 2; });
    added.metavar = std::move(metavar);
    added.help = std::move(help);
    added.section = section_;
    return table_.options.emplace_back(std::move(added));
}

}  // namespace pipelab::cli
