#pragma once

#include "optim/element_rules.hpp"

#include <cstddef>

namespace pipelab::optim::element {

/// The arrays of a rule from some element on; of those it does not have, null.
template <class Real>
struct Arrays {
    Real* first = nullptr;
    Real* second = nullptr;
    Real* third = nullptr;
    Arrays from(std::size_t i) const {
        const auto moved = [i](Real* array) { return array == nullptr ? nullptr : array + i; };
        return {moved(first), moved(second), moved(third)};
    }
};

/// Applies `rule` to `count` elements: one pass, vectorised for the CPU at hand. Nothing overlaps.
/// Defined for all rules on float and double.
template <class Rule, class Real>
void sweep(const Rule& rule, Real* p, const Real* g, const Arrays<Real>& arrays, std::size_t count);

}  // namespace pipelab::optim::element
