#include "optim/curve_steps.hpp"

#include "base/elementary.hpp"

#include <algorithm>

namespace pipelab::optim {

std::vector<std::uint64_t> curve_steps(std::uint64_t last) {
    constexpr double most = 200;
    std::vector<std::uint64_t> steps{0};
    double next = 1;
    const double ratio = base::exp(base::log(static_cast<double>(last) + 1) / (most - 2));
    while (steps.back() < last) {
        const auto whole = static_cast<std::uint64_t>(next);
        steps.push_back(std::min(last, std::max(whole, steps.back() + 1)));
        next = std::max(next * ratio, static_cast<double>(steps.back()) + 1);
    }
    return steps;
}

}  // namespace pipelab::optim
