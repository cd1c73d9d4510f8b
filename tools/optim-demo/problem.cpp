#include "problem.hpp"

#include "base/error.hpp"
#include "base/suggest.hpp"
#include "optim/bbob.hpp"

#include <algorithm>

namespace optim_demo {
namespace {

/// A name alone that is no function is a mistake rather than a formula of one variable.
bool looks_like_name(const std::string& text) {
    return text.size() > 2 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || c == '-';
           });
}

void suggest_name(const std::string& text) {
    std::vector<std::string> names;
    for (const optim::TestFunction& function : optim::test_functions())
        names.emplace_back(function.name);
    if (const auto close = base::nearest(text, names))
        throw base::UsageError("no function is called '" + text + "'; did you mean '" + *close +
                               "'?");
}

Problem named_problem(const optim::TestFunction& function, const ProblemOptions& options) {
    const std::size_t usual = function.dimension > 0 ? function.dimension : 2;
    const std::size_t d = options.dimension.value_or(usual);
    auto formula = optim::formula_of(function, d, options.condition);
    return {std::string(function.name),
            formula.variables(),
            optim::FormulaObjective(std::move(formula)),
            function.start(d),
            function.minimum(d),
            std::vector<double>(d, function.low),
            std::vector<double>(d, function.high)};
}

/// BBOB's functions start where the suite does, formulas anywhere: in the middle of [-5, 5].
Problem from_the_middle(const std::string& name, expression::Formula formula,
                        std::optional<double> minimum) {
    const std::vector<std::string> variables = formula.variables();
    const auto all = [&](double x) { return std::vector<double>(variables.size(), x); };
    return {name,    variables, optim::FormulaObjective(std::move(formula)), all(0), minimum,
            all(-5), all(5)};
}

std::optional<Problem> bbob_problem(const ProblemOptions& options) {
    const auto number = optim::bbob_number(options.function);
    if (!number) return std::nullopt;
    const std::size_t d = options.dimension.value_or(2);
    optim::BbobFunction made = optim::bbob_function(*number, d, options.instance);
    return from_the_middle(options.function, std::move(made.formula), made.minimum);
}

}  // namespace

void declare_problem(cli::Declaration& verb, ProblemOptions& options) {
    verb.section("The function");
    verb.option("-f,--function", "NAME|FORMULA", options.function,
                "One of the functions below, or a formula of any variables: '(1-x)^2 + "
                "100*(y-x^2)^2'. Gradients are exact. Points give the variables of a formula in "
                "the order in which they first appear, x1, x2, ... by their numbers.");
    verb.option("--dim", "N", options.dimension,
                "Variables of a function by name that can have any number of them; 2 if not given.")
        .range(1, 100000);
    verb.option("--condition", "C", options.condition, "The condition number of quadratic.")
        .range(1, 1e300);
    verb.option("--instance", "N", options.instance,
                "Which instance of a BBOB function: where its minimum is, its value, rotations.")
        .range(1, 100000);
}

void describe_functions(cli::Declaration& verb) {
    std::string text;
    for (const optim::TestFunction& function : optim::test_functions())
        text += "  " + std::string(function.name) + ": " + std::string(function.formula) + "\n";
    text += "\nThe noiseless BBOB functions (INRIA RR-6829), of 2 to 40 variables:\n\n";
    for (int i = 1; i <= 24; ++i)
        text += "  bbob-f" + std::to_string(i) + ": " + std::string(optim::bbob_title(i)) + "\n";
    verb.chapter("Functions", text +
                                  "\nd is the number of variables, c the condition number. In "
                                  "formulas: + - * / ^, comparisons, c ? a : b, the usual "
                                  "functions, sum(i=a..b, ...) and prod, x[i] for x1, x2, ...");
}

Problem make_problem(const ProblemOptions& options) {
    if (options.function.empty()) throw base::UsageError("--function is missing");
    if (const auto* function = optim::find_test_function(options.function))
        return named_problem(*function, options);
    if (auto problem = bbob_problem(options)) return std::move(*problem);
    if (looks_like_name(options.function)) suggest_name(options.function);
    if (options.dimension) throw base::UsageError("--dim goes with functions by name");
    expression::Formula formula(options.function);
    if (formula.variables().empty())
        throw base::UsageError("--function: the formula has no variable");
    return from_the_middle(options.function, std::move(formula), std::nullopt);
}

std::vector<double> point_of(const Problem& problem, const cli::Numbers& numbers,
                             const std::string& option, std::vector<double> otherwise) {
    if (numbers.values.empty()) return otherwise;
    const std::size_t wanted = problem.variables.size(), found = numbers.values.size();
    if (wanted != found)
        throw base::UsageError(option + ": expected " + std::to_string(wanted) +
                               (wanted == 1 ? " number" : " numbers, one for each variable") +
                               ", found " + std::to_string(found));
    return numbers.values;
}

}  // namespace optim_demo
