#include "base/error.hpp"
#include "cli/tool.hpp"
#include "io/print.hpp"
#include "io/record_writer.hpp"
#include "optim/analytic_gradients.hpp"
#include "optim/gradient_check.hpp"
#include "problem.hpp"
#include "verb.hpp"

#include <cmath>
#include <memory>

namespace optim_demo {
namespace {

struct CheckOptions {
    ProblemOptions problem;
    std::vector<std::string> gradient;
    std::vector<cli::Numbers> at;
    std::uint64_t points = 100;
    double tolerance = 1e-7;
    bool library = false, header = false;
};

using Points = std::vector<std::vector<double>>;

optim::Objective objective_of(const CheckOptions& options, const Problem& problem) {
    if (options.gradient.empty()) return problem.objective.objective();
    if (options.gradient.size() != problem.variables.size())
        throw base::UsageError("--gradient: expected " + std::to_string(problem.variables.size()) +
                               " formulas, one for each variable, found " +
                               std::to_string(options.gradient.size()));
    std::vector<optim::FormulaObjective> partials;
    for (const std::string& text : options.gradient)
        partials.emplace_back(expression::Formula(text, {problem.variables, {}}));
    return optim::with_gradient(problem.objective, partials);
}

Points points_of(const CheckOptions& options, const Problem& problem, std::uint64_t seed) {
    if (options.at.empty())
        return optim::random_points(problem.low, problem.high, options.points, seed);
    Points points;
    for (const cli::Numbers& numbers : options.at)
        points.push_back(point_of(problem, numbers, "--at", {}));
    return points;
}

std::string_view verdict_of(const optim::PartialCheck& partial) {
    if (partial.agrees) return "agrees";
    return partial.differs ? "differs" : "unclear";
}

void put(io::RecordWriter& records, std::string_view function, std::string_view variable,
         const optim::PartialCheck& partial, const Points& points) {
    records.text("function", function).text("variable", variable);
    if (partial.compared == 0) {
        records.text("verdict", "undefined").none("analytic").none("numeric").none("error");
        records.none("at").end();
        return;
    }
    records.text("verdict", verdict_of(partial));
    if (std::isfinite(partial.analytic)) {
        records.number("analytic", partial.analytic);
    } else {
        records.none("analytic");
    }
    records.number("numeric", partial.numeric.value).number("error", partial.numeric.error);
    std::string place;
    for (const double x : points[partial.point])
        place += (place.empty() ? "" : ",") + io::printed(x);
    records.text("at", place).end();
}

void check_function(cli::Run& run, const CheckOptions& options, std::uint64_t seed) {
    const Problem problem = make_problem(options.problem);
    const Points points = points_of(options, problem, seed);
    const optim::GradientCheck check =
        optim::check_gradient(objective_of(options, problem), points, options.tolerance);
    io::RecordWriter records(run.out(), run.json(), options.header);
    for (std::size_t i = 0; i < check.partials.size(); ++i)
        put(records, problem.name, problem.variables[i], check.partials[i], points);
    if (check.skipped > 0)
        run.warn(
            "not compared, as the function is not finite nearby: " + std::to_string(check.skipped) +
            (check.skipped == 1 ? " derivative" : " derivatives"));
    run.answer(check.agrees());
}

void check_library(cli::Run& run, const CheckOptions& options, std::uint64_t seed) {
    io::RecordWriter records(run.out(), run.json(), options.header);
    bool all = true;
    for (const optim::AnalyticGradient& one :
         optim::analytic_gradients(options.problem.dimension.value_or(2))) {
        const Points points = optim::random_points(one.low, one.high, options.points, seed);
        const auto check = optim::check_gradient(one.function, points, options.tolerance);
        for (std::size_t i = 0; i < check.partials.size(); ++i)
            put(records, one.name, "x" + std::to_string(i + 1), check.partials[i], points);
        all &= check.agrees();
    }
    run.answer(all);
}

}  // namespace

cli::Body check(cli::Declaration& verb) {
    const auto options = std::make_shared<CheckOptions>();
    verb.usage("--function NAME|FORMULA [OPTION]...");
    verb.usage("--library [OPTION]...");
    verb.about(
        "Compares gradients with central differences, extrapolated to distance 0 (Ridders 1982): "
        "one that you give, the exact one of a function, or all that the library has by hand. A "
        "line for each variable: the function, the variable, agrees, differs, unclear (differences "
        "do not converge, as at a jump) or undefined, and at the worst of all points the "
        "derivative, the numeric one, an estimate of its error, and the point.");
    verb.example("optim-demo check -f 'x^2*y' --gradient '2*x*y' --gradient 'x^2'",
                 "Whether you differentiated right.");
    verb.example("optim-demo check -f 'tanh(w)/w' --at 0.5 --exit-status", "For scripts.");
    verb.common({.seed = true, .exit_status = true});
    const std::uint64_t& seed = verb.seed();
    declare_problem(verb, options->problem);
    verb.section("The check");
    verb.option("--gradient", "FORMULA", options->gradient,
                "The derivative by the first variable; given again, by the next. The exact "
                "gradient of the function if not given.");
    verb.flag("--library", options->library,
              "Check every function below, in --dim variables where it can have any number, and "
              "the losses of fit.")
        .excludes({"--function", "--gradient", "--at", "--condition", "--instance"});
    verb.option("--at", "ROW", options->at, "Compare at this point; given again, also at another.");
    verb.option("--points", "N", options->points,
                "Random points to compare at, where the function is usually searched; formulas "
                "between -5 and 5.")
        .range(1, 1e9)
        .excludes({"--at"});
    verb.option("--tolerance", "T", options->tolerance,
                "Derivatives agree within T times the greater of 1 and their size, and ten times "
                "the error of the numeric one.")
        .range(0, 1e300);
    verb.flag("--header", options->header, "The first line of text output names the fields.");
    describe_functions(verb);
    return [options, &seed](cli::Run& run) {
        if (options->library) {
            check_library(run, *options, seed);
        } else {
            check_function(run, *options, seed);
        }
    };
}

}  // namespace optim_demo
