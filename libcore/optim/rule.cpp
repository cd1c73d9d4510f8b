#include "optim/rule.hpp"

#include "base/error.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <limits>

namespace pipelab::optim {
namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

constexpr std::array hyperparameter_table{
    Hyperparameter{"lr", &Settings::lr, 0, unbounded, true, "The learning rate."},
    Hyperparameter{"lr_decay", &Settings::lr_decay, 0, unbounded, true,
                   "lr is divided by 1 + (t - 1) times this."},
    Hyperparameter{"weight_decay", &Settings::weight_decay, 0, unbounded, true,
                   "How strongly parameters are drawn to 0; --decay says how."},
    Hyperparameter{"maximize", &Settings::maximize, 0, 1, false,
                   "Go up the gradient instead of down."},
    Hyperparameter{"momentum", &Settings::momentum, 0, unbounded, true,
                   "The share of the last step that goes on."},
    Hyperparameter{"dampening", &Settings::dampening, -unbounded, unbounded, true,
                   "The gradient enters the momentum times 1 minus this, but for the first."},
    Hyperparameter{"nesterov", &Settings::nesterov, 0, 1, false,
                   "Nesterov's momentum: look ahead along it."},
    Hyperparameter{"beta1", &Settings::beta1, 0, 1, true,
                   "How much of the mean of gradients stays at each step."},
    Hyperparameter{"beta2", &Settings::beta2, 0, 1, true,
                   "How much of the mean of squares stays at each step."},
    Hyperparameter{"eps", &Settings::eps, 0, unbounded, true,
                   "Added to what is divided by (adafactor: to squares)."},
    Hyperparameter{"amsgrad", &Settings::amsgrad, 0, 1, false,
                   "Divide by the largest second moment so far."},
    Hyperparameter{"momentum_decay", &Settings::momentum_decay, 0, unbounded, true,
                   "How fast the momentum grows to beta1."},
    Hyperparameter{"exact_product", &Settings::exact_product, 0, 1, false,
                   "The product of momenta as in the paper, not as in PyTorch 1.13."},
    Hyperparameter{"alpha", &Settings::alpha, 0, unbounded, true,
                   "rmsprop: how much of the mean of squares stays; asgd: the power of the "
                   "decreasing learning rate."},
    Hyperparameter{"centered", &Settings::centered, 0, 1, false,
                   "Divide by the standard deviation of gradients."},
    Hyperparameter{"rho", &Settings::rho, 0, 1, false,
                   "How much of the means of squares stays at each step."},
    Hyperparameter{"lambd", &Settings::lambd, 0, unbounded, true, "The decay term."},
    Hyperparameter{"t0", &Settings::t0, 0, unbounded, true, "The step at which averaging begins."},
    Hyperparameter{"etaminus", &Settings::etaminus, 0, 1, true,
                   "The factor of step sizes when a sign changes."},
    Hyperparameter{"etaplus", &Settings::etaplus, 1, unbounded, true,
                   "The factor of step sizes while a sign stays."},
    Hyperparameter{"step_min", &Settings::step_min, 0, unbounded, true, "The least step size."},
    Hyperparameter{"step_max", &Settings::step_max, 0, unbounded, true, "The largest step size."},
    Hyperparameter{"initial_accumulator_value", &Settings::initial_accumulator_value, 0, unbounded,
                   true, "What sums of squares begin with."},
    Hyperparameter{"eps2", &Settings::eps2, 0, unbounded, true,
                   "The least RMS of parameters that step sizes are multiplied by."},
    Hyperparameter{"clip_threshold", &Settings::clip_threshold, 0, unbounded, true,
                   "The largest RMS of an update."},
    Hyperparameter{"decay_rate", &Settings::decay_rate, -1, 0, false,
                   "beta2 of step t is 1 - t^decay_rate."},
    Hyperparameter{"relative_step", &Settings::relative_step, 0, 1, false,
                   "Step sizes fall as 1 / sqrt(t)."},
    Hyperparameter{"scale_parameter", &Settings::scale_parameter, 0, 1, false,
                   "Step sizes grow with the RMS of the parameters."},
    Hyperparameter{"ns_steps", &Settings::ns_steps, 0, 100, false, "Newton-Schulz steps."},
    Hyperparameter{"warmup_steps", &Settings::warmup_steps, 0, unbounded, true,
                   "lr grows from 0 over so many steps."},
    Hyperparameter{"beta", &Settings::beta, 0, unbounded, true,
                   "Added to the root of the sum of squares."},
    Hyperparameter{"l1", &Settings::l1, 0, unbounded, true, "The weight of |p|; makes zeros."},
    Hyperparameter{"l2", &Settings::l2, 0, unbounded, true, "The weight of p^2 / 2."},
};

using Names = std::initializer_list<std::string_view>;

struct Entry {
    Rule rule;
    std::string_view name, summary;
    Names used;  ///< beside lr and maximize
};

const std::array entries{
    Entry{Rule::sgd,
          "sgd",
          "Gradient descent, with momentum by Polyak or Nesterov.",
          {"weight_decay", "momentum", "dampening", "nesterov"}},
    Entry{Rule::asgd,
          "asgd",
          "Averaged gradient descent (Polyak, Juditsky 1992).",
          {"weight_decay", "lambd", "alpha", "t0"}},
    Entry{Rule::adagrad,
          "adagrad",
          "Adagrad (Duchi, Hazan, Singer 2011).",
          {"weight_decay", "lr_decay", "initial_accumulator_value", "eps"}},
    Entry{Rule::rmsprop,
          "rmsprop",
          "RMSprop (Hinton 2012; centered: Graves 2013).",
          {"weight_decay", "alpha", "eps", "momentum", "centered"}},
    Entry{Rule::adadelta, "adadelta", "Adadelta (Zeiler 2012).", {"weight_decay", "rho", "eps"}},
    Entry{Rule::adam,
          "adam",
          "Adam (Kingma, Ba 2015).",
          {"weight_decay", "beta1", "beta2", "eps", "amsgrad"}},
    Entry{Rule::adamw,
          "adamw",
          "Adam with decoupled weight decay (Loshchilov, Hutter 2019).",
          {"weight_decay", "beta1", "beta2", "eps", "amsgrad"}},
    Entry{Rule::adamax,
          "adamax",
          "Adam with the largest instead of the mean (Kingma, Ba 2015).",
          {"weight_decay", "beta1", "beta2", "eps"}},
    Entry{Rule::amsgrad,
          "amsgrad",
          "Adam with the largest second moment (Reddi et al. 2018).",
          {"weight_decay", "beta1", "beta2", "eps"}},
    Entry{Rule::nadam,
          "nadam",
          "Adam with Nesterov's momentum (Dozat 2016).",
          {"weight_decay", "beta1", "beta2", "eps", "momentum_decay", "exact_product"}},
    Entry{Rule::radam,
          "radam",
          "Rectified Adam (Liu et al. 2020).",
          {"weight_decay", "beta1", "beta2", "eps"}},
    Entry{Rule::rprop,
          "rprop",
          "Resilient steps by signs (Riedmiller, Braun 1993).",
          {"etaminus", "etaplus", "step_min", "step_max"}},
    Entry{Rule::lion,
          "lion",
          "The sign of an interpolated momentum (Chen et al. 2023).",
          {"weight_decay", "beta1", "beta2"}},
    Entry{Rule::lamb,
          "lamb",
          "Adam scaled to the norm of each tensor (You et al. 2020).",
          {"weight_decay", "beta1", "beta2", "eps"}},
    Entry{Rule::adafactor,
          "adafactor",
          "Second moments by rows and columns (Shazeer, Stern 2018).",
          {"weight_decay", "beta1", "eps", "eps2", "clip_threshold", "decay_rate", "relative_step",
           "scale_parameter"}},
    Entry{Rule::adabelief,
          "adabelief",
          "Adam by the error of the mean (Zhuang et al. 2020).",
          {"weight_decay", "beta1", "beta2", "eps"}},
    Entry{Rule::yogi,
          "yogi",
          "Adam with slow second moments (Zaheer et al. 2018).",
          {"weight_decay", "beta1", "beta2", "eps", "initial_accumulator_value"}},
    Entry{Rule::muon,
          "muon",
          "Orthogonalised momentum of matrices (Jordan et al. 2024).",
          {"weight_decay", "momentum", "nesterov", "ns_steps", "beta1", "beta2", "eps"}},
    Entry{Rule::schedule_free,
          "schedule-free",
          "AdamW by averaging (Defazio et al. 2024).",
          {"weight_decay", "beta1", "beta2", "eps", "warmup_steps"}},
    Entry{Rule::ftrl,
          "ftrl",
          "Follow the regularised leader (McMahan et al. 2013).",
          {"beta", "l1", "l2"}},
};

const Entry& entry(Rule rule) { return entries[static_cast<std::size_t>(rule)]; }

/// lr, beta1, beta2, eps of the rules like adam.
Settings moments(Rule rule, double lr, double beta1, double beta2, double eps) {
    Settings settings;
    settings.rule = rule;
    settings.lr = lr;
    settings.beta1 = beta1;
    settings.beta2 = beta2;
    settings.eps = eps;
    return settings;
}

Settings moments_decoupled(Rule rule, double lr, double beta1, double beta2, double eps) {
    Settings settings = moments(rule, lr, beta1, beta2, eps);
    settings.decay = DecayMode::decoupled;
    return settings;
}

Settings plain(Rule rule, double lr, double eps = 0) { return moments(rule, lr, 0, 0, eps); }

constexpr std::array<std::string_view, 3> decay_modes{"l2", "decoupled", "decoupled-paper"};

[[noreturn]] void refuse(const Hyperparameter& parameter, double value) {
    const auto end = [&](double bound) { return io::printed(bound); };
    std::string expected = "a finite number";
    if (parameter.low > -unbounded && parameter.high < unbounded) {
        expected = "a number from " + end(parameter.low) +
                   (parameter.open ? " to below " : " to ") + end(parameter.high);
    } else if (parameter.low > -unbounded) {
        expected = "a number from " + end(parameter.low);
    }
    throw base::UsageError(std::string(parameter.name) + ": expected " + expected + ", got " +
                           io::printed(value));
}

void check_range(const Hyperparameter& parameter, const Settings& settings) {
    const auto* member = std::get_if<double Settings::*>(&parameter.member);
    if (member == nullptr) return;
    const double value = settings.**member;
    const bool below = parameter.open ? value < parameter.high : value <= parameter.high;
    if (!(value >= parameter.low && below && value < unbounded && value > -unbounded))
        refuse(parameter, value);
}

}  // namespace

Settings defaults(Rule rule) {
    Settings settings;
    switch (rule) {
        case Rule::sgd:
            return plain(rule, 1e-3);
        case Rule::asgd:
            settings = plain(rule, 1e-2);
            settings.lambd = 1e-4;
            settings.alpha = 0.75;
            settings.t0 = 1e6;
            return settings;
        case Rule::adagrad:
            return plain(rule, 1e-2, 1e-10);
        case Rule::rmsprop:
            settings = plain(rule, 1e-2, 1e-8);
            settings.alpha = 0.99;
            return settings;
        case Rule::adadelta:
            settings = plain(rule, 1, 1e-6);
            settings.rho = 0.9;
            return settings;
        case Rule::adam:
            return moments(rule, 1e-3, 0.9, 0.999, 1e-8);
        case Rule::adamw:
            settings = moments_decoupled(rule, 1e-3, 0.9, 0.999, 1e-8);
            settings.weight_decay = 1e-2;
            return settings;
        case Rule::adamax:
            return moments(rule, 2e-3, 0.9, 0.999, 1e-8);
        case Rule::amsgrad:
            settings = moments(rule, 1e-3, 0.9, 0.999, 1e-8);
            settings.amsgrad = true;
            return settings;
        case Rule::nadam:
            settings = moments(rule, 2e-3, 0.9, 0.999, 1e-8);
            settings.momentum_decay = 4e-3;
            return settings;
        case Rule::radam:
            return moments(rule, 1e-3, 0.9, 0.999, 1e-8);
        case Rule::rprop:
            settings = plain(rule, 1e-2);
            settings.etaminus = 0.5;
            settings.etaplus = 1.2;
            settings.step_min = 1e-6;
            settings.step_max = 50;
            return settings;
        case Rule::lion:
            return moments_decoupled(rule, 1e-4, 0.9, 0.99, 0);
        case Rule::lamb:
            return moments_decoupled(rule, 1e-3, 0.9, 0.999, 1e-6);
        case Rule::adafactor:
            settings = moments_decoupled(rule, 1, 0, 0, 1e-30);
            settings.eps2 = 1e-3;
            settings.clip_threshold = 1;
            settings.decay_rate = -0.8;
            settings.relative_step = settings.scale_parameter = true;
            return settings;
        case Rule::adabelief:
            return moments_decoupled(rule, 1e-3, 0.9, 0.999, 1e-16);
        case Rule::yogi:
            settings = moments(rule, 1e-2, 0.9, 0.999, 1e-3);
            settings.initial_accumulator_value = 1e-6;
            return settings;
        case Rule::muon:
            settings = moments_decoupled(rule, 2e-2, 0.9, 0.95, 1e-10);
            settings.momentum = 0.95;
            settings.nesterov = true;
            settings.ns_steps = 5;
            return settings;
        case Rule::schedule_free:
            return moments_decoupled(rule, 2.5e-3, 0.9, 0.999, 1e-8);
        case Rule::ftrl:
            settings = plain(rule, 0.1);
            settings.beta = 1;
            return settings;
    }
    return settings;
}

std::span<const Hyperparameter> hyperparameters() { return hyperparameter_table; }

std::span<const HyperparameterPair> hyperparameter_pairs() {
    static constexpr HyperparameterPair pairs[] = {
        {"betas", "beta1", "beta2",
         "How much of the means of gradients and of squares stays at each step; of adafactor "
         "beta1 alone."},
        {"etas", "etaminus", "etaplus",
         "The factors of step sizes when a sign changes and while it stays."},
        {"step_sizes", "step_min", "step_max", "The least and the largest step size."},
    };
    return pairs;
}

std::vector<const Hyperparameter*> hyperparameters(Rule rule) {
    std::vector<const Hyperparameter*> found;
    const Names& used = entry(rule).used;
    for (const Hyperparameter& each : hyperparameter_table) {
        const std::string_view name = each.name;
        if (name == "lr" || name == "maximize" ||
            std::find(used.begin(), used.end(), name) != used.end())
            found.push_back(&each);
    }
    return found;
}

std::string_view name_of(Rule rule) { return entry(rule).name; }
std::string_view summary(Rule rule) { return entry(rule).summary; }

std::string_view name_of(DecayMode mode) { return decay_modes[static_cast<std::size_t>(mode)]; }

std::optional<Rule> find_rule(std::string_view name) {
    for (const Entry& each : entries)
        if (each.name == name) return each.rule;
    return std::nullopt;
}

std::optional<DecayMode> find_decay_mode(std::string_view name) {
    for (std::size_t i = 0; i < decay_modes.size(); ++i)
        if (decay_modes[i] == name) return static_cast<DecayMode>(i);
    return std::nullopt;
}

std::span<const Rule> rules() {
    static const auto all = [] {
        std::array<Rule, entries.size()> found{};
        for (std::size_t i = 0; i < entries.size(); ++i) found[i] = entries[i].rule;
        return found;
    }();
    return all;
}

void check(const Settings& settings) {
    for (const Hyperparameter* each : hyperparameters(settings.rule)) check_range(*each, settings);
    if (settings.rule == Rule::sgd && settings.nesterov &&
        (settings.momentum == 0 || settings.dampening != 0))
        throw base::UsageError("nesterov: expected a momentum and no dampening");
    if (settings.rule == Rule::rprop && settings.step_min > settings.step_max)
        throw base::UsageError("step_min: expected at most step_max");
    if (settings.rule == Rule::lamb && settings.decay == DecayMode::decoupled_paper)
        throw base::UsageError("lamb: the decay is part of its update, expected l2 or decoupled");
    if (settings.rule == Rule::ftrl && settings.lr == 0)
        throw base::UsageError("lr: expected more than 0");
    if (settings.ns_steps != static_cast<double>(static_cast<int>(settings.ns_steps)))
        throw base::UsageError("ns_steps: expected a whole number");
}

}  // namespace pipelab::optim
