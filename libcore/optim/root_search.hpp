#pragma once

#include "optim/noisy_function.hpp"
#include "optim/step_sequence.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::optim {

/// How stochastic approximation goes on from w_k, with a_k of the step sequence, c_k of the widths,
/// and Y(x) what is seen at x.
enum class RootMethod {
    robbins_monro,     ///< w - a_k Y(w): a root of an increasing function (Robbins, Monro 1951)
    kesten,            ///< the same; a_k goes on only when Y changes its sign (Kesten 1958)
    newton,            ///< w - a_k (Y(w + c_k) + Y(w - c_k)) / (2 b_k), b_k the mean of all slopes
                       ///< (Y(w + c_k) - Y(w - c_k)) / (2 c_k), held within limits (Venter 1967)
    kiefer_wolfowitz,  ///< w - a_k times central differences: a minimum (Kiefer, Wolfowitz 1952)
    spsa,              ///< the same along one random direction of signs (Spall 1992)
};

struct RootSettings {
    RootMethod method = RootMethod::robbins_monro;
    StepSequence steps, widths;
    std::uint64_t count = 1000;  ///< steps
    std::vector<double> start;
    std::optional<double> low, high;            ///< iterates are kept in between
    double least_slope = 0.5, most_slope = 50;  ///< of Venter's method
    std::uint64_t skipped = 0;                  ///< steps before the average of iterates begins
    std::uint64_t seed = 0;
};

/// One step of one replication.
struct RootStep {
    std::uint64_t k;               ///< from 1
    double step;                   ///< a_k as used
    double seen;                   ///< Y(w), or a difference of two of them
    std::span<const double> w;     ///< after the step
    std::span<const double> mean;  ///< of the iterates behind `skipped`
};

/// What is known of one replication in the end.
struct RootOutcome {
    std::vector<double> last, mean;
    /// n^-2 times the sum over s of s^2 (mean of s iterates - mean of all)^2, by coordinate: what
    /// random scaling divides by (Lee, Liao, Seo, Shin 2022, (2.6)).
    std::vector<double> scaling;
    double square_seen = 0;  ///< mean of Y^2 over the second half of the steps
    double slope = 0;        ///< least squares of Y over w, all steps; 0 where w stood still
    double lowest = 0, highest = 0;  ///< of the first coordinate
};

/// A replication left the doubles: it is not a number any more.
struct RootDivergence {
    std::uint64_t step, replication;
    std::vector<double> last;  ///< the state before
};

/// Replications first, ..., first + count - 1 of an experiment, side by side, so that each step is
/// a few loops over vectors. Replication r sees the noise of number r whatever its neighbours.
class RootSearch {
  public:
    RootSearch(const RootSettings& settings, NoisyFunction& function, std::uint64_t first,
               std::size_t count);
    /// Coordinates of all replications, [coordinate][replication - first].
    using Columns = std::vector<std::vector<double>>;
    /// Sees the iterates behind step k and their means, which are the iterates up to `skipped`.
    using Watch = std::function<void(std::uint64_t k, const Columns& w, const Columns& means)>;
    /// All steps, or up to a divergence. `trace` is called behind each step for replication
    /// `first`, `watch` for all.
    std::optional<RootDivergence> run(const std::function<void(const RootStep&)>& trace = {},
                                      const Watch& watch = {});
    RootOutcome outcome(std::size_t lane) const;

  private:
    void step(std::uint64_t k);
    void step_by_value(std::uint64_t k);
    void step_by_slope(std::uint64_t k);
    void step_by_differences(std::uint64_t k);
    void step_by_signs(std::uint64_t k);
    void observe(std::uint64_t look, const Columns& points, std::vector<double>& values);
    void gather(std::uint64_t k);
    std::optional<RootDivergence> divergence(std::uint64_t k) const;

    const RootSettings& settings_;
    NoisyFunction& function_;
    std::uint64_t first_;
    std::size_t lanes_;
    Columns w_, before_, near_, far_, mean_, squares_, products_;
    std::vector<double> seen_, other_, difference_, slope_, step_sizes_;
    std::vector<double> last_sign_, sign_changes_, sum_seen_;
    std::vector<double> sum_w_, sum_y_, sum_ww_, sum_wy_, lowest_, highest_;
    double step_size_ = 0;
    double square_weights_ = 0;  ///< sum of s^2
};

}  // namespace pipelab::optim
