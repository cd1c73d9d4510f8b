#include "optim/moments.hpp"

#include <array>

#include <mpfr.h>

namespace pipelab::optim {
namespace {

/// A binary number of `bits` that frees itself.
class Binary {
  public:
    explicit Binary(mpfr_prec_t bits) { mpfr_init2(value_, bits); }
    ~Binary() { mpfr_clear(value_); }
    Binary(const Binary&) = delete;
    Binary& operator=(const Binary&) = delete;
    mpfr_ptr get() { return value_; }

  private:
    mpfr_t value_;
};

/// The nearest double, ties to even.
double rounded(const mpq_class& exact) {
    // With two bits more, the last of them sticky, the one rounding to a double is to nearest,
    // also where it is denormal.
    Binary value(55 + 1100);
    const int inexact = mpfr_set_q(value.get(), exact.get_mpq_t(), MPFR_RNDZ);
    if (inexact != 0) {
        if (exact > 0) {
            mpfr_nextabove(value.get());
        } else {
            mpfr_nextbelow(value.get());
        }
    }
    return mpfr_get_d(value.get(), MPFR_RNDN);
}

/// sign(exact) sqrt(|exact|).
double rounded_root(const mpq_class& exact) {
    Binary value(200);
    mpfr_set_q(value.get(), mpq_class(abs(exact)).get_mpq_t(), MPFR_RNDN);
    mpfr_sqrt(value.get(), value.get(), MPFR_RNDN);
    const double root = mpfr_get_d(value.get(), MPFR_RNDN);
    return exact < 0 ? -root : root;
}

mpq_class count_of(const PowerSums& sums) {
    mpz_class count;
    const std::uint64_t n = sums.count();
    mpz_import(count.get_mpz_t(), 1, 1, sizeof n, 0, 0, &n);
    return count;
}

/// The central moments m2, m3, m4; the count is not 0.
struct Central {
    mpq_class n, second, third, fourth;

    explicit Central(const PowerSums& sums) : n(count_of(sums)) {
        const mpq_class mean = sums.sum(1) / n, square = sums.sum(2) / n, cube = sums.sum(3) / n;
        const mpq_class mean_square = mean * mean;
        second = square - mean_square;
        third = cube - 3 * mean * square + 2 * mean * mean_square;
        fourth = sums.sum(4) / n - 4 * mean * cube + 6 * mean_square * square -
                 3 * mean_square * mean_square;
    }
};

/// sum (x - mean)^2.
mpq_class squared_deviations(const PowerSums& sums) {
    const mpq_class first = sums.sum(1);
    return sums.sum(2) - first * first / count_of(sums);
}

std::optional<mpq_class> exact_variance(const PowerSums& sums) {
    if (sums.count() < 2) return std::nullopt;
    return squared_deviations(sums) / (count_of(sums) - 1);
}

/// g1^2 with the sign of g1.
mpq_class signed_square_of_skewness(const Central& m) {
    return abs(m.third) * m.third / (m.second * m.second * m.second);
}

}  // namespace

std::optional<double> mean(const PowerSums& sums) {
    if (sums.count() == 0) return std::nullopt;
    return rounded(sums.sum(1) / count_of(sums));
}

double sum(const PowerSums& sums) { return rounded(sums.sum(1)); }

std::optional<double> variance(const PowerSums& sums) {
    const auto exact = exact_variance(sums);
    if (!exact) return std::nullopt;
    return rounded(*exact);
}

std::optional<double> population_variance(const PowerSums& sums) {
    if (sums.count() == 0) return std::nullopt;
    return rounded(squared_deviations(sums) / count_of(sums));
}

std::optional<double> standard_deviation(const PowerSums& sums) {
    const auto exact = exact_variance(sums);
    if (!exact) return std::nullopt;
    return rounded_root(*exact);
}

std::optional<double> population_standard_deviation(const PowerSums& sums) {
    if (sums.count() == 0) return std::nullopt;
    return rounded_root(squared_deviations(sums) / count_of(sums));
}

std::optional<double> standard_error(const PowerSums& sums) {
    const auto exact = exact_variance(sums);
    if (!exact) return std::nullopt;
    return rounded_root(*exact / count_of(sums));
}

std::optional<double> skewness(const PowerSums& sums) {
    if (sums.count() == 0) return std::nullopt;
    const Central m(sums);
    if (m.second == 0) return std::nullopt;
    return rounded_root(signed_square_of_skewness(m));
}

std::optional<double> excess_kurtosis(const PowerSums& sums) {
    if (sums.count() == 0) return std::nullopt;
    const Central m(sums);
    if (m.second == 0) return std::nullopt;
    return rounded(m.fourth / (m.second * m.second) - 3);
}

std::optional<double> adjusted_skewness(const PowerSums& sums) {
    if (sums.count() < 3) return std::nullopt;
    const Central m(sums);
    if (m.second == 0) return std::nullopt;
    return rounded_root(signed_square_of_skewness(m) * m.n * (m.n - 1) / ((m.n - 2) * (m.n - 2)));
}

std::optional<double> adjusted_kurtosis(const PowerSums& sums) {
    if (sums.count() < 4) return std::nullopt;
    const Central m(sums);
    if (m.second == 0) return std::nullopt;
    const mpq_class excess = m.fourth / (m.second * m.second) - 3;
    return rounded((m.n - 1) / ((m.n - 2) * (m.n - 3)) * ((m.n + 1) * excess + 6));
}

}  // namespace pipelab::optim
