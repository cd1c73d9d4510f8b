#pragma once

#include "cli/declaration.hpp"
#include "optim/stepper.hpp"

#include <map>
#include <optional>
#include <string>

namespace optim_demo {

using namespace pipelab;

/// What the command line says about an optimiser: a rule, its numbers, its schedule and what is
/// done to gradients before. One table (optim::hyperparameters) from names to rules.
struct OptimiserOptions {
    std::string rule = "adam";
    std::map<std::string, std::optional<double>> numbers;  ///< by the names of the table
    std::map<std::string, bool> on, off;                   ///< --nesterov, --no-nesterov
    std::map<std::string, cli::Numbers> pairs;             ///< --betas
    std::optional<optim::DecayMode> decay;
    std::string schedule;
    optim::Transforms transforms;

    /// Whether any option was given that makes a difference to an optimiser.
    bool given() const;
    /// The defaults of the rule with what was given. UsageError for an option that the rule does
    /// not have, and for numbers out of range.
    optim::Settings settings() const;
};

/// Declares --rule and all that rules can be told, --schedule, and with `transforms` the options of
/// optim::Transforms, of which the seed is left to the caller. `options` must outlive the body.
void declare_optimiser(cli::Declaration& verb, OptimiserOptions& options, bool transforms = true);

/// The chapters that tell of rules and of the notation of schedules.
void describe_rules(cli::Declaration& verb);
void describe_schedules(cli::Declaration& verb);

}  // namespace optim_demo
