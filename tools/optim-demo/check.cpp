#include "cli/tool.hpp"
#include "io/record_writer.hpp"
#include "optim/gradient_check.hpp"
#include "problem.hpp"
#include "verb.hpp"

#include <cmath>
#include <memory>

namespace optim_demo {
namespace {

struct Options {
    ProblemOptions problem;
    std::vector<cli::Numbers> points;
    double tolerance = 1e-6;
    bool header = false;
};

/// Prints the partial derivatives at one point; whether all agree.
bool check_point(io::RecordWriter& records, const Problem& problem, const std::vector<double>& x,
                 double tolerance) {
    bool all = true;
    const auto checks = optim::check_gradient(problem.objective.objective(), x, tolerance);
    for (std::size_t i = 0; i < checks.size(); ++i) {
        const optim::PartialCheck& one = checks[i];
        records.text("variable", problem.variables[i]).number("at", x[i]);
        if (std::isfinite(one.analytic)) {
            records.number("analytic", one.analytic);
        } else {
            records.none("analytic");
        }
        if (std::isfinite(one.numeric_error)) {
            records.number("numeric", one.numeric).number("numeric_error", one.numeric_error);
        } else {
            records.none("numeric").none("numeric_error");
        }
        records.text("verdict", one.agrees ? "agrees" : "differs").end();
        all &= one.agrees;
    }
    return all;
}

}  // namespace

cli::Body check(cli::Declaration& verb) {
    const auto options = std::make_shared<Options>();
    verb.usage("--function NAME|FORMULA [OPTION]...");
    verb.about(
        "Compares the exact gradient of a function with central differences, extrapolated to step "
        "0: a line for each variable with its value, the analytic and the numeric derivative, an "
        "estimate of the error of the latter, and whether they agree.");
    verb.example("optim-demo check -f rosenbrock --at -1.2,1", "At the usual start.");
    verb.example("optim-demo check -f 'tanh(w)/w' --at 0.5 --exit-status", "For scripts.");
    verb.common({.exit_status = true});
    declare_problem(verb, options->problem);
    verb.section("The check");
    verb.option("--at", "ROW", options->points,
                "The point; given again, another. The usual start of the function if not given.");
    verb.option("--tolerance", "T", options->tolerance,
                "Derivatives agree within T times the greater of 1 and their size, and four times "
                "the error of the numeric one.")
        .range(0, 1e300);
    verb.flag("--header", options->header, "The first line of text output names the fields.");
    describe_functions(verb);
    return [options](cli::Run& run) {
        const Problem problem = make_problem(options->problem);
        io::RecordWriter records(run.out(), run.json(), options->header);
        std::vector<cli::Numbers> points = options->points;
        if (points.empty()) points.emplace_back();
        bool all = true;
        for (const cli::Numbers& numbers : points)
            all &= check_point(records, problem, point_of(problem, numbers, "--at", problem.start),
                               options->tolerance);
        run.answer(all);
    };
}

}  // namespace optim_demo
