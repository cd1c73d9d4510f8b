#include "optim/comparison.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "io/print.hpp"
#include "optim/quantile_sketch.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::optim {
namespace {

constexpr std::size_t most_points = 200;

/// Steps of about equal ratios, 0 and the last among them.
std::vector<std::uint64_t> curve_steps(std::uint64_t last) {
    std::vector<std::uint64_t> steps{0};
    double next = 1;
    const double ratio = base::exp(base::log(static_cast<double>(last) + 1) / (most_points - 2));
    while (static_cast<double>(steps.back()) < static_cast<double>(last)) {
        const auto whole = static_cast<std::uint64_t>(next);
        steps.push_back(std::min(last, std::max(whole, steps.back() + 1)));
        next = std::max(next * ratio, static_cast<double>(steps.back()) + 1);
    }
    return steps;
}

/// Follows one run.
class Record {
  public:
    Record(Run& run, const std::vector<std::uint64_t>& steps, std::optional<double> target)
        : run_(run), steps_(steps), target_(target) {}

    void see(const Minimum& now) {
        if (now.iterations == 0) run_.start_value = run_.best_value = now.value;
        while (run_.values.size() < steps_.size() && steps_[run_.values.size()] < now.iterations)
            run_.values.push_back(run_.final_value);
        if (run_.values.size() < steps_.size() && steps_[run_.values.size()] == now.iterations)
            run_.values.push_back(now.value);
        run_.final_value = now.value;
        run_.best_value = std::min(run_.best_value, now.value);
        if (target_ && !run_.steps_to_target && now.value <= *target_) {
            run_.steps_to_target = now.iterations;
            run_.evaluations_to_target = now.evaluations;
        }
    }

    void finish(const Minimum& last) {
        run_.evaluations = last.evaluations;
        run_.diverged = last.stop == Stop::not_finite;
        run_.values.resize(steps_.size(), run_.final_value);
    }

  private:
    Run& run_;
    const std::vector<std::uint64_t>& steps_;
    std::optional<double> target_;
};

std::vector<double> start_of(const Contest& contest, std::uint64_t run) {
    std::vector<double> x = contest.start;
    if (contest.start_spread == 0) return x;
    std::vector<double> deviates(x.size());
    base::Random(contest.seed, run).normal(0, deviates);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += contest.start_spread * deviates[i];
    return x;
}

Run run_one(const Contest& contest, const Contender& contender, std::uint64_t number,
            const std::vector<std::uint64_t>& steps, base::Control control) {
    Run run;
    Record record(run, steps, contest.target);
    const Objective f = contest.objective();
    const std::vector<double> start = start_of(contest, number);
    if (const auto* chosen = std::get_if<DescentOptions>(&contender.method)) {
        DescentOptions options = *chosen;
        options.stopping.iterations = contest.iterations;
        options.transforms.seed += number;
        record.finish(descend(f, start, options,
                              {base::Control::none().progress, control.cancellation},
                              [&](const Minimum& now, double) { record.see(now); }));
    } else {
        LbfgsOptions options = std::get<LbfgsOptions>(contender.method);
        options.stopping.iterations = contest.iterations;
        record.finish(Lbfgs(options).run(f, start, [&](const Minimum& now) { record.see(now); }));
    }
    return run;
}

void summarise(Performance& performance) {
    std::vector<double> values, steps;
    double evaluations = 0;
    for (const Run& run : performance.runs) {
        values.push_back(run.final_value);
        performance.diverged += run.diverged;
        performance.reached += run.steps_to_target.has_value();
        if (run.steps_to_target) steps.push_back(static_cast<double>(*run.steps_to_target));
        evaluations += static_cast<double>(run.evaluations_to_target.value_or(run.evaluations));
    }
    performance.median = *exact_quantile(values, 0.5);
    performance.lower_quartile = *exact_quantile(values, 0.25);
    performance.upper_quartile = *exact_quantile(values, 0.75);
    performance.median_steps = exact_quantile(steps, 0.5);
    if (performance.reached > 0)
        performance.expected_evaluations = evaluations / static_cast<double>(performance.reached);
}

}  // namespace

std::optional<Comparison> compare(const Contest& contest, const std::vector<Contender>& contenders,
                                  base::Control control) {
    Comparison comparison;
    comparison.steps = curve_steps(contest.iterations);
    for (const Contender& contender : contenders) {
        Performance& performance = comparison.contenders.emplace_back();
        performance.name = contender.name;
        performance.runs.resize(contest.runs);
    }
    const std::size_t all = contenders.size() * contest.runs;
    const base::Phase phase(control.progress, "running", all, "runs");
    base::parallel_for(all, [&](std::size_t i) {
        if (control.cancellation.requested()) return;
        const std::size_t who = i / contest.runs, number = i % contest.runs;
        comparison.contenders[who].runs[number] =
            run_one(contest, contenders[who], number, comparison.steps, control);
        control.progress.advance(1);
    });
    if (control.cancellation.requested()) return std::nullopt;
    for (Performance& performance : comparison.contenders) summarise(performance);
    return comparison;
}

std::vector<Contender> with_rates(const std::vector<Contender>& contenders, double low, double high,
                                  std::size_t count) {
    std::vector<Contender> all;
    for (const Contender& contender : contenders) {
        const auto* options = std::get_if<DescentOptions>(&contender.method);
        for (std::size_t i = 0; i < count && options != nullptr; ++i) {
            const double share =
                count < 2 ? 0 : static_cast<double>(i) / static_cast<double>(count - 1);
            double rate = low * base::exp(share * base::log(high / low));
            if (i + 1 == count && count > 1) rate = high;
            DescentOptions copy = *options;
            copy.settings.lr = rate;
            all.push_back({contender.name + ":lr=" + io::printed(rate), std::move(copy)});
        }
        if (options == nullptr) all.push_back(contender);
    }
    return all;
}

}  // namespace pipelab::optim
