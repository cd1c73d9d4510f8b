#pragma once

#include "io/number.hpp"

#include <array>
#include <cstdint>
#include <optional>

#include <gmpxx.h>

namespace pipelab::optim {

/// The sums of the first four powers of numbers, exactly, with their extremes. A number counts as
/// what its text says where io::Number holds that (64-bit decimals of up to 18 places), else as the
/// double nearest to it. So the order of the numbers and how they were divided among sums that were
/// joined cannot matter, and every statistic made of the sums is rounded once. Some 2 ns a number
/// that is a decimal of up to nine digits, 10 if longer, 60 where decimals and doubles mix. At most
/// 6 KiB.
class PowerSums {
  public:
    /// The numbers of a block; one that is real must have been read with keep_numbers.
    void add(const io::NumberBlock& block);
    void add(const io::Number& number);
    /// Associative and commutative.
    void join(const PowerSums& other);

    std::uint64_t count() const { return count_; }
    /// The sum of the power-th powers, power from 1 to 4.
    mpq_class sum(int power) const;
    /// nullopt: no numbers.
    std::optional<io::Number> minimum() const { return minimum_; }
    std::optional<io::Number> maximum() const { return maximum_; }

    static constexpr int decimal_places = 18;      ///< of the finest decimals
    static constexpr int finest_exponent = -1074;  ///< of the doubles

    /// What the object is made of, for files: decimals[p - 1] * 10^(-18 p) and
    /// doubles[p - 1] * 2^(-1074 p) are the sums of the p-th powers of the numbers of either kind.
    struct Parts {
        std::uint64_t count = 0;
        std::array<mpz_class, 4> decimals, doubles;
        std::optional<io::Number> minimum, maximum;
    };
    Parts parts() const;
    explicit PowerSums(const Parts& parts);
    PowerSums() = default;

  private:
    void extend(const io::Number& least, const io::Number& greatest);

    std::uint64_t count_ = 0;
    std::array<mpz_class, 4> decimals_, doubles_;
    std::optional<io::Number> minimum_, maximum_;
};

}  // namespace pipelab::optim
