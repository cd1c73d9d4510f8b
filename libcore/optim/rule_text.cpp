#include "optim/rule_text.hpp"

#include "base/error.hpp"
#include "base/suggest.hpp"
#include "io/number.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace pipelab::optim {
namespace {

[[noreturn]] void unknown(const std::string& what, const std::string& word,
                          const std::vector<std::string>& known) {
    std::string message = "no " + what + " is called '" + word + "'";
    if (const auto close = base::nearest(word, known))
        message += "; did you mean '" + *close + "'?";
    throw base::UsageError(message);
}

Settings defaults_of(const std::string& name) {
    if (const auto rule = find_rule(name)) return defaults(*rule);
    std::vector<std::string> names;
    for (const Rule rule : rules()) names.emplace_back(name_of(rule));
    unknown("optimiser", name, names);
}

DecayMode decay_mode(const std::string& name) {
    if (const auto mode = find_decay_mode(name)) return *mode;
    unknown("weight decay", name,
            {std::string(name_of(DecayMode::l2)), std::string(name_of(DecayMode::decoupled)),
             std::string(name_of(DecayMode::decoupled_paper))});
}

bool truth_value(const std::string& key, const std::string& value) {
    if (value == "true" || value == "1") return true;
    if (value == "false" || value == "0") return false;
    throw base::UsageError(key + ": expected true or false, found '" + value + "'");
}

double number(const std::string& key, const std::string& value) {
    const auto parsed = io::parse_double(value);
    if (!parsed) throw base::UsageError(key + ": expected a number, found '" + value + "'");
    return *parsed;
}

void set(Settings& settings, const std::string& key, const std::optional<std::string>& value);

/// betas=0.9/0.99
bool set_pair(Settings& settings, const std::string& key, const std::string& value) {
    for (const HyperparameterPair& pair : hyperparameter_pairs()) {
        if (key != pair.name) continue;
        const auto used = hyperparameters(settings.rule);
        const bool two = std::any_of(used.begin(), used.end(), [&](const Hyperparameter* one) {
            return std::string_view(one->name) == pair.second;
        });
        const std::size_t slash = value.find('/');
        if (two != (slash != value.npos))
            throw base::UsageError(key + ": expected " + (two ? "two numbers, A/B" : "one number") +
                                   ", found '" + value + "'");
        set(settings, pair.first, value.substr(0, slash));
        if (two) set(settings, pair.second, value.substr(slash + 1));
        return true;
    }
    return false;
}

void set(Settings& settings, const std::string& key, const std::optional<std::string>& value) {
    if (set_pair(settings, key, value.value_or(""))) return;
    if (key == "decay") {
        settings.decay = decay_mode(value.value_or(""));
        return;
    }
    std::vector<std::string> names{"decay"};
    for (const Hyperparameter* one : hyperparameters(settings.rule)) {
        names.emplace_back(one->name);
        if (key != one->name) continue;
        if (const auto* flag = std::get_if<bool Settings::*>(&one->member)) {
            settings.*(*flag) = truth_value(key, value.value_or("true"));
        } else {
            settings.*std::get<double Settings::*>(one->member) = number(key, value.value_or(""));
        }
        return;
    }
    unknown("setting of " + std::string(name_of(settings.rule)), key, names);
}

}  // namespace

Settings parse_settings(std::string_view text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    Settings settings = defaults_of(std::string(text.substr(0, colon)));
    for (std::size_t at = colon + 1; at <= text.size() && colon < text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        const std::string_view pair = text.substr(at, end - at);
        const std::size_t equals = std::min(pair.find('='), pair.size());
        std::string key(pair.substr(0, equals));
        std::replace(key.begin(), key.end(), '-', '_');
        std::optional<std::string> value;
        if (equals < pair.size()) value = std::string(pair.substr(equals + 1));
        set(settings, key, value);
        at = end + 1;
    }
    check(settings);
    return settings;
}

}  // namespace pipelab::optim
