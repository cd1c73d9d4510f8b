#pragma once

#include <cstddef>

/// The loops of RootSearch over replications.
namespace pipelab::optim::kernel {

/// w -= a y.
void step_by(double a, const double* y, double* w, std::size_t count);
/// w -= a[i] y.
void step_by_each(const double* a, const double* y, double* w, std::size_t count);
/// w held within [low, high].
void hold(double low, double high, double* w, std::size_t count);
/// How many are infinite or NaN.
std::size_t count_lost(const double* w, std::size_t count);
/// mean += (w - mean) / s, squares += (s (mean - reference))^2, products += s^2 (mean - reference).
void add_iterate(const double* w, double s, double reference, double* mean, double* squares,
                 double* products, std::size_t count);
/// The sums of a regression of y over w - reference.
void add_pair(const double* w, const double* y, double reference, double* sum_w, double* sum_y,
              double* sum_ww, double* sum_wy, std::size_t count);
void widen(const double* w, double* lowest, double* highest, std::size_t count);
void add_squares(const double* y, double* sum, std::size_t count);

}  // namespace pipelab::optim::kernel
