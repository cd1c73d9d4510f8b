#pragma once

#include "expression/formula.hpp"
#include "expression/program.hpp"

#include <cmath>
#include <span>
#include <string>
#include <vector>

namespace pipelab::testing {

/// The value of a formula at a point, which has a number for each of its variables.
inline double value_of(const expression::Formula& formula, std::span<const double> x) {
    const expression::NodeId output = formula.value();
    const expression::Program program(formula.graph(), std::span(&output, 1),
                                      formula.variables().size());
    return expression::Evaluator(program)(x);
}

inline double value_of(const std::string& text, const std::vector<double>& x = {},
                       const expression::Names& names = {}) {
    return value_of(expression::Formula(text, names), x);
}

/// Whether two numbers have the same bits, or both are NaN.
inline bool same(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

}  // namespace pipelab::testing
