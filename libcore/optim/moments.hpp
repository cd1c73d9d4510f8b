#pragma once

#include "optim/power_sums.hpp"

#include <optional>

namespace pipelab::optim {

/// Statistics of the numbers that `sums` has seen. Each is the double nearest to its exact value,
/// but for those with a root (standard deviations, skewness), which are within half an ulp and
/// 2^-100 of that. nullopt where it is not defined: too few numbers, or no spread.
/// O(1) in the count, a few microseconds.

std::optional<double> mean(const PowerSums& sums);
double sum(const PowerSums& sums);

/// sum (x - mean)^2 / (n - 1), for n >= 2.
std::optional<double> variance(const PowerSums& sums);
/// sum (x - mean)^2 / n.
std::optional<double> population_variance(const PowerSums& sums);
std::optional<double> standard_deviation(const PowerSums& sums);
std::optional<double> population_standard_deviation(const PowerSums& sums);
/// The standard error of the mean: sqrt(variance / n).
std::optional<double> standard_error(const PowerSums& sums);

/// m3 / m2^(3/2) with the central moments m_p = sum (x - mean)^p / n: g1 of Joanes and Gill,
/// "Comparing measures of sample skewness and kurtosis", The Statistician 47 (1998).
std::optional<double> skewness(const PowerSums& sums);
/// m4 / m2^2 - 3: their g2.
std::optional<double> excess_kurtosis(const PowerSums& sums);
/// Their G1 and G2, which spreadsheets give: unbiased for normal samples; n >= 3 and n >= 4.
std::optional<double> adjusted_skewness(const PowerSums& sums);
std::optional<double> adjusted_kurtosis(const PowerSums& sums);

}  // namespace pipelab::optim
