#include "optim/root_study.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "optim/curve_steps.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace pipelab::optim {
namespace {

using expression::Evaluator;
using expression::NodeId;
using expression::Program;

constexpr std::size_t runs_at_once = Program::block;

/// Quantiles at 1/2 + level/2 of the normal distribution and of that of random scaling, the ratio
/// of a Brownian motion at 1 to the root of the integral of its bridge's square (Abadir and Paruolo
/// 1997, table 1).
struct Critical {
    double level, normal, scaling;
};
constexpr std::array<Critical, 4> criticals{{{0.8, 1.2815515655446004, 3.875},
                                             {0.9, 1.6448536269514722, 5.323},
                                             {0.95, 1.959963984540054, 6.747},
                                             {0.98, 2.3263478740408408, 8.613}}};

const Critical& critical(double level) {
    for (const Critical& one : criticals) {
        if (one.level == level) return one;
    }
    throw base::UsageError("intervals are known for the levels 0.8, 0.9, 0.95 and 0.98");
}

/// The function and its first derivative as programs.
struct Slopes {
    explicit Slopes(expression::Formula formula)
        : value(formula.graph(), std::array{formula.value()}, 1),
          slope(formula.graph(), formula.gradient(), 1) {}
    Program value, slope;
};

/// Newton's method from `guess`; nullopt if it does not settle.
std::optional<double> root_near(const Slopes& function, double guess) {
    Evaluator value(function.value), slope(function.slope);
    double x = guess;
    for (int i = 0; i < 100; ++i) {
        const double step = value(std::array{x}) / slope(std::array{x});
        if (!std::isfinite(step)) return std::nullopt;
        x -= step;
        if (std::abs(step) <= 1e-14 * std::max(1.0, std::abs(x))) return x;
    }
    return std::nullopt;
}

SlopeRange slopes_between(const Slopes& function, double low, double high) {
    constexpr int places = 1024;
    Evaluator slope(function.slope);
    SlopeRange range{low, high, 0, 0, low};
    for (int i = 0; i <= places; ++i) {
        const double x = low + (high - low) * (static_cast<double>(i) / places);
        const double here = slope(std::array{x});
        if (i == 0 || here < range.least) range.least = here, range.least_at = x;
        if (i == 0 || here > range.most) range.most = here;
    }
    return range;
}

std::optional<Interval> around(double centre, std::optional<double> variance, double n,
                               double quantile) {
    if (!variance) return std::nullopt;
    const double half = quantile * std::sqrt(*variance / n);
    return Interval{centre - half, centre + half};
}

RootEstimate estimate_of(const RootQuestion& question, const RootOutcome& outcome,
                         Evaluator* slope) {
    const RootSettings& settings = question.settings;
    RootEstimate estimate;
    estimate.value = question.averaged ? outcome.mean : outcome.last;
    if (!question.finds_root()) return estimate;
    const Critical& quantiles = critical(question.level);
    const double centre = estimate.value[0];
    estimate.slope = slope != nullptr ? (*slope)(std::array{centre}) : outcome.slope;
    const auto n =
        static_cast<double>(question.averaged ? settings.count - settings.skipped : settings.count);
    const auto variance =
        asymptotic_variance(settings, question.averaged, *estimate.slope, outcome.square_seen);
    estimate.plug_in = around(centre, variance, n, quantiles.normal);
    if (question.averaged && variance)
        estimate.scaled = around(centre, outcome.scaling[0], n, quantiles.scaling);
    return estimate;
}

/// What one block of replications found.
struct Block {
    std::vector<RootEstimate> estimates;
    std::optional<RootDivergence> divergence;
    double lowest = 0, highest = 0;
};

Block run_block(const RootQuestion& question, NoisyFunction& function, const Slopes* slopes,
                std::uint64_t first, std::size_t count,
                const std::function<void(const RootStep&)>& trace, RootWays& ways) {
    RootSearch search(question.settings, function, first, count);
    Block block;
    std::size_t next = 0;
    const std::size_t followed =
        question.followed > first ? std::min<std::uint64_t>(count, question.followed - first) : 0;
    const auto keep = [&](std::uint64_t k, const auto& w, const auto& means) {
        if (k != ways.steps[next]) return;
        for (std::size_t j = 0; j < w.size(); ++j) {
            const std::vector<double>& now = question.averaged ? means[j] : w[j];
            std::copy_n(now.begin(), followed,
                        ways.values[j][next].begin() + static_cast<std::ptrdiff_t>(first));
        }
        ++next;
    };
    block.divergence = search.run(trace, followed > 0 ? RootSearch::Watch(keep) : nullptr);
    function.finish();
    if (block.divergence) return block;
    std::optional<Evaluator> slope;
    if (slopes != nullptr) slope.emplace(slopes->slope);
    for (std::size_t lane = 0; lane < count; ++lane) {
        const RootOutcome outcome = search.outcome(lane);
        block.lowest = lane == 0 ? outcome.lowest : std::min(block.lowest, outcome.lowest);
        block.highest = lane == 0 ? outcome.highest : std::max(block.highest, outcome.highest);
        block.estimates.push_back(estimate_of(question, outcome, slope ? &*slope : nullptr));
    }
    return block;
}

void require_sense(const RootQuestion& question, bool traced) {
    const RootSettings& settings = question.settings;
    const auto count = settings.steps.size();
    if (count && *count < settings.count)
        throw base::UsageError("the list has " + std::to_string(*count) + " steps, not " +
                               std::to_string(settings.count));
    if (settings.skipped >= settings.count) throw base::UsageError("no step is left to average");
    if (!question.function && question.runs > 1)
        throw base::UsageError("an oracle is asked in one run");
    if (traced && question.runs > 1) throw base::UsageError("one run can be traced, not several");
    const std::size_t variables =
        question.function ? question.function->variables().size() : settings.start.size();
    if (variables != settings.start.size())
        throw base::UsageError("the function has " + std::to_string(variables) +
                               " variables, the start " + std::to_string(settings.start.size()));
    if (question.finds_root() && settings.start.size() != 1)
        throw base::UsageError("a root is sought of a function of one variable");
}

/// How what is seen varies at the root.
std::optional<double> seen_variance(const RootQuestion& question) {
    const auto variance = question.noise.variance();
    if (!variance || question.settings.method != RootMethod::newton) return variance;
    return *variance / 2;
}

void describe(const RootQuestion& question, const Slopes& slopes, double lowest, double highest,
              RootStudy& study) {
    study.slopes = slopes_between(slopes, lowest, highest);
    double sum = 0;
    for (const RootEstimate& run : study.runs) sum += run.value[0];
    study.root = question.truth ? question.truth
                                : root_near(slopes, sum / static_cast<double>(study.runs.size()));
    if (!study.root) return;
    Evaluator slope(slopes.slope);
    study.root_slope = slope(std::array{*study.root});
    study.seen_variance = seen_variance(question);
    if (study.seen_variance)
        study.limit_variance = asymptotic_variance(question.settings, question.averaged,
                                                   *study.root_slope, *study.seen_variance);
}

/// Room for the ways of the runs that are followed.
RootWays empty_ways(const RootQuestion& question) {
    RootWays ways;
    const std::uint64_t runs = std::min(question.followed, question.runs);
    if (runs == 0) return ways;
    ways.steps = curve_steps(question.settings.count);
    ways.steps.erase(ways.steps.begin());
    ways.values.assign(question.settings.start.size(), {});
    for (auto& coordinate : ways.values)
        coordinate.assign(ways.steps.size(), std::vector<double>(runs));
    return ways;
}

}  // namespace

std::vector<double> confidence_levels() {
    std::vector<double> levels;
    for (const Critical& one : criticals) levels.push_back(one.level);
    return levels;
}

double normal_quantile(double level) { return critical(level).normal; }

double start_weight(const RootSettings& settings, double slope) {
    const double b = settings.method == RootMethod::newton ? 1 : slope;
    double left = 1, sum = 0;
    for (std::uint64_t k = 1; k <= settings.count && std::abs(left) > 1e-12; ++k) {
        left *= 1 - settings.steps.at(k) * b;
        if (k > settings.skipped) sum += left;
    }
    return sum / static_cast<double>(settings.count - settings.skipped);
}

double independent_iterates(const RootSettings& settings, double slope) {
    const double b = settings.method == RootMethod::newton ? 1 : slope;
    return static_cast<double>(settings.count - settings.skipped) *
           settings.steps.at(settings.count) * b;
}

std::optional<double> asymptotic_variance(const RootSettings& settings, bool averaged, double slope,
                                          double variance) {
    if (!(slope > 0)) return std::nullopt;
    const bool newton = settings.method == RootMethod::newton;
    const double b = newton ? 1 : slope, v = newton ? variance / (slope * slope) : variance;
    const StepSequence& steps = settings.steps;
    const bool like_harmonic = steps.kind() == StepSequence::Kind::harmonic ||
                               (steps.kind() == StepSequence::Kind::power && steps.exponent() == 1);
    const bool slower =
        steps.kind() == StepSequence::Kind::constant ||
        (steps.kind() == StepSequence::Kind::power && steps.exponent() > 0 && steps.exponent() < 1);
    if (settings.method == RootMethod::kesten || settings.method == RootMethod::spsa ||
        settings.method == RootMethod::kiefer_wolfowitz)
        return std::nullopt;
    if (like_harmonic && !averaged) {
        const double c = steps.scale();
        if (!(2 * c * b > 1)) return std::nullopt;
        return c * c * v / (2 * c * b - 1);
    }
    if (!slower) return std::nullopt;
    if (averaged) return v / (b * b);
    const double a = steps.at(settings.count);
    if (!(a * b < 2)) return std::nullopt;
    return static_cast<double>(settings.count) * a * v / (b * (2 - a * b));
}

RootStudy study_root(const RootQuestion& question, base::Control control,
                     const std::function<void(const RootStep&)>& trace) {
    require_sense(question, static_cast<bool>(trace));
    std::optional<Program> program;
    std::optional<Slopes> slopes;
    if (question.function) {
        program.emplace(question.function->graph(), std::array{question.function->value()},
                        question.settings.start.size());
        if (question.finds_root()) slopes.emplace(*question.function);
    }
    const base::Phase phase(control.progress, "steps", question.runs * question.settings.count,
                            "steps");
    RootStudy study;
    study.ways = empty_ways(question);
    std::vector<Block> blocks(base::Blocks{question.runs, runs_at_once}.count());
    base::parallel_blocks(
        question.runs, runs_at_once, [&](std::size_t i, std::size_t begin, std::size_t end) {
            base::stop_if_requested(control.cancellation);
            std::unique_ptr<NoisyFunction> function;
            if (program)
                function = std::make_unique<NoisyFormula>(*program, question.noise,
                                                          question.settings.seed);
            else
                function =
                    std::make_unique<Oracle>(question.oracle, question.settings.start.size());
            blocks[i] = run_block(question, *function, slopes ? &*slopes : nullptr, begin,
                                  end - begin, trace, study.ways);
            control.progress.advance((end - begin) * question.settings.count);
        });
    double lowest = blocks[0].lowest, highest = blocks[0].highest;
    for (Block& block : blocks) {
        if (block.divergence &&
            (!study.divergence || block.divergence->step < study.divergence->step))
            study.divergence = block.divergence;
        std::move(block.estimates.begin(), block.estimates.end(), std::back_inserter(study.runs));
        lowest = std::min(lowest, block.lowest), highest = std::max(highest, block.highest);
    }
    if (slopes && !study.divergence)
        describe(question, *slopes, lowest, highest, study);
    else if (question.settings.start.size() == 1)
        study.root = question.truth;
    return study;
}

}  // namespace pipelab::optim
