#pragma once

#include "base/array.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pipelab::optim {

/// The lengths of the axes of a tensor, the last of which varies fastest; none for a single number.
using Shape = std::vector<std::size_t>;

/// One tensor to be optimised: where it lies and where its gradient lies. A parameter group is a
/// sequence of these.
template <class Real>
struct Parameter {
    std::span<Real> value;
    std::span<const Real> gradient;  ///< as long as value
    Shape shape;                     ///< empty: a vector
};

/// Numbers that a rule keeps, one array for each tensor of the group, under the name that
/// torch.optim gives them ("exp_avg"). Most are as long as their tensor.
template <class Real>
struct StateArrays {
    std::string name;
    std::vector<base::Array<Real>> tensors;
    bool operator==(const StateArrays&) const = default;
};

struct StateScalar {
    std::string name;
    double value = 0;
    bool operator==(const StateScalar&) const = default;
};

/// All that an optimiser remembers: plain data. Saved and restored bit for bit, it goes on as if
/// there had been no break.
template <class Real>
struct State {
    std::uint64_t steps = 0;
    std::vector<StateScalar> scalars;
    std::vector<StateArrays<Real>> arrays;
    bool operator==(const State&) const = default;
};

}  // namespace pipelab::optim
