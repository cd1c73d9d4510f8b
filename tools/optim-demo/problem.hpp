#pragma once

#include "cli/declaration.hpp"
#include "optim/functions.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace optim_demo {

using namespace pipelab;

/// A function to be minimised, as the command line gives it.
struct ProblemOptions {
    std::string function;
    std::optional<std::uint64_t> dimension;
    double condition = 1e3;
    std::int64_t instance = 1;
};

/// What that stands for.
struct Problem {
    std::string name;
    std::vector<std::string> variables;
    optim::FormulaObjective objective;
    std::vector<double> start;      ///< the usual one; zeros for formulas
    std::optional<double> minimum;  ///< of functions by name
    std::vector<double> low, high;  ///< where it is usually searched; formulas from -5 to 5
};

/// Declares --function, --dim, --condition and --instance.
void declare_problem(cli::Declaration& verb, ProblemOptions& options);
/// The chapter that lists the functions.
void describe_functions(cli::Declaration& verb);

/// UsageError for names and formulas that are none.
Problem make_problem(const ProblemOptions& options);

/// `numbers` of a row option as a point of the problem, `otherwise` if empty. UsageError if there
/// are not as many as variables.
std::vector<double> point_of(const Problem& problem, const cli::Numbers& numbers,
                             const std::string& option, std::vector<double> otherwise);

}  // namespace optim_demo
