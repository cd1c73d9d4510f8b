#pragma once

#include "base/progress.hpp"
#include "ngram/model.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

/// One model that stands for several: n-grams of any of them, with the weighted mean of their
/// probabilities, each with its own backing off, and the backoff weights that make sums one (linear
/// interpolation, made static). A word that a model does not know has no share of it: what that
/// gives to <unk> stays there. `weights` are positive, one for each model, and are scaled to sum to
/// one. Memory: as all models, and 8 bytes for each n-gram of the result and model.
Model mix(std::vector<Model> models, std::vector<double> weights, base::Control control);

/// "W1,W2,...": positive numbers. nullopt for anything else.
std::optional<std::vector<double>> parse_weights(std::string_view text);

}  // namespace pipelab::ngram
