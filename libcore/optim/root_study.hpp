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

/// What the function was found to be between the lowest and the highest iterate.
struct SlopeRange {
    double low = 0, high = 0;    ///< of the argument
    double least = 0, most = 0;  ///< of the slope
    double least_at = 0;
};

struct RootStudy {
    std::vector<RootEstimate> runs;
    std::optional<RootDivergence> divergence;  ///< of the run that left the doubles first
    std::optional<double> root;                ///< the true one, where the formula tells it
    std::optional<SlopeRange> slopes;
    /// The variance of sqrt(n) (estimate - root) as n grows, of the true slope and noise.
    std::optional<double> limit_variance;
};

/// The asymptotic variance of sqrt(n) (estimate - root) where slope and variance of what is seen at
/// the root are these. Of the last iterate of steps C/k: C^2 v / (2 C b - 1) if 2 C b > 1 (Chung
/// 1954; Sacks 1958); of constant or slower steps: n a_n v / (b (2 - a_n b)); of Venter's method as
/// with b = 1 and v / b^2. Of averages of steps slower than 1/k: v / b^2, the least possible
/// (Polyak, Juditsky 1992). nullopt for what has no such limit, or none that we know.
std::optional<double> asymptotic_variance(const RootSettings& settings, bool averaged, double slope,
                                          double variance);

/// Runs all replications, in parallel, each with the same bits however many there are. With a
/// trace or an oracle there is one. UsageError for what does not fit together. O(runs steps)
/// time, some 300 bytes a run.
RootStudy study_root(const RootQuestion& question, base::Control control,
                     const std::function<void(const RootStep&)>& trace = {});

}  // namespace pipelab::optim
