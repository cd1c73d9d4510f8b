#include "settings.hpp"

#include "base/error.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <sstream>
#include <variant>
#include <vector>

namespace optim_demo {
namespace {

using optim::Hyperparameter;
using optim::Settings;

std::string option_name(std::string name) {
    std::replace(name.begin(), name.end(), '_', '-');
    return "--" + name;
}

bool in_pair(std::string_view name) {
    const auto pairs = optim::hyperparameter_pairs();
    return std::any_of(pairs.begin(), pairs.end(), [&](const optim::HyperparameterPair& pair) {
        return name == pair.first || name == pair.second;
    });
}

/// "muon 0.95, else 0": the defaults of the rules that have it.
std::string usual_values(const Hyperparameter& parameter) {
    std::string text;
    bool zeros = false;
    for (const optim::Rule rule : optim::rules()) {
        const auto used = optim::hyperparameters(rule);
        if (std::find(used.begin(), used.end(), &parameter) == used.end()) continue;
        const auto& member = std::get<double Settings::*>(parameter.member);
        const double value = optim::defaults(rule).*member;
        zeros = zeros || value == 0;
        if (value != 0)
            text += (text.empty() ? "" : ", ") + std::string(optim::name_of(rule)) + " " +
                    io::printed(value);
    }
    return text + (zeros ? text.empty() ? "0" : ", else 0" : "");
}

/// Whether some rule begins with this value of a flag.
bool begins(const Hyperparameter& parameter, bool value) {
    const auto& member = std::get<bool Settings::*>(parameter.member);
    for (const optim::Rule rule : optim::rules()) {
        const auto used = optim::hyperparameters(rule);
        if (std::find(used.begin(), used.end(), &parameter) != used.end() &&
            optim::defaults(rule).*member == value)
            return true;
    }
    return false;
}

void declare_parameter(cli::Declaration& verb, OptimiserOptions& options,
                       const Hyperparameter& parameter) {
    const std::string option = option_name(parameter.name);
    const std::string help = parameter.help;
    if (std::holds_alternative<double Settings::*>(parameter.member)) {
        verb.option(option, "X", options.numbers[parameter.name],
                    help + " Defaults: " + usual_values(parameter) + ".");
        return;
    }
    if (begins(parameter, false)) verb.flag(option, options.on[parameter.name], help);
    if (begins(parameter, true))
        verb.flag("--no-" + option.substr(2), options.off[parameter.name], "Without: " + help);
}

void declare_transforms(cli::Declaration& verb, optim::Transforms& transforms) {
    verb.section("Gradients, before the rule sees them, in this order");
    verb.option("--accumulate", "N", transforms.accumulate,
                "Step each N gradients, with their mean.")
        .range(1, 1e15);
    verb.flag("--centralize", transforms.centralize,
              "Of matrices: take the mean from each row (Yong et al. 2020).");
    verb.option("--clip-value", "X", transforms.clip_value, "Cut elements to [-X, X].");
    verb.option("--clip-norm", "X", transforms.clip_norm,
                "Scale gradients to a Euclidean norm of at most X.");
    verb.option("--gradient-noise", "V", transforms.noise,
                "Add normal noise of variance V / (1 + t)^G at step t (Neelakantan et al. 2015).")
        .range(0, 1e300);
    verb.option("--noise-decay", "G", transforms.noise_decay, "The G of --gradient-noise.");
}

/// "true|false": the words of an argument, the default first.
std::string words_of(const optim::ScheduleArgument& argument) {
    std::istringstream words(argument.words);
    std::string first, others, word;
    for (int i = 0; words >> word; ++i) {
        if (i == argument.value) {
            first = word;
        } else {
            others += "|" + word;
        }
    }
    return first + others;
}

/// "T", "min=0", "mode=min|max"
std::string usage(const optim::ScheduleArgument& argument) {
    using Type = optim::ScheduleArgument::Type;
    std::string text = *argument.alias != '\0' ? argument.alias : argument.name;
    if (argument.type == Type::formula) return "{FORMULA}";
    if (argument.type == Type::list) return text + "=N/N/...";
    if (argument.type == Type::word) {
        return text + "=" + words_of(argument);
    }
    if (argument.value && *argument.value >= 0) text += "=" + io::printed(*argument.value);
    return text;
}

/// "  cosine:T,min=0", on several lines where it is long.
std::string usage(const optim::ScheduleKind& kind) {
    constexpr std::size_t width = 90;
    std::string text, line = "  " + std::string(kind.name);
    for (std::size_t i = 0; i < kind.arguments.size(); ++i) {
        const std::string argument = (i == 0 ? ":" : ",") + usage(kind.arguments[i]);
        if (line.size() + argument.size() > width) {
            text += line + "\n";
            line = "    ";
        }
        line += argument;
    }
    return text + line;
}

}  // namespace

void declare_optimiser(cli::Declaration& verb, OptimiserOptions& options, bool transforms) {
    std::vector<std::string> names;
    for (const optim::Rule rule : optim::rules()) names.emplace_back(optim::name_of(rule));
    verb.section("The rule and its numbers, by the names of PyTorch");
    verb.option("-r,--rule", "NAME", options.rule, "The update rule.").choose(names);
    for (const Hyperparameter& each : optim::hyperparameters()) {
        if (!in_pair(each.name)) declare_parameter(verb, options, each);
        if (std::string_view(each.name) == "weight_decay")
            verb.choice<std::optional<optim::DecayMode>>(
                "--decay", "MODE", options.decay,
                {{"l2", optim::DecayMode::l2},
                 {"decoupled", optim::DecayMode::decoupled},
                 {"decoupled-paper", optim::DecayMode::decoupled_paper}},
                "What --weight-decay W does: l2 adds W p to the gradient; decoupled takes lr W p "
                "from p beside the step, as AdamW of PyTorch; decoupled-paper takes W p times the "
                "schedule's factor, as AdamW of its paper. l2, but of adamw, lion, lamb, "
                "adafactor, adabelief, muon and schedule-free decoupled.");
    }
    for (const optim::HyperparameterPair& pair : optim::hyperparameter_pairs())
        verb.option(option_name(pair.name), "A,B", options.pairs[pair.name], pair.help)
            .shown_default("");
    verb.option("--schedule", "SCHEDULE", options.schedule,
                "The learning rate of each step: see Schedules below.");
    if (transforms) declare_transforms(verb, options.transforms);
}

bool OptimiserOptions::given() const {
    const auto any = [](const auto& map, auto&& set) {
        return std::any_of(map.begin(), map.end(),
                           [&](const auto& each) { return set(each.second); });
    };
    const OptimiserOptions plain;
    return rule != plain.rule || decay || !schedule.empty() ||
           any(numbers, [](const auto& value) { return value.has_value(); }) ||
           any(on, [](bool value) { return value; }) ||
           any(off, [](bool value) { return value; }) ||
           any(pairs, [](const cli::Numbers& value) { return !value.values.empty(); }) ||
           transforms.accumulate != 1 || transforms.centralize || transforms.clip_value ||
           transforms.clip_norm || transforms.noise != 0;
}

optim::Settings OptimiserOptions::settings() const {
    const optim::Rule which = optim::find_rule(rule).value();
    Settings made = optim::defaults(which);
    if (decay) made.decay = *decay;
    const auto used = optim::hyperparameters(which);
    const auto has = [&](std::string_view name) {
        return std::any_of(used.begin(), used.end(),
                           [&](const Hyperparameter* each) { return name == each->name; });
    };
    const auto refuse = [&](const std::string& option) {
        throw base::UsageError("the rule " + rule + " has no " + option);
    };
    std::map<std::string, double> values;
    for (const auto& [name, value] : numbers)
        if (value) values[name] = *value;
    for (const auto& [name, value] : on)
        if (value) values[name] = 1;
    for (const auto& [name, value] : off)
        if (value) values[name] = 0;
    for (const optim::HyperparameterPair& pair : optim::hyperparameter_pairs()) {
        const auto found = pairs.find(pair.name);
        if (found == pairs.end() || found->second.values.empty()) continue;
        const auto& two = found->second.values;
        const std::size_t wanted = has(pair.second) ? 2 : 1;
        if (!has(pair.first)) refuse(option_name(pair.name));
        if (two.size() != wanted)
            throw base::UsageError(option_name(pair.name) + ": expected " +
                                   (wanted == 2 ? "two numbers" : "one number"));
        values[pair.first] = two[0];
        if (wanted == 2) values[pair.second] = two[1];
    }
    for (const auto& [name, value] : values) {
        if (!has(name)) refuse(option_name(name));
        for (const Hyperparameter& each : optim::hyperparameters()) {
            if (name != each.name) continue;
            if (const auto* number = std::get_if<double Settings::*>(&each.member))
                made.** number = value;
            else
                made.*std::get<bool Settings::*>(each.member) = value != 0;
        }
    }
    optim::check(made);
    return made;
}

void describe_rules(cli::Declaration& verb) {
    std::string text;
    for (const optim::Rule rule : optim::rules())
        text += "  " + std::string(optim::name_of(rule)) + ": " +
                std::string(optim::summary(rule)) + "\n";
    verb.chapter("Rules", text +
                              "\nWhere a paper and PyTorch 1.13 differ the rule is PyTorch's: "
                              "Adam's amsgrad takes the largest second moment before it is "
                              "corrected for bias, which the paper does not do; AdamW's decay is "
                              "multiplied by lr; NAdam counts a momentum twice; RAdam begins to "
                              "rectify from 5 on instead of 4; Adadelta has an lr.");
}

void describe_schedules(cli::Declaration& verb) {
    std::string text =
        "NAME:ARGUMENT=VALUE,... with lists separated by / and formulas of k in braces; A * B "
        "does both, A @100 B goes over to B at step 100; parentheses group. k counts steps from 0. "
        "Arguments may also have the names that PyTorch gives them (T_max, eta_min). The names and "
        "what they take, with defaults (of words the first):\n\n";
    for (const optim::ScheduleKind& kind : optim::schedule_kinds())
        text += usage(kind) + "\n      " + kind.help + "\n";
    verb.chapter("Schedules", text);
}

}  // namespace optim_demo
