#pragma once

#include "expression/formula.hpp"
#include "optim/stopping.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace pipelab::optim {

/// A function that optimisers are tried on, as a formula of x1, x2, ... with the constants d, the
/// number of variables, and c, the condition number where it has one.
struct TestFunction {
    std::string_view name, formula;
    std::size_t dimension;  ///< 0: any from 2 on
    double low, high;       ///< where minima are looked for, of every variable
    bool conditioned = false;
    /// The least value, in d variables, and where it is taken.
    double (*minimum)(std::size_t d);
    std::vector<std::vector<double>> (*minimisers)(std::size_t d);
    /// Where descents usually start.
    std::vector<double> (*start)(std::size_t d);
};

/// Jamil and Yang, "A literature survey of benchmark functions for global optimization problems"
/// (2013), where not said otherwise: by name.
std::span<const TestFunction> test_functions();
const TestFunction* find_test_function(std::string_view name);

/// `function` of d variables. UsageError if it has no such number of them, or for a condition that
/// is not at least 1.
expression::Formula formula_of(const TestFunction& function, std::size_t d, double condition = 1e3);

/// A formula with its exact gradient. Copies share the program and have memory of their own.
class FormulaObjective {
  public:
    explicit FormulaObjective(expression::Formula formula);

    /// For one thread at a time.
    Objective objective() const;
    /// The value alone, at many points: in[v][i] is variable v of point i.
    void values(std::span<const double* const> in, std::span<double> out) const;
    std::size_t variables() const;

  private:
    struct Programs;
    std::shared_ptr<const Programs> programs_;
};

/// The function with another gradient than its own: partial derivative i is the value of
/// gradient[i], a formula of the same variables. For one thread at a time.
Objective with_gradient(const FormulaObjective& function,
                        std::span<const FormulaObjective> gradient);

}  // namespace pipelab::optim
