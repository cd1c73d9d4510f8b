#pragma once

#include "base/exact_sum.hpp"
#include "io/plot.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pipelab::optim {

/// How a running mean went, beside the sample mean of the values so far: at most 2048 points, at
/// equal distances that double as the stream goes on.
class MeanCurve {
  public:
    void push(double x, double estimate);
    std::uint64_t count() const { return count_; }

    /// Steps k from left to right, both means upwards. `estimate` is what the curve is called.
    io::Plot plot(const std::string& estimate) const;

  private:
    static constexpr std::size_t most_points = 2048;

    void thin_out();

    std::uint64_t count_ = 0, stride_ = 1;
    double last_estimate_ = 0;
    base::ExactSum sum_;
    std::vector<double> steps_, estimates_, means_;
};

}  // namespace pipelab::optim
