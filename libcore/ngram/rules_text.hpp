#pragma once

#include "ngram/smoothing.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

/// How users write rules of smoothing.
namespace pipelab::ngram {

/// kn, kn1, abs, wb, katz, add, add:K (K > 0; 1 if missing), mle or stupid; K to rules.added.
/// False for anything else.
bool parse_smoothing(std::string_view text, SmoothingRules& rules);

/// "0,0,1": the counts to prune by, not decreasing. nullopt for anything else.
std::optional<std::vector<std::uint64_t>> parse_prune(std::string_view text);

/// "N:D1,D2,...": 1 to most_discounts discounts of order N, D_i from 0 to i.
std::optional<std::pair<std::size_t, std::vector<double>>> parse_discounts(std::string_view text);

}  // namespace pipelab::ngram
