#pragma once

#include "io/number.hpp"
#include "optim/power_sums.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::optim {

/// A statistic by the name that users type.
struct Statistic {
    std::string_view name;
    std::string_view meaning;
    /// nullopt where it is not defined.
    std::optional<io::Number> (*of)(const PowerSums&);
};

/// All there are: count, sum, mean, variance...
std::span<const Statistic> statistics();

/// Those named in a list such as "count,mean,sd"; "all" names all. UsageError, with a suggestion,
/// for others.
std::vector<Statistic> parse_statistics(const std::string& list);

}  // namespace pipelab::optim
