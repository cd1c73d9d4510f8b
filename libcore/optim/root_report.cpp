#include "optim/root_report.hpp"

#include "io/print.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace pipelab::optim {
namespace {

using io::printed;

void put(io::RecordWriter& records, const std::string& name, const std::optional<double>& value) {
    if (value && std::isfinite(*value)) {
        records.number(name, *value);
    } else {
        records.none(name);
    }
}

void put(io::RecordWriter& records, const std::string& name,
         const std::optional<Interval>& interval) {
    std::optional<double> low, high;
    if (interval) low = interval->low, high = interval->high;
    put(records, name + "low", low);
    put(records, name + "high", high);
}

std::string numbered(const std::string& name, std::size_t i, std::size_t count) {
    return count == 1 ? name : name + std::to_string(i + 1);
}

/// Three digits do where a size is told.
std::string printed_short(double x) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.begin(), text.end(), x, std::chars_format::general, 3);
    return {text.begin(), end.ptr};
}

/// How the runs came out, by their first coordinate.
struct Spread {
    double mean = 0, variance = 0, square_error = 0;
    std::uint64_t plug_in = 0, scaled = 0;  ///< intervals that cover the root
};

Spread spread_of(const RootStudy& study, std::size_t coordinate) {
    Spread spread;
    const auto count = static_cast<double>(study.runs.size());
    for (const RootEstimate& run : study.runs) spread.mean += run.value[coordinate] / count;
    for (const RootEstimate& run : study.runs) {
        const double distance = run.value[coordinate] - spread.mean;
        spread.variance += distance * distance / (count - 1);
        if (!study.root) continue;
        const double error = run.value[coordinate] - *study.root;
        spread.square_error += error * error / count;
        spread.plug_in += run.plug_in && run.plug_in->contains(*study.root);
        spread.scaled += run.scaled && run.scaled->contains(*study.root);
    }
    return spread;
}

void put_one(const RootStudy& study, io::RecordWriter& records) {
    const RootEstimate& run = study.runs[0];
    for (std::size_t i = 0; i < run.value.size(); ++i)
        records.number(numbered("estimate", i, run.value.size()), run.value[i]);
    put(records, "", run.plug_in);
    put(records, "scaled_", run.scaled);
    put(records, "slope", run.slope);
    records.end();
}

void put_many(const RootQuestion& question, const RootStudy& study, io::RecordWriter& records) {
    const std::size_t dimension = study.runs[0].value.size();
    const auto count = static_cast<double>(study.runs.size());
    records.number("runs", std::uint64_t{study.runs.size()});
    for (std::size_t i = 0; i < dimension; ++i) {
        const Spread spread = spread_of(study, i);
        records.number(numbered("mean", i, dimension), spread.mean);
        records.number(numbered("sd", i, dimension), std::sqrt(spread.variance));
    }
    const Spread spread = spread_of(study, 0);
    put(records, "root", study.root);
    const auto known = [&](bool holds, double value) {
        return holds ? std::optional(value) : std::nullopt;
    };
    const auto n =
        static_cast<double>(question.averaged ? question.settings.count - question.settings.skipped
                                              : question.settings.count);
    put(records, "n_mse", known(study.root.has_value(), n * spread.square_error));
    put(records, "theory", study.limit_variance);
    const RootEstimate& run = study.runs[0];
    const double plug_in = static_cast<double>(spread.plug_in) / count;
    const double scaled = static_cast<double>(spread.scaled) / count;
    put(records, "covered", known(study.root && run.plug_in, plug_in));
    put(records, "scaled_covered", known(study.root && run.scaled, scaled));
    records.end();
}

std::string steps_text(const StepSequence& steps) {
    const std::string name = "a_k = " + steps.text();
    const std::string first =
        steps.sum_diverges()
            ? "the sum of " + name + " diverges, so any distance is covered"
            : "the sum of " + name + " converges: the search may stop short of the root";
    const std::string second =
        steps.square_sum_converges()
            ? "that of a_k^2 converges, so the noise dies out"
            : "that of a_k^2 diverges: theory for a_k^2 does not say that the noise dies out";
    return first + "; " + second;
}

/// Kiefer and Wolfowitz 1952, without what Blum 1954 found not to be needed: c_k to 0, and a finite
/// sum of (a_k / c_k)^2.
std::string widths_text(const StepSequence& steps, const StepSequence& widths) {
    const bool endless =
        steps.kind() != StepSequence::Kind::list && widths.kind() != StepSequence::Kind::list;
    const std::string name = "c_k = " + widths.text();
    const std::string first = endless && widths.exponent() == 0
                                  ? name + " does not go to 0: the differences stay biased"
                                  : name + " goes to 0, so differences become derivatives";
    const std::string second =
        !endless || 2 * (steps.exponent() - widths.exponent()) > 1
            ? "the sum of (a_k/c_k)^2 converges, so their noise dies out"
            : "the sum of (a_k/c_k)^2 diverges: nothing says that their noise dies out";
    return first + "; " + second;
}

std::string noise_text(const Noise& noise) {
    if (noise.none()) return "there is no noise";
    if (!noise.centred()) return "noise " + noise.text() + " has no mean: nothing is promised";
    if (!noise.variance()) return "noise " + noise.text() + " has no finite variance";
    return "noise " + noise.text() + " has mean 0 and variance " + printed(*noise.variance());
}

std::string slope_text(const SlopeRange& slopes) {
    const std::string place = " between " + printed(slopes.low) + " and " + printed(slopes.high) +
                              ", where it was looked at";
    if (slopes.least > 0 && std::isfinite(slopes.most))
        return "the function increases" + place + ", with slopes from " + printed(slopes.least) +
               " to " + printed(slopes.most);
    if (!std::isfinite(slopes.most)) return "the slope has no bound" + place;
    return "the function does not increase everywhere" + place + ": its slope at " +
           printed(slopes.least_at) + " is " + printed(slopes.least);
}

/// Of intervals of means: whether there were steps enough for what they assume.
void add_mean_conditions(const RootQuestion& question, const RootStudy& study,
                         std::vector<std::string>& all) {
    constexpr double enough = 100, small = 0.1;
    const RootSettings& settings = question.settings;
    const RootEstimate& run = study.runs[0];
    const double independent = independent_iterates(settings, *run.slope);
    if (run.scaled && independent < enough) {
        const auto steps = static_cast<double>(settings.count - settings.skipped);
        all.push_back(
            "an iterate depends on the last 1 / (a_n g') = " + printed_short(steps / independent) +
            " steps, and there are " + printed_short(independent) +
            " times as many: below 100 times, fewer intervals by random scaling cover "
            "the root than they say");
    }
    const double moved = std::abs((settings.start[0] - study.root.value_or(run.value[0])) *
                                  start_weight(settings, *run.slope));
    const double share = moved / ((run.plug_in->high - run.plug_in->low) / 2);
    if (share > small)
        all.push_back("the start still moves the mean by " + printed_short(moved) + ", " +
                      printed_short(share) +
                      " of the interval's half width, which does not allow for it: --skip leaves "
                      "the first steps out");
}

}  // namespace

void put_study(const RootQuestion& question, const RootStudy& study, io::RecordWriter& records) {
    if (study.runs.size() == 1) return put_one(study, records);
    put_many(question, study, records);
}

std::vector<std::string> conditions(const RootQuestion& question, const RootStudy& study) {
    std::vector<std::string> all{steps_text(question.settings.steps)};
    if (question.settings.method == RootMethod::kiefer_wolfowitz ||
        question.settings.method == RootMethod::spsa)
        all.push_back(widths_text(question.settings.steps, question.settings.widths));
    if (question.function) all.push_back(noise_text(question.noise));
    if (study.slopes) all.push_back(slope_text(*study.slopes));
    const bool plain = question.settings.method == RootMethod::robbins_monro && !question.averaged;
    const StepSequence& steps = question.settings.steps;
    if (plain && study.runs.size() > 0 && study.runs[0].slope && steps.exponent() == 1 &&
        steps.kind() != StepSequence::Kind::constant && steps.kind() != StepSequence::Kind::list) {
        const double product = 2 * steps.scale() * *study.runs[0].slope;
        if (!(product > 1))
            all.push_back("2 C g' = " + printed(product) +
                          " is not above 1: the error falls slower than 1/sqrt(n)");
    }
    if (question.averaged && !study.runs.empty() && study.runs[0].plug_in)
        add_mean_conditions(question, study, all);
    return all;
}

std::string divergence_text(const RootDivergence& divergence) {
    std::string text = "diverged at step " + std::to_string(divergence.step) + " of run " +
                       std::to_string(divergence.replication) + "; the state before was";
    for (const double x : divergence.last) text += " " + printed(x);
    return text;
}

void put_step(const RootStep& step, io::RecordWriter& records) {
    records.number("k", step.k).number("step", step.step).number("seen", step.seen);
    for (std::size_t i = 0; i < step.w.size(); ++i)
        records.number(numbered("w", i, step.w.size()), step.w[i]);
    for (std::size_t i = 0; i < step.mean.size(); ++i)
        records.number(numbered("mean", i, step.mean.size()), step.mean[i]);
    records.end();
}

}  // namespace pipelab::optim
