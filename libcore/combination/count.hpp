#pragma once

#include "base/progress.hpp"
#include "combination/walk.hpp"

#include <cstddef>
#include <cstdint>

#include <gmpxx.h>

namespace pipelab::combination {

/// How many combinations (sequences) a problem wants, exactly, by dynamic programming over the
/// rests of its walk: combinations are the coefficient of x^high in the product over the candidates
/// of (1 - x^((most+1) value)) / (1 - x^value), sequences that in 1 / (1 - sum of x^value); with a
/// second variable where length matters. Numbers are as wide as a bound on the result asks for
/// (Chernoff's, at its best x): 64, 128 or any number of bits.
/// O(candidates * rests) operations on them, times lengths where these matter.
class Counter {
  public:
    /// Both must outlive the counter. The problem must not be endless.
    Counter(const Problem& problem, const Walk& walk);

    /// No more bits are in the result.
    double bits() const { return bits_; }
    /// The width of the numbers: "64", "128" or "any number of".
    const char* number_size() const;
    /// What count() takes; unlimited where that is beyond 2^63.
    std::uint64_t bytes() const;
    mpz_class count(base::Control control = base::Control::none()) const;

  private:
    template <class Number>
    mpz_class count_with(base::Control control) const;
    template <class Number>
    mpz_class combinations(base::Control control) const;
    template <class Number>
    mpz_class sequences(base::Control control) const;
    template <class Number>
    mpz_class sequences_by_length(base::Control control) const;
    /// Sums that sequences() holds at a time.
    std::size_t window() const;
    double combination_bits() const;
    double sequence_bits() const;

    const Problem& problem_;
    const Walk& walk_;
    double bits_;
};

}  // namespace pipelab::combination
