#include "base/error.hpp"
#include "cli/tool.hpp"
#include "io/record_writer.hpp"
#include "optim/root_report.hpp"
#include "verb.hpp"

#include <memory>

namespace optim_demo {
namespace {

using optim::RootMethod;

struct RootOptions {
    std::string function, oracle, noise = "normal:1", step = "1/k",
                                  width = "power:1,0.16666666666666666";
    RootMethod method = RootMethod::robbins_monro;
    cli::Numbers start{{0}};
    cli::Numbers bounds, slopes{{0.5, 50}};
    std::uint64_t steps = 1000, runs = 1, skip = 0;
    bool average = false, trace = false, header = false;
    double level = 0.95;
    std::optional<double> truth;
};

void declare_problem(cli::Declaration& verb, RootOptions& options) {
    verb.section("What is seen");
    verb.option("-f,--function", "FORMULA", options.function,
                "The function, such as 'tanh(w-1)'; any identifier is a variable.");
    verb.option("--noise", "NOISE", options.noise,
                "What is added to each value: none, normal:S, uniform:S (between -S and S), "
                "laplace:S, student:NU,S or cauchy:S.");
    verb.option("--oracle", "CMD", options.oracle,
                "Ask this program instead, run by sh: it reads a point a line and answers each "
                "with a noisy value on a line, flushed.")
        .excludes({"--function", "--noise", "--runs"});
    verb.option("--truth", "X", options.truth,
                "The root, to compare with, where the formula does not tell it.");
}

void declare_method(cli::Declaration& verb, RootOptions& options) {
    verb.section("How it is approached");
    verb.choice("--method", "NAME", options.method,
                {{"robbins-monro", RootMethod::robbins_monro},
                 {"kesten", RootMethod::kesten},
                 {"newton", RootMethod::newton},
                 {"kiefer-wolfowitz", RootMethod::kiefer_wolfowitz},
                 {"spsa", RootMethod::spsa}},
                "See Methods below.");
    verb.option("--step", "SEQUENCE", options.step,
                "Step sizes a_k: 1/k, C/k, const:A, power:A,P[,K0] for A / (k + K0)^P, or "
                "list:FILE.");
    verb.option("--width", "SEQUENCE", options.width,
                "Distances c_k at which the methods after kesten look, in the same notation.");
    verb.option("--start", "X[,Y...]", options.start, "The first iterate.");
    verb.option("-n,--steps", "N", options.steps, "How many steps.").range(1, 1e15);
    verb.option("--bounds", "LOW,HIGH", options.bounds, "Iterates are kept in between.");
    verb.option(
        "--slopes", "LOW,HIGH", options.slopes,
        "What the slope is held between that newton divides by; a LOW far below the true slope "
        "lets the first steps go far astray.");
    verb.flag("--average", options.average,
              "The estimate is the mean of the iterates (Polyak, Ruppert), not the last one.");
    verb.option("--skip", "N", options.skip, "Steps before that mean begins.");
    verb.option("--runs", "N", options.runs,
                "Repeat with other noise, in parallel, and print how the estimates vary.")
        .range(1, 1e7);

    verb.section("What is printed");
    verb.option("--level", "P", options.level, "Of the intervals: 0.8, 0.9, 0.95 or 0.98.");
    verb.flag("--trace", options.trace, "Print each step instead: k, a_k, what was seen, w, mean.");
    verb.flag("--header", options.header, "The first line of text output names the fields.");
}

optim::StepSequence sequence(const std::string& text) {
    if (!text.starts_with("list:")) return optim::StepSequence::parse(text);
    return optim::read_step_list(text.substr(5));
}

std::pair<double, double> pair_of(const std::string& option, const cli::Numbers& numbers) {
    if (numbers.values.size() != 2 || !(numbers.values[0] <= numbers.values[1]))
        throw base::UsageError(option + ": expected LOW,HIGH with LOW <= HIGH");
    return {numbers.values[0], numbers.values[1]};
}

optim::RootSettings settings_of(const RootOptions& options, std::uint64_t seed) {
    optim::RootSettings settings;
    settings.method = options.method;
    settings.steps = sequence(options.step);
    settings.widths = sequence(options.width);
    settings.count = options.steps;
    settings.start = options.start.values;
    settings.skipped = options.skip;
    settings.seed = seed;
    if (!options.bounds.values.empty())
        std::tie(settings.low, settings.high) = pair_of("--bounds", options.bounds);
    std::tie(settings.least_slope, settings.most_slope) = pair_of("--slopes", options.slopes);
    return settings;
}

optim::RootQuestion question_of(const RootOptions& options, std::uint64_t seed) {
    if (options.function.empty() && options.oracle.empty())
        throw base::UsageError("expected --function or --oracle");
    optim::RootQuestion question;
    if (!options.function.empty()) question.function.emplace(options.function);
    question.oracle = options.oracle;
    question.noise = optim::Noise::parse(options.noise);
    question.settings = settings_of(options, seed);
    question.runs = options.runs;
    question.averaged = options.average;
    question.level = options.level;
    question.truth = options.truth;
    return question;
}

void answer(cli::Run& run, const RootOptions& options, optim::RootQuestion question) {
    io::RecordWriter records(run.out(), run.json(), options.header);
    optim::RootPath path(options.steps);
    const bool drawn = !run.plot_path().empty();
    const bool one_drawn = drawn && options.runs == 1;
    if (drawn && !one_drawn) question.followed = 1024;
    std::function<void(const optim::RootStep&)> trace;
    if (options.trace || one_drawn) {
        trace = [&](const optim::RootStep& step) {
            if (options.trace) optim::put_step(step, records);
            if (one_drawn) path.push(step);
        };
    }
    const optim::RootStudy study = optim::study_root(question, run.control(), trace);
    if (one_drawn) run.draw(path.plot(question, study));
    if (study.divergence) {
        run.keep_partial_output();
        throw base::DataError({}, optim::divergence_text(*study.divergence));
    }
    if (drawn && !one_drawn) run.draw(optim::spread_plot(question, study));
    if (!options.trace) optim::put_study(question, study, records);
    for (const std::string& condition : optim::conditions(question, study)) run.note(condition);
}

}  // namespace

cli::Body root(cli::Declaration& verb) {
    const auto options = std::make_shared<RootOptions>();
    verb.usage("[OPTION]... --function FORMULA | --oracle CMD");
    verb.about(
        "Finds the root of a function that is only seen through noise, or its minimum, by "
        "stochastic approximation: w <- w - a_k Y, where Y is what is seen at w. Prints the "
        "estimate, the ends of an interval from the slope and the noise as estimated, those of an "
        "interval by random scaling (of --average), and the slope there; a field is empty where "
        "theory gives nothing. With --runs: how many, mean and standard deviation of the "
        "estimates, the root, n times the mean squared error, the limit of that in theory, and "
        "which shares of the intervals cover the root. What the theorem asks for is checked "
        "and told on standard error. --plot draws the iterates and their mean by steps; of two "
        "variables the path over contours, of more a line for each; with --runs how the first 1024 "
        "of them draw together, beside the root and --level of a normal distribution as theory has "
        "it.");
    verb.example("optim-demo root -f 'tanh(w-1)' --step 2/k --plot -",
                 "The root of tanh(w-1), seen with standard normal noise.");
    verb.example(
        "optim-demo root -f 'tanh(w-1)' --step power:1,0.7 --average --runs 10000 -n 10000",
        "How averages of iterates vary, beside theory.");
    verb.example(
        "optim-demo root -f '(x-1)^2+3*y^2' --method spsa --start 4,4 --step power:0.1,0.6",
        "A minimum from values only.");
    verb.common({.seed = true, .plot = true});
    declare_problem(verb, *options);
    declare_method(verb, *options);
    verb.chapter(
        "Methods",
        "robbins-monro: w - a_k Y(w), a root of an increasing function (1951). kesten: the "
        "same, but a_k goes on to the next only when Y changes its sign (1958). newton: "
        "divides by the mean of all slopes seen so far, by looks at w - c_k and w + c_k "
        "(Venter 1967). kiefer-wolfowitz: a minimum, by central differences of values "
        "seen at distance c_k (1952). spsa: a minimum in any number of variables by two "
        "values a step, along random signs (Spall 1992).");
    verb.chapter(
        "Intervals",
        "The first is asymptotic: 1/sqrt(n) times the root of the limit variance, with slope and "
        "noise as estimated. The second, by random scaling (Lee, Liao, Seo, Shin 2022), measures "
        "the "
        "spread of --average by its way alone. It covers the root as often as it says where n a_n "
        "g' is above 100, g' the slope there; at 16 about 0.93 instead of 0.95. Neither knows how "
        "far the start still moves a mean: --skip leaves the first steps out. Of kiefer-wolfowitz "
        "and spsa there is none: the bias of their differences, about c_k^2 f'''/6, falls like the "
        "spread of the mean for distances like k^-1/6, and slower for those that shrink slower, so "
        "that an interval would miss the minimum more often than it says.");
    return [options, &verb](cli::Run& run) {
        answer(run, *options, question_of(*options, verb.seed()));
    };
}

}  // namespace optim_demo
