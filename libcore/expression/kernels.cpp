#include "expression/kernels.hpp"

#include "base/angle_kernel.hpp"
#include "base/elementary.hpp"
#include "base/hyperbolic_kernel.hpp"
#include "base/isa.hpp"

#include <array>
#include <cmath>

namespace pipelab::expression {
namespace {

namespace kernel = base::kernel;

/// A loop for each instruction set. Written as macros, since a clone does not inline the body
/// of a lambda or a template that was compiled for another level.
#define PIPELAB_KERNEL(name, value)                                                    \
    PIPELAB_ISA_CLONES void name(                                                      \
        [[maybe_unused]] const double* a, [[maybe_unused]] const double* b,            \
        [[maybe_unused]] const double* c, double* __restrict out, std::size_t count) { \
        for (std::size_t i = 0; i < count; ++i) out[i] = value;                        \
    }

/// The kernels of sine and cosine are good up to 2^20 radians; what is larger is done again, one
/// by one.
#define PIPELAB_CIRCULAR_KERNEL(name, value)                                                   \
    PIPELAB_ISA_CLONES std::size_t name##_small(const double* a, double* __restrict out,       \
                                                std::size_t count) {                           \
        std::size_t large = 0;                                                                 \
        for (std::size_t i = 0; i < count; ++i) {                                              \
            const bool small = kernel::magnitude(a[i]) <= 0x1p20;                              \
            const kernel::SinCos point = kernel::sin_cos_small(small ? a[i] : 0.0);            \
            large += !small;                                                                   \
            out[i] = value;                                                                    \
        }                                                                                      \
        return large;                                                                          \
    }                                                                                          \
    void name(const double* a, const double*, const double*, double* out, std::size_t count) { \
        if (name##_small(a, out, count) == 0) return;                                          \
        for (std::size_t i = 0; i < count; ++i) {                                              \
            if (!(kernel::magnitude(a[i]) <= 0x1p20)) out[i] = base::name(a[i]);               \
        }                                                                                      \
    }

PIPELAB_KERNEL(negate, -a[i])
PIPELAB_KERNEL(magnitude, kernel::magnitude(a[i]))
PIPELAB_KERNEL(sign, a[i] > 0 ? 1.0 : (a[i] < 0 ? -1.0 : a[i]))
PIPELAB_KERNEL(floor, std::floor(a[i]))
PIPELAB_KERNEL(ceil, std::ceil(a[i]))
PIPELAB_KERNEL(square, a[i] * a[i])
PIPELAB_KERNEL(sqrt, std::sqrt(a[i]))
PIPELAB_KERNEL(cbrt, kernel::cbrt(a[i]))
PIPELAB_KERNEL(exp, kernel::exp(a[i]))
PIPELAB_KERNEL(expm1, kernel::expm1(a[i]))
PIPELAB_KERNEL(log, kernel::log(a[i]))
PIPELAB_KERNEL(log1p, kernel::log1p(a[i]))
PIPELAB_KERNEL(log2, kernel::log2(a[i]))
PIPELAB_KERNEL(log10, kernel::log10(a[i]))
PIPELAB_CIRCULAR_KERNEL(sin, point.sin)
PIPELAB_CIRCULAR_KERNEL(cos, point.cos)
PIPELAB_CIRCULAR_KERNEL(tan, kernel::tan_of(point))
PIPELAB_KERNEL(asin, kernel::asin(a[i]))
PIPELAB_KERNEL(acos, kernel::acos(a[i]))
PIPELAB_KERNEL(atan, kernel::atan(a[i]))
PIPELAB_KERNEL(sinh, kernel::sinh(a[i]))
PIPELAB_KERNEL(cosh, kernel::cosh(a[i]))
PIPELAB_KERNEL(tanh, kernel::tanh(a[i]))
PIPELAB_KERNEL(asinh, kernel::asinh(a[i]))
PIPELAB_KERNEL(acosh, kernel::acosh(a[i]))
PIPELAB_KERNEL(atanh, kernel::atanh(a[i]))
PIPELAB_KERNEL(erf, kernel::erf(a[i]))
PIPELAB_KERNEL(erfc, kernel::erfc(a[i]))
PIPELAB_KERNEL(sigmoid, kernel::sigmoid(a[i]))
PIPELAB_KERNEL(softplus, kernel::softplus(a[i]))
PIPELAB_KERNEL(logical_not, a[i] == 0 ? 1.0 : 0.0)
PIPELAB_KERNEL(add, a[i] + b[i])
PIPELAB_KERNEL(subtract, a[i] - b[i])
PIPELAB_KERNEL(multiply, a[i] * b[i])
PIPELAB_KERNEL(divide, a[i] / b[i])
PIPELAB_KERNEL(power, kernel::pow(a[i], b[i]))
PIPELAB_KERNEL(atan2, kernel::atan2(a[i], b[i]))
PIPELAB_KERNEL(hypot, kernel::hypot(a[i], b[i]))
PIPELAB_KERNEL(minimum, a[i] <= b[i] || a[i] != a[i] ? a[i] : b[i])
PIPELAB_KERNEL(maximum, a[i] >= b[i] || a[i] != a[i] ? a[i] : b[i])
PIPELAB_KERNEL(less, a[i] < b[i] ? 1.0 : 0.0)
PIPELAB_KERNEL(less_equal, a[i] <= b[i] ? 1.0 : 0.0)
PIPELAB_KERNEL(equal, a[i] == b[i] ? 1.0 : 0.0)
PIPELAB_KERNEL(logical_and, a[i] != 0 && b[i] != 0 ? 1.0 : 0.0)
PIPELAB_KERNEL(logical_or, a[i] != 0 || b[i] != 0 ? 1.0 : 0.0)
PIPELAB_KERNEL(chain, a[i] == 0 ? 0.0 : a[i] * b[i])
PIPELAB_KERNEL(select, a[i] != 0 && a[i] == a[i] ? b[i] : c[i])

/// Half away from zero; adding 1/2 would round up what lies just below it.
PIPELAB_KERNEL(round,
               kernel::with_sign(
                   std::floor(kernel::magnitude(a[i])) +
                       (kernel::magnitude(a[i]) - std::floor(kernel::magnitude(a[i])) >= 0.5 ? 1.0
                                                                                             : 0.0),
                   a[i]))

/// The C library's fmod is exact, and so the same everywhere.
void modulo(const double* a, const double* b, const double*, double* out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const double divisor = b[i], rest = std::fmod(a[i], divisor);
        out[i] = rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest;
    }
}

#undef PIPELAB_KERNEL
#undef PIPELAB_CIRCULAR_KERNEL

constexpr std::array<Kernel, op_count> all_kernels() {
    return {nullptr,    nullptr,     negate,  magnitude, sign,     floor,      ceil,  round,
            square,     sqrt,        cbrt,    exp,       expm1,    log,        log1p, log2,
            log10,      sin,         cos,     tan,       asin,     acos,       atan,  sinh,
            cosh,       tanh,        asinh,   acosh,     atanh,    erf,        erfc,  sigmoid,
            softplus,   logical_not, add,     subtract,  multiply, divide,     power, atan2,
            hypot,      modulo,      minimum, maximum,   less,     less_equal, equal, logical_and,
            logical_or, chain,       select};
}

}  // namespace

Kernel kernel_of(Op op) {
    static const std::array kernels = all_kernels();
    return kernels[static_cast<std::size_t>(op)];
}

}  // namespace pipelab::expression
