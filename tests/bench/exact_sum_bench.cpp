// Correctly rounded sums against a plain loop and compensated summation, one thread.
#include "base/exact_sum.hpp"
#include "base/random.hpp"
#include "timing.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <vector>

namespace {

double neumaier(const std::vector<double>& values) {
    double sum = 0, rest = 0;
    for (const double x : values) {
        const double t = sum + x;
        rest += std::abs(sum) >= std::abs(x) ? (sum - t) + x : (x - t) + sum;
        sum = t;
    }
    return sum + rest;
}

template <class Sum>
double best_seconds(Sum sum) {
    return bench::best_seconds(9, [&] { [[maybe_unused]] volatile double result = sum(); });
}

void compare(const char* what, const std::vector<double>& values) {
    const double exact = best_seconds([&] { return pipelab::base::exact_sum(values); });
    const double plain =
        best_seconds([&] { return std::accumulate(values.begin(), values.end(), 0.0); });
    const double compensated = best_seconds([&] { return neumaier(values); });
    const auto count = static_cast<double>(values.size());
    std::printf("%-22s exact %5.2f G/s   plain loop %5.2f (ratio %.2f)   Neumaier %5.2f (%.2f)\n",
                what, count / exact / 1e9, count / plain / 1e9, plain / exact,
                count / compensated / 1e9, compensated / exact);
}

}  // namespace

int main() {
    const pipelab::base::Random random(1);
    std::vector<double> values(1 << 20);
    random.uniform(0, values);
    compare("uniform", values);
    random.normal(0, values);
    compare("normal", values);
    for (double& x : values) x = std::exp(10 * x);
    compare("exp(10 normal)", values);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = std::ldexp(values[i], static_cast<int>(random.integer(i, 1800)) - 900);
    }
    compare("whole exponent range", values);
}
