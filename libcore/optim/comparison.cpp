#include "optim/comparison.hpp"

#include "base/elementary.hpp"
#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "io/print.hpp"
#include "optim/curve_steps.hpp"
#include "optim/quantile_sketch.hpp"
#include "optim/value_axis.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace pipelab::optim {
namespace {

/// Follows one run.
class Record {
  public:
    Record(Run& run, const std::vector<std::uint64_t>& steps, std::optional<double> target)
        : run_(run), steps_(steps), target_(target) {}

    void see(const Minimum& now) {
        if (now.stop == Stop::not_finite) return;
        if (now.iterations == 0) run_.start_value = run_.best_value = now.value;
        while (run_.values.size() < steps_.size() && steps_[run_.values.size()] < now.iterations)
            run_.values.push_back(*run_.final_value);
        if (run_.values.size() < steps_.size() && steps_[run_.values.size()] == now.iterations)
            run_.values.push_back(now.value);
        run_.final_value = now.value;
        run_.best_value = std::min(*run_.best_value, now.value);
        if (target_ && !run_.steps_to_target && now.value <= *target_) {
            run_.steps_to_target = now.iterations;
            run_.evaluations_to_target = now.evaluations;
        }
    }

    void finish(const Minimum& last) {
        run_.evaluations = last.evaluations;
        run_.diverged = last.stop == Stop::not_finite;
        if (run_.final_value) run_.values.resize(steps_.size(), *run_.final_value);
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
        if (run.final_value) values.push_back(*run.final_value);
        performance.diverged += run.diverged;
        performance.reached += run.steps_to_target.has_value();
        if (run.steps_to_target) steps.push_back(static_cast<double>(*run.steps_to_target));
        evaluations += static_cast<double>(run.evaluations_to_target.value_or(run.evaluations));
    }
    performance.median = exact_quantile(values, 0.5);
    performance.lower_quartile = exact_quantile(values, 0.25);
    performance.upper_quartile = exact_quantile(values, 0.75);
    performance.median_steps = exact_quantile(steps, 0.5);
    if (performance.reached > 0)
        performance.expected_evaluations = evaluations / static_cast<double>(performance.reached);
}

/// `x` > 0 rounded to as many.
double six_digits(double x) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.begin(), text.end(), x, std::chars_format::scientific, 5);
    std::from_chars(text.begin(), end.ptr, x);
    return x;
}

/// What diverged would leave no room for the rest.
void cut_above(double highest, io::Plot& plot) {
    double least = highest, most = 0;
    for (const io::Plot::Series& line : plot.series) {
        for (const double y : line.y) least = std::min(least, y), most = std::max(most, y);
    }
    if (!plot.y.logarithmic || !(least < highest && highest < most)) return;
    plot.y.low = std::pow(10.0, std::floor(std::log10(least)));
    plot.y.high = std::pow(10.0, std::ceil(std::log10(highest)));
}

}  // namespace

std::optional<Comparison> compare(const Contest& contest, const std::vector<Contender>& contenders,
                                  base::Control control) {
    Comparison comparison;
    comparison.steps = curve_steps(contest.iterations);
    for (const Contender& contender : contenders) {
        Performance& performance = comparison.contenders.emplace_back();
        performance.name = contender.name;
        if (const auto* options = std::get_if<DescentOptions>(&contender.method))
            performance.lr = options->settings.lr;
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

RateSweep parse_sweep(const std::vector<double>& numbers) {
    const auto good = [&] {
        return numbers.size() == 3 && numbers[0] > 0 && numbers[0] <= numbers[1] &&
               numbers[2] >= 1 && numbers[2] <= 10000 && numbers[2] == std::floor(numbers[2]);
    };
    if (!good())
        throw base::UsageError(
            "a sweep of learning rates is LOW,HIGH,N with 0 < LOW <= HIGH and a "
            "whole number N from 1 to 10000");
    return {numbers[0], numbers[1], static_cast<std::size_t>(numbers[2])};
}

std::vector<Contender> with_rates(const std::vector<Contender>& contenders,
                                  const RateSweep& sweep) {
    std::vector<Contender> all;
    for (const Contender& contender : contenders) {
        const auto* options = std::get_if<DescentOptions>(&contender.method);
        if (options == nullptr) {
            all.push_back(contender);
            continue;
        }
        for (std::size_t i = 0; i < sweep.count; ++i) {
            const double share = static_cast<double>(i) / static_cast<double>(sweep.count - 1);
            DescentOptions copy = *options;
            if (i == 0)
                copy.settings.lr = sweep.low;
            else if (i + 1 == sweep.count)
                copy.settings.lr = sweep.high;
            else
                copy.settings.lr =
                    six_digits(sweep.low * base::exp(share * base::log(sweep.high / sweep.low)));
            const std::string rate = io::printed(copy.settings.lr);
            all.push_back({contender.name + " lr=" + rate, std::move(copy)});
        }
    }
    return all;
}

io::Plot value_plot(const Comparison& comparison, std::optional<double> minimum) {
    io::Plot plot;
    plot.title = "Median of the value";
    plot.x.label = "step";
    for (const Performance& one : comparison.contenders) {
        io::Plot::Series line{one.name, io::Plot::Style::line, {}, {}};
        for (std::size_t i = 0; i < comparison.steps.size(); ++i) {
            std::vector<double> values;
            for (const Run& run : one.runs)
                if (!run.values.empty()) values.push_back(run.values[i]);
            if (values.empty()) continue;
            line.x.push_back(static_cast<double>(comparison.steps[i]));
            line.y.push_back(*exact_quantile(values, 0.5));
        }
        plot.series.push_back(std::move(line));
    }
    scale_values(plot, minimum);
    return plot;
}

io::Plot rate_plot(const Comparison& comparison, std::optional<double> minimum) {
    io::Plot plot;
    plot.title = "Median of the final value";
    plot.x.label = "learning rate";
    plot.x.logarithmic = true;
    double highest = 0;
    for (const Performance& one : comparison.contenders) {
        const std::string name = one.name.substr(0, one.name.find(" lr="));
        if (plot.series.empty() || plot.series.back().name != name)
            plot.series.push_back({name, io::Plot::Style::line, {}, {}});
        if (!one.median) continue;
        plot.series.back().x.push_back(one.lr);
        plot.series.back().y.push_back(*one.median);
        for (const Run& run : one.runs)
            if (run.start_value)
                highest = std::max(highest, 10 * (*run.start_value - minimum.value_or(0)));
    }
    scale_values(plot, minimum);
    cut_above(highest, plot);
    return plot;
}

}  // namespace pipelab::optim
