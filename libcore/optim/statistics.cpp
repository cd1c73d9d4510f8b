#include "optim/statistics.hpp"

#include "base/error.hpp"
#include "base/suggest.hpp"
#include "optim/moments.hpp"

#include <algorithm>

namespace pipelab::optim {
namespace {

template <std::optional<double> (*function)(const PowerSums&)>
std::optional<io::Number> real(const PowerSums& sums) {
    const auto value = function(sums);
    if (!value) return std::nullopt;
    return *value;
}

std::optional<io::Number> count(const PowerSums& sums) { return sums.count(); }
std::optional<io::Number> total(const PowerSums& sums) { return sum(sums); }
std::optional<io::Number> minimum(const PowerSums& sums) { return sums.minimum(); }
std::optional<io::Number> maximum(const PowerSums& sums) { return sums.maximum(); }

constexpr Statistic all_statistics[] = {
    {"count", "how many numbers", count},
    {"sum", "their sum", total},
    {"mean", "the sample mean", real<mean>},
    {"variance", "squared deviations over n - 1", real<variance>},
    {"sd", "standard deviation, its root", real<standard_deviation>},
    {"sem", "standard error of the mean, sd / sqrt(n)", real<standard_error>},
    {"pvariance", "squared deviations over n", real<population_variance>},
    {"psd", "its root", real<population_standard_deviation>},
    {"skew", "skewness g1 = m3 / m2^(3/2)", real<skewness>},
    {"kurtosis", "excess kurtosis g2 = m4 / m2^2 - 3", real<excess_kurtosis>},
    {"skew_adjusted", "G1, unbiased for normal samples", real<adjusted_skewness>},
    {"kurtosis_adjusted", "G2, unbiased for normal samples", real<adjusted_kurtosis>},
    {"min", "the smallest number", minimum},
    {"max", "the largest number", maximum},
};

Statistic find(const std::string& name) {
    const auto found = std::find_if(std::begin(all_statistics), std::end(all_statistics),
                                    [&](const Statistic& one) { return one.name == name; });
    if (found != std::end(all_statistics)) return *found;
    std::vector<std::string> names;
    for (const Statistic& one : all_statistics) names.emplace_back(one.name);
    std::string message = "no statistic is called '" + name + "'";
    if (const auto close = base::nearest(name, names))
        message += "; did you mean '" + *close + "'?";
    throw base::UsageError(message);
}

}  // namespace

std::span<const Statistic> statistics() { return all_statistics; }

std::vector<Statistic> parse_statistics(const std::string& list) {
    if (list == "all") return {std::begin(all_statistics), std::end(all_statistics)};
    std::vector<Statistic> chosen;
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t end = std::min(list.find(',', at), list.size());
        chosen.push_back(find(list.substr(at, end - at)));
        at = end + 1;
    }
    return chosen;
}

}  // namespace pipelab::optim
