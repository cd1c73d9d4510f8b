#include "gap/statistics.hpp"

#include <algorithm>
#include <iterator>

#include <mpfr.h>

namespace pipelab::gap {
namespace {

/// A number of MPFR, rounded to nearest; the precision is given in bits.
class Real {
  public:
    explicit Real(mpfr_prec_t precision) { mpfr_init2(value_, precision); }
    ~Real() { mpfr_clear(value_); }
    Real(const Real&) = delete;
    Real& operator=(const Real&) = delete;
    operator mpfr_ptr() { return value_; }
    operator mpfr_srcptr() const { return value_; }

  private:
    mpfr_t value_;
};

constexpr mpfr_prec_t sum_bits = 256;
/// Holds every sum of a few distances of doubles exactly: from 2^1025 down to 2^-1074, and some.
constexpr mpfr_prec_t exact_bits = 2304;

static_assert(sizeof(unsigned long) == sizeof(std::uint64_t));

void assign(Real& to, std::uint64_t width) { mpfr_set_ui(to, width, MPFR_RNDN); }

void assign(Real& to, const RealWidth& width) {
    mpfr_set_d(to, width.high, MPFR_RNDN);
    mpfr_add_d(to, to, width.low, MPFR_RNDN);
    if (width.doubled) mpfr_mul_2ui(to, to, 1, MPFR_RNDN);
}

/// The terms of the sum, one after the other.
class Terms {
  public:
    template <class Width>
    Terms(std::uint64_t gaps, const Width& widest, const Width& range) : gaps_(gaps) {
        assign(widest_, widest);
        assign(range_, range);
        mpfr_set_ui(binomial_, 1, MPFR_RNDN);
    }
    /// C(m, j) (1 - j g)^(m-1) for the next j, into `term`; false if there are no more.
    bool next(Real& term) {
        if (++j_ > gaps_) return false;
        // What j gaps of the widest leave of the range: the subtraction that must be exact.
        mpfr_mul_ui(rest_, widest_, j_, MPFR_RNDN);
        mpfr_sub(rest_, range_, rest_, MPFR_RNDN);
        if (mpfr_sgn(static_cast<mpfr_srcptr>(rest_)) <= 0) return false;
        mpfr_mul_ui(binomial_, binomial_, gaps_ - j_ + 1, MPFR_RNDN);
        mpfr_div_ui(binomial_, binomial_, j_, MPFR_RNDN);
        mpfr_div(term, rest_, range_, MPFR_RNDN);
        mpfr_pow_ui(term, term, gaps_ - 1, MPFR_RNDN);
        mpfr_mul(term, term, binomial_, MPFR_RNDN);
        return true;
    }
    std::uint64_t index() const { return j_; }
    bool valid() const {
        return mpfr_sgn(static_cast<mpfr_srcptr>(range_)) > 0 && mpfr_cmp(widest_, range_) <= 0;
    }

  private:
    std::uint64_t gaps_;
    std::uint64_t j_ = 0;
    Real widest_{exact_bits}, range_{exact_bits}, rest_{exact_bits};
    Real binomial_{sum_bits};
};

template <class Width>
std::optional<double> p_value(std::uint64_t n, const Width& widest, const Width& range) {
    if (n < 3) return std::nullopt;
    Terms terms(n - 1, widest, range);
    if (!terms.valid()) return std::nullopt;
    Real sum(sum_bits), term(sum_bits), negligible(sum_bits);
    mpfr_set_zero(sum, 1);
    double lambda = 0;
    while (terms.next(term)) {
        const auto j = static_cast<double>(terms.index());
        if (j == 1) lambda = mpfr_get_d(term, MPFR_RNDU);
        if (lambda > 40) return 1.0;
        // The j-th term is at most lambda / j times the one before. Once they decrease, the sum is
        // off by less than the first term left out.
        mpfr_mul_2si(negligible, sum, -80, MPFR_RNDN);
        if (j > lambda && mpfr_cmpabs(term, negligible) <= 0) break;
        const bool odd = terms.index() % 2 == 1;
        (odd ? mpfr_add : mpfr_sub)(sum, sum, term, MPFR_RNDN);
    }
    return mpfr_get_d(sum, MPFR_RNDN);
}

double quotient(std::uint64_t numerator, std::uint64_t denominator) {
    return static_cast<double>(numerator) / static_cast<double>(denominator);
}

double quotient(const RealWidth& numerator, const RealWidth& denominator) {
    // A numerator is never wider than its denominator.
    const bool halve = denominator.doubled && !numerator.doubled;
    return (halve ? numerator.high / 2 : numerator.high) / denominator.high;
}

/// width / range; 0 if the range is empty, for then the width is, too.
template <class T>
double share(T lower, T upper, T range_lower, T range_upper) {
    if (range_lower == range_upper) return 0;
    return quotient(width_between(lower, upper), width_between(range_lower, range_upper));
}

constexpr std::uint64_t first_critical = 3;
/// P(ratio > value) = 0.05 for normal samples of 3, 4, ... 30 values, the larger of the ratios at
/// both ends. From 1.1 * 10^7 samples for each: the third digit may be off by one.
constexpr double critical_values[] = {0.970, 0.830, 0.710, 0.627, 0.569, 0.608, 0.564,
                                      0.530, 0.621, 0.591, 0.565, 0.586, 0.565, 0.546,
                                      0.529, 0.514, 0.501, 0.489, 0.478, 0.468, 0.459,
                                      0.451, 0.443, 0.436, 0.429, 0.423, 0.417, 0.412};

std::optional<double> critical_value(std::uint64_t n) {
    const std::uint64_t i = n - first_critical;
    if (i >= std::size(critical_values)) return std::nullopt;
    return critical_values[i];
}

}  // namespace

std::optional<double> largest_gap_p_value(std::uint64_t n, std::uint64_t widest,
                                          std::uint64_t range) {
    return p_value(n, widest, range);
}

std::optional<double> largest_gap_p_value(std::uint64_t n, const RealWidth& widest,
                                          const RealWidth& range) {
    return p_value(n, widest, range);
}

template <class T>
std::optional<DixonRatio> dixon_ratio(const ExtremeValues<T>& values) {
    const std::uint64_t n = values.count();
    if (n < 3) return std::nullopt;
    const std::span<const T> low = values.smallest(), high = values.largest();
    if (low[0] == high[0]) return std::nullopt;
    const std::size_t neighbour = n <= 10 ? 1 : 2;
    const std::size_t far_end = n <= 7 ? 0 : n <= 13 ? 1 : 2;
    const double below = share(low[0], low[neighbour], low[0], high[far_end]);
    const double above = share(high[neighbour], high[0], low[far_end], high[0]);
    constexpr std::string_view names[2][3] = {{"r10", "r11", ""}, {"", "r21", "r22"}};
    return DixonRatio{names[neighbour - 1][far_end], std::max(below, above), above > below,
                      critical_value(n)};
}

template std::optional<DixonRatio> dixon_ratio(const ExtremeValues<std::int64_t>&);
template std::optional<DixonRatio> dixon_ratio(const ExtremeValues<std::uint64_t>&);
template std::optional<DixonRatio> dixon_ratio(const ExtremeValues<double>&);

}  // namespace pipelab::gap
