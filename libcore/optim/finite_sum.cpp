#include "optim/finite_sum.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "optim/norms.hpp"

#include <cmath>
#include <utility>

namespace pipelab::optim {
namespace {

using Vector = std::vector<double>;

constexpr std::size_t block_of_terms = 256;

void check(const FiniteSum& sum, const VarianceReduction& options) {
    if (sum.terms == 0) throw base::UsageError("finite sum: expected at least one term");
    if (!(options.lr > 0 && std::isfinite(options.lr)))
        throw base::UsageError("lr: expected a number above 0");
}

/// What both methods do at the end of an epoch: look at the full gradient at x.
class Epochs {
  public:
    Epochs(const FiniteSum& sum, std::span<const double> x, const VarianceReduction& options,
           base::Control control, const SumWatch& watch)
        : sum_(sum), options_(options), control_(control), watch_(watch) {
        check(sum, options);
        found.x.assign(x.begin(), x.end());
        found.gradient.resize(x.size());
        look(found.x);
    }

    bool more() {
        base::stop_if_requested(control_.cancellation);
        if (found.stop == Stop::running && found.iterations >= options_.epochs)
            found.stop = Stop::iterations;
        return found.stop == Stop::running;
    }

    /// Takes x as the point reached by an epoch.
    void reach(const Vector& x) {
        ++found.iterations;
        look(x);
    }

    Minimum found;

  private:
    void look(const Vector& x) {
        Vector gradient(x.size());
        mean_gradient(sum_, x, gradient);
        found.evaluations += sum_.terms;
        if (!all_finite(std::span<const double>(x)) ||
            !all_finite(std::span<const double>(gradient))) {
            found.stop = Stop::not_finite;
            return;
        }
        found.x = x;
        found.gradient = std::move(gradient);
        if (largest_magnitude(found.gradient) <= options_.gradient_tolerance)
            found.stop = Stop::gradient;
        if (watch_) watch_(found);
    }

    const FiniteSum& sum_;
    const VarianceReduction& options_;
    base::Control control_;
    const SumWatch& watch_;
};

}  // namespace

void mean_gradient(const FiniteSum& sum, std::span<const double> x, std::span<double> out) {
    const Vector total = base::fold_blocks(
        sum.terms, block_of_terms, Vector(x.size()),
        [&](std::size_t begin, std::size_t end) {
            Vector part(x.size()), one(x.size());
            for (std::size_t i = begin; i < end; ++i) {
                sum.gradient(i, x, one);
                for (std::size_t k = 0; k < one.size(); ++k) part[k] += one[k];
            }
            return part;
        },
        [](Vector a, const Vector& b) {
            for (std::size_t k = 0; k < a.size(); ++k) a[k] += b[k];
            return a;
        });
    for (std::size_t k = 0; k < out.size(); ++k) out[k] = total[k] / static_cast<double>(sum.terms);
}

Minimum svrg(const FiniteSum& sum, std::span<const double> x, const VarianceReduction& options,
             base::Control control, const SumWatch& watch) {
    Epochs epochs(sum, x, options, control, watch);
    const std::uint64_t steps = options.inner_steps > 0 ? options.inner_steps : 2 * sum.terms;
    const base::Random random(options.seed);
    Vector now = epochs.found.x, here(x.size()), there(x.size());
    std::uint64_t draw = 0;
    while (epochs.more()) {
        const Minimum& anchor = epochs.found;
        for (std::uint64_t t = 0; t < steps; ++t) {
            const std::size_t i = random.integer(draw++, sum.terms);
            sum.gradient(i, now, here);
            sum.gradient(i, anchor.x, there);
            for (std::size_t k = 0; k < now.size(); ++k)
                now[k] -= options.lr * (here[k] - there[k] + anchor.gradient[k]);
        }
        epochs.found.evaluations += 2 * steps;
        epochs.reach(now);
    }
    return std::move(epochs.found);
}

Minimum saga(const FiniteSum& sum, std::span<const double> x, const VarianceReduction& options,
             base::Control control, const SumWatch& watch) {
    Epochs epochs(sum, x, options, control, watch);
    const std::size_t n = x.size();
    const base::Random random(options.seed);
    Vector now = epochs.found.x, mean = epochs.found.gradient, fresh(n), table(sum.terms * n);
    base::parallel_for(sum.terms, [&](std::size_t i) {
        sum.gradient(i, x, std::span<double>(table).subspan(i * n, n));
    });
    std::uint64_t draw = 0;
    const auto terms = static_cast<double>(sum.terms);
    while (epochs.more()) {
        for (std::size_t t = 0; t < sum.terms; ++t) {
            const std::size_t i = random.integer(draw++, sum.terms);
            double* const old = table.data() + i * n;
            sum.gradient(i, now, fresh);
            for (std::size_t k = 0; k < n; ++k) {
                const double change = fresh[k] - old[k];
                now[k] -= options.lr * (change + mean[k]);
                mean[k] += change / terms;
                old[k] = fresh[k];
            }
        }
        epochs.found.evaluations += sum.terms;
        epochs.reach(now);
    }
    return std::move(epochs.found);
}

}  // namespace pipelab::optim
