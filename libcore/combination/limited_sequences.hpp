#pragma once

#include "combination/reach_table.hpp"
#include "combination/walk.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include <gmpxx.h>

namespace pipelab::combination {

/// Whether sequences of a problem may use some number a limited number of times, or have to use
/// one.
bool limits_sequences(const Problem& problem);

/// Keeps the search for such sequences out of dead ends: what is left to use can end well if any
/// combination of it can. Answers are kept for each set of numbers used; a new one costs a
/// ReachTable.
class LimitedSequences final : public Outlook {
  public:
    /// The memory of one table.
    static std::uint64_t bytes(const Problem& problem);
    /// Both must outlive the object.
    LimitedSequences(const Problem& problem, const Walk& walk);

    bool alive(const State&) const override { return true; }
    bool leads_on(const State& next, const std::vector<std::uint32_t>& taken,
                  std::uint32_t position) const override;
    bool suffices(const std::vector<std::uint32_t>& taken) const override;

  private:
    std::vector<std::uint64_t> uses(const std::vector<std::uint32_t>& taken) const;
    bool can_end(const std::vector<std::uint64_t>& used) const;

    const Problem& problem_;
    const Walk& walk_;
    mutable std::unordered_map<std::string, bool> known_;
};

/// How many such sequences there are: combinations by sum and length, each with the ways to put
/// its numbers in order. O(candidates * uses * lengths * sums) operations on numbers of any size.
mpz_class count_limited_sequences(const Problem& problem);
/// What that takes, about; unlimited where that is beyond 2^63.
std::uint64_t limited_sequences_bytes(const Problem& problem);

}  // namespace pipelab::combination
