#include "base/error.hpp"
#include "cli/tool.hpp"
#include "io/plot.hpp"
#include "io/record_writer.hpp"
#include "optim/comparison.hpp"
#include "optim/rule_text.hpp"
#include "problem.hpp"
#include "settings.hpp"
#include "verb.hpp"

#include <memory>

namespace optim_demo {
namespace {

struct CompareOptions {
    ProblemOptions problem;
    std::vector<std::string> contenders;
    cli::Numbers start, sweep;
    double spread = 0, noise = 0;
    std::uint64_t runs = 1, steps = 1000;
    std::optional<double> target;
    std::string schedule;
    bool header = false;
    const std::uint64_t* seed = nullptr;
};

void declare_options(cli::Declaration& verb, CompareOptions& options) {
    verb.arguments("OPTIMISER", options.contenders,
                   "RULE or RULE:KEY=VALUE,... as adam:lr=0.1,betas=0.9/0.99 or sgd:nesterov; "
                   "lbfgs is L-BFGS with strong Wolfe conditions.")
        .required();
    declare_problem(verb, options.problem);
    verb.section("The contest");
    verb.option("--runs", "N", options.runs,
                "Runs of each, with starts and noise of their own, the same for all optimisers.")
        .range(1, 1e9);
    verb.option("--steps", "N", options.steps, "Steps of each run.").range(1, 1e12);
    verb.option("--target", "F", options.target, "The value to reach.");
    verb.option("--start", "ROW", options.start,
                "Where to start. The usual start of the function if not given, 0 for formulas.")
        .shown_default("");
    verb.option("--start-spread", "S", options.spread,
                "Normal deviates of this size are added to the start of each run.")
        .range(0, 1e300);
    verb.option(
            "--gradient-noise", "V", options.noise,
            "Normal noise of this variance on gradients, the same in all steps; not with lbfgs.")
        .range(0, 1e300);
    verb.option("--schedule", "SCHEDULE", options.schedule,
                "The learning rate of each step, for all: see Schedules below; not with lbfgs.");
    verb.option(
            "--lr-sweep", "LOW,HIGH,N", options.sweep,
            "Each rule with N learning rates from LOW to HIGH, in a geometric sequence rounded to "
            "six digits; lbfgs runs once.")
        .shown_default("");
    verb.flag("--header", options.header, "The first line of text output names the fields.");
}

optim::Contender contender(const std::string& text, const CompareOptions& options) {
    if (text == "lbfgs") {
        if (options.noise > 0 || !options.schedule.empty())
            throw base::UsageError("lbfgs has neither --gradient-noise nor --schedule");
        optim::LbfgsOptions lbfgs;
        lbfgs.strong_wolfe = true;
        lbfgs.stopping.gradient_tolerance = 1e-12;
        lbfgs.stopping.step_tolerance = lbfgs.stopping.change_tolerance = -1;
        return {text, lbfgs};
    }
    optim::DescentOptions descent;
    descent.settings = optim::parse_settings(text);
    descent.transforms.noise = options.noise;
    descent.transforms.noise_decay = 0;
    descent.transforms.seed = *options.seed;
    if (!options.schedule.empty()) descent.schedule.emplace(options.schedule, descent.settings.lr);
    return {text, std::move(descent)};
}

std::vector<optim::Contender> all_contenders(const CompareOptions& options) {
    std::vector<optim::Contender> all;
    for (const std::string& text : options.contenders) all.push_back(contender(text, options));
    const std::vector<double>& sweep = options.sweep.values;
    if (sweep.empty()) return all;
    if (!options.schedule.empty())
        throw base::UsageError("--lr-sweep goes with a constant rate, not with --schedule");
    return optim::with_rates(all, optim::parse_sweep(sweep));
}

void put(io::RecordWriter& records, const std::string& name, const std::optional<double>& value) {
    if (value) {
        records.number(name, *value);
    } else {
        records.none(name);
    }
}

void report(cli::Run& run, const CompareOptions& options, const optim::Comparison& comparison) {
    io::RecordWriter records(run.out(), run.json(), options.header);
    for (const optim::Performance& one : comparison.contenders) {
        records.text("optimiser", one.name).number("runs", std::uint64_t{one.runs.size()});
        if (options.target) {
            records.number("reached", one.reached);
            put(records, "steps_to_target", one.median_steps);
            put(records, "expected_evaluations", one.expected_evaluations);
        }
        put(records, "median", one.median);
        put(records, "lower_quartile", one.lower_quartile);
        put(records, "upper_quartile", one.upper_quartile);
        records.number("diverged", one.diverged).end();
    }
}

}  // namespace

cli::Body compare(cli::Declaration& verb) {
    const auto options = std::make_shared<CompareOptions>();
    verb.usage("--function NAME|FORMULA [OPTION]... OPTIMISER...");
    verb.about(
        "Runs optimisers on the same problem, starts and noise, in parallel. A line each: runs; "
        "with --target how many reached it, the median of the steps that took, and the expected "
        "evaluations (all that were used over the number of runs that reached it); median and "
        "quartiles of the final values; how many runs diverged, whose last finite value counts, if "
        "the start has one. --plot draws the median of the value by steps, or with --lr-sweep of "
        "the "
        "final value by learning rate: above the minimum where that is known, on a logarithmic "
        "axis "
        "where no value is below 0.");
    verb.example(
        "optim-demo compare -f rosenbrock --header adam:lr=0.02 sgd:lr=0.001,momentum=0.9 "
        "lbfgs",
        "Three ways down a valley.");
    verb.example(
        "optim-demo compare -f quadratic --runs 20 --start-spread 1 --lr-sweep 1e-4,1,13 "
        "--plot p.svg adam sgd",
        "The final value by learning rate.");
    verb.common({.seed = true, .plot = true});
    declare_options(verb, *options);
    describe_functions(verb);
    describe_rules(verb);
    describe_schedules(verb);
    options->seed = &verb.seed();
    return [options](cli::Run& run) {
        const Problem problem = make_problem(options->problem);
        optim::Contest contest;
        contest.objective = [&] { return problem.objective.objective(); };
        contest.start = point_of(problem, options->start, "--start", problem.start);
        contest.start_spread = options->spread;
        contest.runs = options->runs;
        contest.seed = *options->seed;
        contest.iterations = options->steps;
        contest.target = options->target;
        const auto comparison = optim::compare(contest, all_contenders(*options), run.control());
        if (!comparison) return;
        report(run, *options, *comparison);
        if (!run.plot_path().empty())
            run.draw(options->sweep.values.empty()
                         ? optim::value_plot(*comparison, problem.minimum)
                         : optim::rate_plot(*comparison, problem.minimum));
    };
}

}  // namespace optim_demo
