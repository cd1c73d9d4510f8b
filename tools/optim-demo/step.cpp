#include "base/error.hpp"
#include "cli/tool.hpp"
#include "io/number_reader.hpp"
#include "optim/step_rows.hpp"
#include "optim/stepper_file.hpp"
#include "settings.hpp"
#include "verb.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace optim_demo {
namespace {

struct StepOptions {
    std::vector<std::string> paths;
    io::InputFormat format = io::InputFormat::automatic;
    cli::Numbers start;
    std::string shape;
    OptimiserOptions optimiser;
    optim::StepOutput output;
    std::string state, resume;
    const std::uint64_t* seed = nullptr;
};

optim::Stepper make_stepper(const StepOptions& options, std::size_t width) {
    optim::StepperOptions made{options.optimiser.settings(), options.optimiser.transforms,
                               options.optimiser.schedule, optim::parse_shape(options.shape)};
    made.transforms.seed = *options.seed;
    std::vector<double> start = options.start.values;
    if (start.empty()) start.resize(width);
    return {made, start};
}

void run_step(cli::Run& run, const StepOptions& options) {
    optim::StepOutput output = options.output;
    output.json = run.json();
    std::optional<optim::Stepper> stepper;
    if (!options.resume.empty()) {
        stepper.emplace(optim::read_stepper(options.resume));
    } else if (!options.start.values.empty()) {
        stepper.emplace(make_stepper(options, 0));
    } else {
        options.optimiser.settings();  // errors before the first row is awaited
    }
    std::optional<io::Output> state;
    if (!options.state.empty()) state.emplace(options.state);
    const auto save = [&] {
        if (!stepper || !state) return;
        state->write(optim::stepper_text(*stepper));
        state->finish();
    };
    io::Output& out = run.out();
    run.reads(options.paths, "gradients");
    try {
        optim::GradientRows rows(options.paths, options.format, run.control());
        optim::step_rows(
            rows, stepper, [&](std::size_t width) { return make_stepper(options, width); }, out,
            output, run.control());
    } catch (...) {
        save();
        throw;
    }
    save();
}

}  // namespace

cli::Body step(cli::Declaration& verb) {
    const auto options = std::make_shared<StepOptions>();
    verb.about(
        "An optimiser as a filter: reads the gradient at the current parameters, a row a line, and "
        "writes the parameters after the step, a line for each row, at once. So any program that "
        "computes gradients can be trained through a pair of pipes.");
    verb.example("printf '1 -2\\n0.5 1\\n' | optim-demo step --rule adamw --lr 0.1",
                 "Two steps of AdamW from 0 0.");
    verb.example("optim-demo step --state now a.txt; optim-demo step --resume now b.txt",
                 "The same lines as in one run over both.");
    verb.example("optim-demo step -r sgd --lr 0.1 --schedule 'warmup:T=10 * cosine:T=100' rows.txt",
                 "A learning rate that rises and falls.");
    verb.common({.seed = true});
    options->seed = &verb.seed();
    verb.arguments("FILE", options->paths, "Gradients; - or none: standard input.").file();
    verb.section("Input and output");
    verb.choice("--input-format", "FORMAT", options->format,
                {{"text", io::InputFormat::text}, {"json", io::InputFormat::json}},
                "Rows of text, or an array a line; recognised by the first byte if not given.");
    verb.option("--start", "ROW", options->start,
                "The parameters before the first step; zeros, as many as the first row has, if "
                "not given.")
        .shown_default("");
    verb.option("--shape", "RxC", options->shape,
                "The parameters are a tensor of this shape, row by row: for muon, adafactor and "
                "--centralize, which see matrices; of a vector muon is adamw.");
    verb.flag("--averages", options->output.averages,
              "Write the averages that asgd and schedule-free hold to be their answer. Gradients "
              "are still those at the parameters.");
    verb.option("--state", "FILE", options->state,
                "At the end, also after an error in the input or Ctrl-C, write what --resume needs "
                "to FILE: all as it was after the last good step.")
        .file();
    cli::Option& resume =
        verb.option("--resume", "FILE", options->resume,
                    "Go on from a file of --state, with the same bytes as without the break. Its "
                    "rule and numbers hold.")
            .file();
    const std::size_t declared = verb.table().options.size();
    declare_optimiser(verb, options->optimiser);
    std::vector<std::string> settled{"--start", "--shape", "--seed"};
    for (std::size_t i = declared; i < verb.table().options.size(); ++i)
        settled.push_back(verb.table().options[i].title());
    resume.excludes(std::move(settled));
    describe_rules(verb);
    describe_schedules(verb);
    return [options](cli::Run& run) { run_step(run, *options); };
}

}  // namespace optim_demo
