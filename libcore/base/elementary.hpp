#pragma once

#include <span>

namespace pipelab::base {

/// Elementary functions of our own, in plain additions, multiplications, divisions and integer
/// operations: the same bits on every processor, instruction set and compiler, which the functions
/// of the C library do not promise. Errors are in units of the last place of the exact result,
/// over all doubles unless said otherwise; the tests measure them against MPFR. A NaN argument
/// gives NaN; no function sets errno.

/// Natural logarithm; error < 1 ulp. 0 gives -inf, a negative number NaN.
double log(double x);
/// log(1 + x) without cancellation; error < 1 ulp. -1 gives -inf, less gives NaN.
double log1p(double x);
/// e^x; error < 1 ulp, in the denormal range too. Overflow gives inf, underflow 0.
double exp(double x);
/// e^x - 1 without cancellation; error < 1 ulp.
double expm1(double x);
/// Sine and cosine of x radians; error < 1 ulp, for large arguments too. An infinity gives NaN.
double sin(double x);
double cos(double x);
/// Sine and cosine of x full turns, sin(2 pi x) and cos(2 pi x); error < 1 ulp, and exact at
/// multiples of a quarter. An infinity gives NaN.
double sin_turns(double x);
double cos_turns(double x);

/// The same values element by element, vectorised: with AVX-512 about 1 ns each, five times the
/// rate of a loop over the C library. `out` is as long as `x` and may be `x` itself.
void log(std::span<const double> x, std::span<double> out);
void exp(std::span<const double> x, std::span<double> out);

}  // namespace pipelab::base
