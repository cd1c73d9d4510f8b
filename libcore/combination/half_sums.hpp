#pragma once

#include "base/array.hpp"
#include "combination/reach_table.hpp"
#include "combination/walk.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

#include <gmpxx.h>

namespace pipelab::combination {

/// Meet in the middle (Horowitz and Sahni 1974), for numbers too large for tables: the combinations
/// of the first candidates and those of the others are few enough to be held, sorted by sum.
/// Only for combinations; time and memory grow as the square root of what trying everything takes.
class HalfSums final : public Outlook {
  public:
    /// What the lists for a search take; unlimited where that is beyond 2^63.
    static std::uint64_t bytes(const Walk& walk);
    explicit HalfSums(const Walk& walk);

    /// Exact behind the middle, before it only whether the rest lies between the least and the
    /// greatest sum: a search tries at most all combinations of the first half.
    bool alive(const State& state) const override;

  private:
    struct Sum {
        std::int64_t sum;
        std::uint64_t items;
        auto operator<=>(const Sum&) const = default;
    };
    using Sums = base::Array<Sum>;

    const Walk& walk_;
    std::uint32_t middle_;
    std::vector<std::int64_t> least_, greatest_;  // sums from a position on
    std::vector<Sums> behind_;                    // from middle_ on; equal ones once
};

/// What counting needs, and the count: two sorted lists and one pass over both for each pair of
/// lengths that matters.
std::uint64_t half_count_bytes(const Walk& walk);
mpz_class half_count(const Walk& walk);

}  // namespace pipelab::combination
