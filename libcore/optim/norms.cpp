#include "optim/norms.hpp"

#include "base/elementary_kernel.hpp"
#include "base/isa.hpp"
#include "base/parallel.hpp"

#include <cstddef>

namespace pipelab::optim {
namespace {

constexpr std::size_t block = std::size_t{1} << 16;
constexpr std::size_t lanes = 16;

// Lanes that the compiler may put into vectors of any width without another order of additions.
template <class Real>
PIPELAB_INLINE double squares(const Real* values, std::size_t count) {
    double sums[lanes] = {};
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        for (std::size_t j = 0; j < lanes; ++j) {
            const double value = values[i + j];
            sums[j] += value * value;
        }
    }
    double sum = 0;
    for (const double each : sums) sum += each;
    for (; i < count; ++i) sum += static_cast<double>(values[i]) * values[i];
    return sum;
}

PIPELAB_ISA_CLONES double squares_of(const float* values, std::size_t count) {
    return squares(values, count);
}
PIPELAB_ISA_CLONES double squares_of(const double* values, std::size_t count) {
    return squares(values, count);
}

// x - x is 0 for finite x, else NaN.
template <class Real>
PIPELAB_INLINE bool finite(const Real* values, std::size_t count) {
    int bad = 0;
    for (std::size_t i = 0; i < count; ++i) bad |= !(values[i] - values[i] == 0);
    return bad == 0;
}

PIPELAB_ISA_CLONES bool is_finite(const float* values, std::size_t count) {
    return finite(values, count);
}
PIPELAB_ISA_CLONES bool is_finite(const double* values, std::size_t count) {
    return finite(values, count);
}

template <class Real>
double sum_blocks(std::span<const Real> values) {
    return base::fold_blocks(
        values.size(), block, 0.0,
        [&](std::size_t begin, std::size_t end) {
            return squares_of(values.data() + begin, end - begin);
        },
        [](double a, double b) { return a + b; });
}

template <class Real>
bool check_blocks(std::span<const Real> values) {
    return base::fold_blocks(
        values.size(), block, true,
        [&](std::size_t begin, std::size_t end) {
            return is_finite(values.data() + begin, end - begin);
        },
        [](bool a, bool b) { return a && b; });
}

}  // namespace

double sum_of_squares(std::span<const float> values) { return sum_blocks(values); }
double sum_of_squares(std::span<const double> values) { return sum_blocks(values); }
bool all_finite(std::span<const float> values) { return check_blocks(values); }
bool all_finite(std::span<const double> values) { return check_blocks(values); }

}  // namespace pipelab::optim
