#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

/// The random parts of the noiseless BBOB functions: Hansen, Finck, Ros, Auger, "Real-parameter
/// black-box optimization benchmarking 2009: noiseless functions definitions", INRIA RR-6829. The
/// generator and its seeds are not in the report; they are those by which its instances are known.
namespace pipelab::optim::bbob {

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;

/// `count` uniform numbers in (0, 1]: Park and Miller's generator (16807, Schrage's arithmetic)
/// through a table of 32 that shuffles it (Bays and Durham 1976).
Vector uniform(std::size_t count, std::int64_t seed);
/// Normal numbers by Box and Muller's method from two halves of 2 `count` uniform ones.
Vector normal(std::size_t count, std::int64_t seed);
/// An orthogonal matrix: normal columns, orthonormal by Gram and Schmidt. O(d^3).
Matrix rotation(std::size_t d, std::int64_t seed);
/// Where the optimum is: four digits, uniform in [-4, 4].
Vector optimum(std::size_t d, std::int64_t seed);
/// The least value of function 1..24: two digits, Cauchy by ratio of normals, within 1000.
double least_value(int function, std::int64_t instance);
/// The seed of function 1..24.
std::int64_t seed_of(int function, std::int64_t instance);
/// By what a random permutation sorts: the places of `values` in ascending order.
std::vector<std::size_t> order_of(const Vector& values);

}  // namespace pipelab::optim::bbob
