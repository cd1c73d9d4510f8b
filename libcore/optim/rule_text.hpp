#pragma once

#include "optim/rule.hpp"

#include <string_view>

namespace pipelab::optim {

/// An optimiser in one word, NAME or NAME:KEY=VALUE,...: "sgd:lr=0.01,momentum=0.9,nesterov",
/// "adamw:weight_decay=0.1,decay=decoupled-paper". Keys are those of hyperparameters(rule), with -
/// for _ if liked, decay, and pairs as betas=0.9/0.99; a flag needs no value. What is left out has
/// its default. UsageError, with a suggestion, for what the rule does not know, and as check().
Settings parse_settings(std::string_view text);

}  // namespace pipelab::optim
