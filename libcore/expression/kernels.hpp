#pragma once

#include "expression/graph.hpp"

#include <cstddef>

namespace pipelab::expression {

/// Computes `count` values of one operation; unused operands are not read. `out` overlaps none
/// of the operands.
using Kernel = void (*)(const double* a, const double* b, const double* c, double* out,
                        std::size_t count);

/// The kernel of an operation with operands. The same bits for any count and on any processor:
/// base/elementary.hpp instead of the C library.
Kernel kernel_of(Op op);

}  // namespace pipelab::expression
