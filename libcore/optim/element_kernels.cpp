#include "optim/element_kernels.hpp"

#include "base/isa.hpp"

namespace pipelab::optim::element {
namespace {

/// The loop itself. The rule is copied, so that its scalars stay in registers.
template <class Rule, class Real>
PIPELAB_INLINE void loop(const Rule rule, Real* __restrict p, const Real* __restrict g,
                         Real* __restrict a, Real* __restrict b, Real* __restrict c,
                         std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        if constexpr (Rule::arrays == 0) rule(p[i], g[i]);
        if constexpr (Rule::arrays == 1) rule(p[i], g[i], a[i]);
        if constexpr (Rule::arrays == 2) rule(p[i], g[i], a[i], b[i]);
        if constexpr (Rule::arrays == 3) rule(p[i], g[i], a[i], b[i], c[i]);
    }
}

}  // namespace

// Clones of templates cannot be had: a plain function for each rule and type, and the
// specialisation that calls it.
#define PIPELAB_OPTIM_SWEEP(Real, ...)                                                      \
    PIPELAB_ISA_CLONES void run(const __VA_ARGS__& rule, Real* p, const Real* g,            \
                                const Arrays<Real>& arrays, std::size_t count) {            \
        loop(rule, p, g, arrays.first, arrays.second, arrays.third, count);                 \
    }                                                                                       \
    template <>                                                                             \
    void sweep(const __VA_ARGS__& rule, Real* p, const Real* g, const Arrays<Real>& arrays, \
               std::size_t count) {                                                         \
        run(rule, p, g, arrays, count);                                                     \
    }
#define PIPELAB_OPTIM_SWEEPS(Real)                         \
    PIPELAB_OPTIM_SWEEP(Real, Descent<Real>)               \
    PIPELAB_OPTIM_SWEEP(Real, Momentum<Real, false>)       \
    PIPELAB_OPTIM_SWEEP(Real, Momentum<Real, true>)        \
    PIPELAB_OPTIM_SWEEP(Real, Asgd<Real>)                  \
    PIPELAB_OPTIM_SWEEP(Real, Adagrad<Real>)               \
    PIPELAB_OPTIM_SWEEP(Real, Rmsprop<Real, false, false>) \
    PIPELAB_OPTIM_SWEEP(Real, Rmsprop<Real, true, false>)  \
    PIPELAB_OPTIM_SWEEP(Real, Rmsprop<Real, false, true>)  \
    PIPELAB_OPTIM_SWEEP(Real, Rmsprop<Real, true, true>)   \
    PIPELAB_OPTIM_SWEEP(Real, Adadelta<Real>)              \
    PIPELAB_OPTIM_SWEEP(Real, Adam<Real, false>)           \
    PIPELAB_OPTIM_SWEEP(Real, Adam<Real, true>)            \
    PIPELAB_OPTIM_SWEEP(Real, Adamax<Real>)                \
    PIPELAB_OPTIM_SWEEP(Real, Nadam<Real>)                 \
    PIPELAB_OPTIM_SWEEP(Real, Radam<Real, false>)          \
    PIPELAB_OPTIM_SWEEP(Real, Radam<Real, true>)           \
    PIPELAB_OPTIM_SWEEP(Real, Rprop<Real>)                 \
    PIPELAB_OPTIM_SWEEP(Real, Lion<Real>)                  \
    PIPELAB_OPTIM_SWEEP(Real, Adabelief<Real>)             \
    PIPELAB_OPTIM_SWEEP(Real, Yogi<Real>)                  \
    PIPELAB_OPTIM_SWEEP(Real, ScheduleFree<Real>)          \
    PIPELAB_OPTIM_SWEEP(Real, Ftrl<Real>)                  \
    PIPELAB_OPTIM_SWEEP(Real, Lamb<Real>)

PIPELAB_OPTIM_SWEEPS(float)
PIPELAB_OPTIM_SWEEPS(double)

}  // namespace pipelab::optim::element
