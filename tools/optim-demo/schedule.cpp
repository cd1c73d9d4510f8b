#include "base/error.hpp"
#include "cli/tool.hpp"
#include "optim/schedule_listing.hpp"
#include "settings.hpp"
#include "verb.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace optim_demo {
namespace {

struct ScheduleOptions {
    std::vector<std::string> schedule;
    double lr = 0.1;
    std::optional<std::uint64_t> steps;
    std::string losses;
    bool header = false;
};

}  // namespace

cli::Body schedule(cli::Declaration& verb) {
    const auto options = std::make_shared<ScheduleOptions>();
    verb.usage("[OPTION]... SCHEDULE");
    verb.about(
        "Prints a line for each step: its number from 0, the learning rate, and where the schedule "
        "cycles it the momentum. --plot draws them by steps.");
    verb.example("optim-demo schedule 'cosine:T=50,min=1e-3' --steps 51", "Half a cosine.");
    verb.example("optim-demo schedule --plot - 'linear:T=10 @10 exponential:gamma=0.95'",
                 "Ten steps up, then down: a picture in the terminal.");
    verb.example("optim-demo schedule plateau:patience=5 --losses losses.txt",
                 "What the learning rate would have been in a run with these losses.");
    verb.common({.plot = true});
    verb.arguments("SCHEDULE", options->schedule, "See Schedules below.").required().single();
    verb.option("--lr", "X", options->lr, "The learning rate that the schedule begins with.")
        .range(0, 1e300);
    verb.option("--steps", "N", options->steps,
                "How many steps; 100 if not given, with --losses as many as there are losses.");
    verb.option("--losses", "FILE", options->losses,
                "Numbers, the loss of each step: what plateau looks at. - is standard input.")
        .file();
    verb.flag("--header", options->header, "The first line of text output names the fields.");
    describe_schedules(verb);
    return [options](cli::Run& run) {
        optim::Schedule made(options->schedule[0], options->lr);
        std::vector<double> losses;
        if (!options->losses.empty()) {
            run.reads({options->losses}, "losses");
            losses = optim::read_losses(options->losses, run.control());
        }
        const std::uint64_t count = options->losses.empty() ? 100 : losses.size();
        const std::uint64_t steps = options->steps.value_or(count);
        if (made.needs_loss() && losses.size() + 1 < steps)
            throw base::UsageError("plateau needs --losses with the loss of each step");
        io::Plot picture;
        const bool drawn = !run.plot_path().empty();
        io::RecordWriter records(run.out(), run.json(), options->header);
        optim::list_schedule(std::move(made), steps, losses, records, drawn ? &picture : nullptr,
                             run.control());
        if (drawn) run.draw(picture);
    };
}

}  // namespace optim_demo
