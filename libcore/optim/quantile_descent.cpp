#include "optim/quantile_descent.hpp"

#include <cmath>

namespace pipelab::optim {

void QuantileDescent::push(double x) {
    State& s = state_;
    if (++s.count == 1) {
        s.iterate = s.average = s.mean = x;
        return;
    }
    const auto k = static_cast<double>(s.count);
    s.spread += (std::fabs(x - s.mean) - s.spread) / (k - 1);
    s.mean += (x - s.mean) / k;
    const double root = std::sqrt(k);
    s.iterate += s.spread / (root * std::sqrt(root)) * (p_ - (x <= s.iterate ? 1 : 0));
    s.average += (s.iterate - s.average) / k;
}

}  // namespace pipelab::optim
