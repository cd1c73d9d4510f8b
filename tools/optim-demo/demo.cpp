#include "demo.hpp"

#include "verb.hpp"

#include <cstdio>
#include <memory>

namespace optim_demo {
namespace {

struct Arguments {
    std::vector<std::string> words;
    DemoOptions options;
};

void run_demo(cli::Run& run, const DemoOptions& options) {
    if (options.name == "mean-is-sgd") return demo_mean_is_sgd(run, options);
    if (!options.files.empty()) throw base::UsageError("demo " + options.name + " reads no files");
    if (options.name == "sgd-bgd-mbgd") return demo_sgd_bgd_mbgd(run, options);
    if (options.name == "adam-vs-adamw") return demo_adam_vs_adamw(run, options);
    throw base::UsageError("no demonstration is called '" + options.name +
                           "' (mean-is-sgd, sgd-bgd-mbgd, adam-vs-adamw)");
}

}  // namespace

void say(cli::Run& run, const std::string& text) {
    if (!run.json()) run.out().write(text + "\n");
}

std::string rounded(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

cli::Body demo(cli::Declaration& verb) {
    const auto arguments = std::make_shared<Arguments>();
    DemoOptions& options = arguments->options;
    verb.usage("NAME [OPTION]... [FILE]...");
    verb.about(
        "mean-is-sgd: the incremental mean, Robbins and Monro's method and stochastic gradient "
        "descent are one algorithm; and what Dvoretzky's theorem asks of it.\n"
        "sgd-bgd-mbgd: descent with one, a few and all examples a step, on the mean problem: far "
        "away all do the same.\n"
        "adam-vs-adamw: where weight decay in the gradient and beside it part ways, step by step; "
        "and the errors of learning rates by weight decays, in three modes.");
    verb.example("optim-demo demo mean-is-sgd --plot mean.svg", "Ten steps, and a picture.");
    verb.example("optim-demo demo adam-vs-adamw --plot decay.svg", "The steps and the heat maps.");
    verb.common({.seed = true, .plot = true});
    verb.option("--steps", "N", options.steps, "How many steps: 10, 30 and 3 if not given.")
        .range(1, 1e9);
    verb.option("--step", "SEQUENCE", options.step,
                "Step sizes of mean-is-sgd and sgd-bgd-mbgd, as in optim-demo mean. 1/k and "
                "power:1,0.8,8 if not given.");
    verb.option("--batch", "M", options.batches,
                "Examples a step in sgd-bgd-mbgd, repeated: 1, 10 and all 100 if not given.")
        .range(1, 100);
    verb.option("--lr", "RATE", options.lr, "Learning rate of the steps of adam-vs-adamw.")
        .range(1e-300, 1e300);
    verb.option("--weight-decay", "W", options.weight_decay,
                "Weight decay of the steps of adam-vs-adamw.")
        .range(0, 1e300);
    verb.arguments(
            "NAME", arguments->words,
            "mean-is-sgd, sgd-bgd-mbgd or adam-vs-adamw. Files behind it hold the numbers of "
            "mean-is-sgd; without, they are drawn.")
        .required();
    const std::uint64_t& seed = verb.seed();
    return [arguments, &seed](cli::Run& run) {
        DemoOptions chosen = arguments->options;
        chosen.seed = seed;
        chosen.name = arguments->words.front();
        chosen.files.assign(arguments->words.begin() + 1, arguments->words.end());
        run_demo(run, chosen);
    };
}

}  // namespace optim_demo
