#pragma once

#include "base/progress.hpp"
#include "expression/formula.hpp"
#include "optim/root_search.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pipelab::optim {

struct Interval {
    double low = 0, high = 0;
    bool contains(double x) const { return low <= x && x <= high; }
};

/// What a study of stochastic approximation is about.
struct RootQuestion {
    /// The function, of one variable where a root is sought. Absent: the oracle is asked.
    std::optional<expression::Formula> function;
    std::string oracle;
    Noise noise;
    RootSettings settings;
    std::uint64_t runs = 1;
    bool averaged = false;        ///< the estimate is the mean of the iterates, not the last one
    double level = 0.95;          ///< of the intervals: one of confidence_levels()
    std::optional<double> truth;  ///< the root, where it is known beforehand
    std::uint64_t followed = 0;   ///< of so many runs, the first ones, RootStudy::ways tells

    bool finds_root() const {
        return settings.method != RootMethod::kiefer_wolfowitz &&
               settings.method != RootMethod::spsa;
    }
};

/// The levels for which the distribution of random scaling is tabulated: 0.8, 0.9, 0.95, 0.98.
std::vector<double> confidence_levels();

/// The estimate of one run, with intervals where theory gives them.
struct RootEstimate {
    std::vector<double> value;
    std::optional<double> slope;      ///< of the function there
    std::optional<Interval> plug_in;  ///< asymptotic, from estimated slope and noise
    std::optional<Interval>
        scaled;  ///< by random scaling, of averages only; it covers less than it says
                 ///< where there are fewer than some 100 / (a_n slope) steps
};

/// What the estimates of runs would have been behind fewer steps.
struct RootWays {
    std::vector<std::uint64_t> steps;  ///< curve_steps() but for 0
    /// [coordinate][i][run], behind steps[i]; nothing of a block of runs with one that diverged.
    std::vector<std::vector<std::vector<double>>> values;
};

/// What the function was found to be between the lowest and the highest iterate.
struct SlopeRange {
    double low = 0, high = 0;    ///< of the argument
    double least = 0, most = 0;  ///< of the slope
    double least_at = 0;
};

struct RootStudy {
    std::vector<RootEstimate> runs;
    std::optional<RootDivergence> divergence;  ///< of the run that left the doubles first
    std::optional<double> root;  ///< the true one, where it is given or the formula tells it
    std::optional<SlopeRange> slopes;
    std::optional<double> root_slope;     ///< the true one there
    std::optional<double> seen_variance;  ///< of what is seen there
    /// The variance of sqrt(n) (estimate - root) as n grows, of the true slope and noise.
    std::optional<double> limit_variance;
    RootWays ways;
};

/// The asymptotic variance of sqrt(n) (estimate - root) where slope and variance of what is seen at
/// the root are these. Of the last iterate of steps C/k: C^2 v / (2 C b - 1) if 2 C b > 1 (Chung
/// 1954; Sacks 1958); of constant or slower steps: n a_n v / (b (2 - a_n b)); of Venter's method as
/// with b = 1 and v / b^2. Of averages of steps slower than 1/k: v / b^2, the least possible
/// (Polyak, Juditsky 1992). nullopt for what has no such limit, or none that we know.
std::optional<double> asymptotic_variance(const RootSettings& settings, bool averaged, double slope,
                                          double variance);

/// What is left of the distance of the start from the root in the mean of the iterates behind
/// `skipped`, of a linear function with this slope: the mean over k of the product of 1 - a_j slope
/// over j <= k (Venter's method: slope 1). O(steps until it is forgotten).
double start_weight(const RootSettings& settings, double slope);

/// On how many independent iterates the mean rests: (count - skipped) a_n slope, since iterates
/// depend on those of the last 1 / (a_n slope) steps.
double independent_iterates(const RootSettings& settings, double slope);

/// The quantile of the normal distribution at 1/2 + level/2. UsageError for a level that is none of
/// confidence_levels().
double normal_quantile(double level);

/// Runs all replications, in parallel, each with the same bits however many there are. With a
/// trace or an oracle there is one. UsageError for what does not fit together. O(runs steps)
/// time, some 300 bytes a run.
RootStudy study_root(const RootQuestion& question, base::Control control,
                     const std::function<void(const RootStep&)>& trace = {});

}  // namespace pipelab::optim
