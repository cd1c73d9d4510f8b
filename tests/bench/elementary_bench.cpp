// Our logarithm and exponential in bulk against loops over the C library's, one thread.
#include "base/elementary.hpp"
#include "base/random.hpp"
#include "timing.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

namespace {

template <class Ours, class Theirs>
void compare(const char* what, double count, Ours ours, Theirs theirs) {
    const double mine = bench::best_seconds(15, ours), other = bench::best_seconds(15, theirs);
    std::printf("%s %6.0f M/s   C library %6.0f M/s   ratio %.2f\n", what, count / mine / 1e6,
                count / other / 1e6, other / mine);
}

}  // namespace

int main() {
    std::vector<double> x(1 << 16), out(x.size());
    const auto count = static_cast<double>(x.size());
    const auto each = [&](double (*function)(double)) {
        return [&, function] { std::transform(x.begin(), x.end(), out.begin(), function); };
    };
    const pipelab::base::Random random(1);
    random.exponential(0, x);
    compare(
        "log", count, [&] { pipelab::base::log(x, out); }, each(std::log));
    random.normal(0, x);
    compare(
        "exp", count, [&] { pipelab::base::exp(x, out); }, each(std::exp));
    compare("sin, one by one", count, each(pipelab::base::sin), each(std::sin));
}
