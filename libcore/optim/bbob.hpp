#pragma once

#include "expression/formula.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace pipelab::optim {

/// A function of the noiseless BBOB suite.
struct BbobFunction {
    expression::Formula formula;
    double minimum = 0;
    std::vector<double> minimiser;
};

/// Function 1..24 in d >= 2 dimensions (the suite has up to 40), instance >= 1: values as the
/// suite's up to rounding (RR-6829; src/ of COCO where it differs from the report: the signs in 4,
/// |x| in 7, no boundary handling in 5 but the plane's end). Gradients are exact where there is
/// one; in the steps of 7 they are 0 but for the penalty, in 23 those of a piece. UsageError for
/// other numbers.
BbobFunction bbob_function(int function, std::size_t d, std::int64_t instance);

/// The N of "bbob-fN"; nullopt for other names. UsageError where N is not 1..24.
std::optional<int> bbob_number(std::string_view name);

/// What function 1..24 is called.
std::string_view bbob_title(int function);

}  // namespace pipelab::optim
