#include "cli/tool.hpp"
#include "io/record_writer.hpp"
#include "optim/contour_plot.hpp"
#include "optim/descent.hpp"
#include "optim/lbfgs.hpp"
#include "optim/value_axis.hpp"
#include "problem.hpp"
#include "settings.hpp"
#include "verb.hpp"

#include <cmath>
#include <memory>

namespace optim_demo {
namespace {

struct MinimizeOptions {
    ProblemOptions problem;
    OptimiserOptions optimiser;
    bool lbfgs = false;
    std::vector<cli::Numbers> starts;
    cli::Numbers low, high;
    std::uint64_t steps = 1000;
    std::optional<double> target;
    double gradient_tolerance = 0;
    bool trace = false;
    bool header = false;
    const std::uint64_t* seed = nullptr;
};

void declare_options(cli::Declaration& verb, MinimizeOptions& options) {
    declare_problem(verb, options.problem);
    verb.section("The descent");
    verb.option("--start", "ROW", options.starts,
                "Where to start, as 1,2; given again, another descent. The usual start of the "
                "function if not given, 0 for formulas.");
    verb.option("--steps", "N", options.steps, "At most so many steps.").range(1, 1e15);
    verb.option("--target", "F", options.target, "Stop at this value or below.");
    verb.option("--gradient-tolerance", "G", options.gradient_tolerance,
                "Stop where no partial derivative is greater.")
        .range(0, 1e300);
    verb.option("--low", "ROW", options.low, "Lower bounds of the variables.").shown_default("");
    verb.option("--high", "ROW", options.high, "Upper bounds of the variables.").shown_default("");
    verb.flag("--lbfgs", options.lbfgs,
              "L-BFGS with a search for the strong Wolfe conditions instead of a rule.")
        .excludes({"--rule", "--low", "--high"});
    verb.flag("--trace", options.trace,
              "Print each step: its number, the value, the learning rate, the point.");
    verb.flag("--header", options.header, "The first line of text output names the fields.");
    declare_optimiser(verb, options.optimiser);
}

/// Runs descents and prints what they find.
class Session {
  public:
    Session(cli::Run& run, const MinimizeOptions& options)
        : run_(run),
          options_(options),
          problem_(make_problem(options.problem)),
          records_(run.out(), run.json(), options.header) {
        const std::size_t size = problem_.variables.size();
        if (options.lbfgs) {
            if (options.optimiser.given())
                throw base::UsageError("--lbfgs has no rule, schedule or transforms of gradients");
            return;
        }
        descent_.settings = options.optimiser.settings();
        descent_.transforms = options.optimiser.transforms;
        descent_.transforms.seed = *options.seed;
        if (!options.optimiser.schedule.empty())
            descent_.schedule.emplace(options.optimiser.schedule, descent_.settings.lr);
        const std::vector<double> none;
        descent_.low = point_of(problem_, options.low, "--low", none);
        descent_.high = point_of(problem_, options.high, "--high", none);
        for (std::size_t i = 0; i < size && !descent_.low.empty() && !descent_.high.empty(); ++i)
            if (descent_.low[i] > descent_.high[i])
                throw base::UsageError("--low is above --high in variable " +
                                       problem_.variables[i]);
        descent_.stopping.iterations = options.steps;
        descent_.stopping.gradient_tolerance = options.gradient_tolerance;
        if (options.target) descent_.stopping.target = *options.target;
    }

    void answer() {
        std::vector<cli::Numbers> starts = options_.starts;
        if (starts.empty()) starts.emplace_back();
        std::vector<io::Plot::Series> paths;
        for (const cli::Numbers& numbers : starts) {
            const auto start = point_of(problem_, numbers, "--start", problem_.start);
            path_ = {start_name(start), io::Plot::Style::line, {}, {}};
            values_ = path_;
            const optim::Minimum found = descend(start);
            if (run_.control().cancellation.requested()) return;
            if (path_.x.empty())
                throw base::DataError({},
                                      "the function or its gradient is not finite at the start");
            paths.push_back(problem_.variables.size() == 2 ? path_ : values_);
            if (found.stop == optim::Stop::not_finite) {
                draw(std::move(paths));
                run_.keep_partial_output();
            }
            finish(found);
        }
        draw(std::move(paths));
    }

  private:
    static std::string start_name(const std::vector<double>& start) {
        std::string text = "from ";
        for (std::size_t i = 0; i < start.size() && i < 3; ++i)
            text += (i > 0 ? "," : "") + io::printed(start[i]);
        return start.size() > 3 ? text + ",..." : text;
    }

    optim::Minimum descend(const std::vector<double>& start) {
        const optim::Objective f = problem_.objective.objective();
        const auto see = [&](const optim::Minimum& now, double lr) {
            if (now.stop == optim::Stop::not_finite) return;
            path_.x.push_back(now.x[0]);
            path_.y.push_back(now.x[now.x.size() > 1 ? 1 : 0]);
            values_.x.push_back(static_cast<double>(now.iterations));
            values_.y.push_back(now.value);
            if (options_.trace) put_step(now, lr);
        };
        if (!options_.lbfgs) return optim::descend(f, start, descent_, run_.control(), see);
        optim::LbfgsOptions options;
        options.strong_wolfe = true;
        options.stopping.iterations = options_.steps;
        options.stopping.gradient_tolerance = std::max(options_.gradient_tolerance, 1e-12);
        options.stopping.step_tolerance = -1;
        options.stopping.change_tolerance = -1;
        if (options_.target) options.stopping.target = *options_.target;
        return optim::Lbfgs(options).run(f, start, [&](const optim::Minimum& now) { see(now, 1); });
    }

    void put_point(const optim::Minimum& now) {
        for (std::size_t i = 0; i < now.x.size(); ++i)
            records_.number(problem_.variables[i], now.x[i]);
    }

    void put_step(const optim::Minimum& now, double lr) {
        records_.number("step", now.iterations).number("value", now.value).number("lr", lr);
        put_point(now);
        records_.end();
    }

    void finish(const optim::Minimum& found) {
        const std::string where = "step " + std::to_string(found.iterations);
        if (!options_.trace) {
            records_.number("value", found.value);
            put_point(found);
            records_.end();
        }
        if (found.stop == optim::Stop::not_finite) {
            run_.out().flush();
            throw base::DataError({}, "diverged: not finite after " + where +
                                          ", where the value was " + io::printed(found.value));
        }
        run_.note(where + ", " + std::to_string(found.evaluations) +
                  " evaluations: " + std::string(optim::reason(found.stop)));
    }

    void draw(std::vector<io::Plot::Series> lines) {
        if (run_.plot_path().empty()) return;
        io::Plot plot;
        if (problem_.variables.size() == 2) {
            plot = optim::contour_plot(problem_.objective, std::move(lines), problem_.low,
                                       problem_.high);
            plot.x.label = problem_.variables[0];
            plot.y.label = problem_.variables[1];
        } else {
            plot.series = std::move(lines);
            plot.x.label = "step";
            optim::scale_values(plot, problem_.minimum);
        }
        plot.title = problem_.name + ", " +
                     (options_.lbfgs ? std::string("L-BFGS") : options_.optimiser.rule);
        run_.draw(plot);
    }

    cli::Run& run_;
    const MinimizeOptions& options_;
    Problem problem_;
    optim::DescentOptions descent_;
    io::RecordWriter records_;
    io::Plot::Series path_, values_;
};

}  // namespace

cli::Body minimize(cli::Declaration& verb) {
    const auto options = std::make_shared<MinimizeOptions>();
    verb.usage("--function NAME|FORMULA [OPTION]...");
    verb.about(
        "Minimises a function by an update rule or L-BFGS: prints the value and the point, with "
        "--trace each step. --plot draws the path over contours, or for other than two variables "
        "the value of each step: above the minimum where that is known, on a logarithmic axis "
        "where "
        "no value is below 0. What diverges is drawn until then.");
    verb.example("optim-demo minimize -f rosenbrock --lbfgs",
                 "The minimum of Rosenbrock's valley.");
    verb.example(
        "optim-demo minimize -f '(x-1)^2 + 10*y^2' --start 5,5 -r adam --lr 0.1 --plot p.svg",
        "Adam on a formula, and its path.");
    verb.common({.seed = true, .plot = true});
    declare_options(verb, *options);
    describe_functions(verb);
    describe_rules(verb);
    describe_schedules(verb);
    options->seed = &verb.seed();
    return [options](cli::Run& run) { Session(run, *options).answer(); };
}

}  // namespace optim_demo
