#include "optim/root_kernels.hpp"

#include "base/isa.hpp"

#include <limits>

namespace pipelab::optim::kernel {

PIPELAB_ISA_CLONES
void step_by(double a, const double* __restrict y, double* __restrict w, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) w[i] -= a * y[i];
}

PIPELAB_ISA_CLONES
void step_by_each(const double* __restrict a, const double* __restrict y, double* __restrict w,
                  std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) w[i] -= a[i] * y[i];
}

PIPELAB_ISA_CLONES
void hold(double low, double high, double* w, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const double above = w[i] < low ? low : w[i];  // a NaN stays
        w[i] = above > high ? high : above;
    }
}

PIPELAB_ISA_CLONES
std::size_t count_lost(const double* w, std::size_t count) {
    constexpr double largest = std::numeric_limits<double>::max();
    std::size_t lost = 0;
    for (std::size_t i = 0; i < count; ++i) lost += !(w[i] >= -largest && w[i] <= largest);
    return lost;
}

PIPELAB_ISA_CLONES
void add_iterate(const double* __restrict w, double s, double reference, double* __restrict mean,
                 double* __restrict squares, double* __restrict products, std::size_t count) {
    const double inverse = 1 / s, square = s * s;
    for (std::size_t i = 0; i < count; ++i) {
        mean[i] += (w[i] - mean[i]) * inverse;
        const double distance = mean[i] - reference;
        squares[i] += square * distance * distance;
        products[i] += square * distance;
    }
}

PIPELAB_ISA_CLONES
void add_pair(const double* __restrict w, const double* __restrict y, double reference,
              double* __restrict sum_w, double* __restrict sum_y, double* __restrict sum_ww,
              double* __restrict sum_wy, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const double x = w[i] - reference;
        sum_w[i] += x;
        sum_y[i] += y[i];
        sum_ww[i] += x * x;
        sum_wy[i] += x * y[i];
    }
}

PIPELAB_ISA_CLONES
void widen(const double* __restrict w, double* __restrict lowest, double* __restrict highest,
           std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        lowest[i] = w[i] < lowest[i] ? w[i] : lowest[i];
        highest[i] = w[i] > highest[i] ? w[i] : highest[i];
    }
}

PIPELAB_ISA_CLONES
void add_squares(const double* __restrict y, double* __restrict sum, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) sum[i] += y[i] * y[i];
}

}  // namespace pipelab::optim::kernel
