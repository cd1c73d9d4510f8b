#pragma once

#include <span>

namespace pipelab::optim {

/// The sum of squares, in double; the same bits for any thread count (fixed blocks of 16 lanes).
double sum_of_squares(std::span<const float> values);
double sum_of_squares(std::span<const double> values);

/// Whether all elements are finite: one pass.
bool all_finite(std::span<const float> values);
bool all_finite(std::span<const double> values);

}  // namespace pipelab::optim
