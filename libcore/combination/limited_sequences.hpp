#pragma once

#include "base/progress.hpp"
#include "combination/ranking.hpp"
#include "combination/walk.hpp"

#include <cstdint>
#include <map>
#include <vector>

#include <gmpxx.h>

namespace pipelab::combination {

/// Whether sequences of a problem may use some number a limited number of times, or have to use
/// one.
bool limits_sequences(const Problem& problem);

/// Keeps the search for such sequences out of dead ends: what is left to use can end well if any
/// combination of it can. Answers are kept for sets of numbers used; a new one costs a ReachRow.
/// Counts are those of count_limited_sequences for what is left.
class LimitedSequences final : public Ranking {
  public:
    /// What searching takes at least.
    static std::uint64_t bytes(const Problem& problem);
    /// Both must outlive the object. Of answers it keeps as many as fit `memory` bytes.
    LimitedSequences(const Problem& problem, const Walk& walk, std::uint64_t memory,
                     base::Control control = base::Control::none());

    bool alive(const State&) const override { return true; }
    bool leads_on(const State& next, const std::vector<std::uint32_t>& taken,
                  std::uint32_t position) const override;
    bool suffices(const std::vector<std::uint32_t>& taken) const override;
    mpz_class count(const State& state, const std::vector<std::uint32_t>& taken) const override;

  private:
    using Uses = std::vector<std::uint64_t>;  // of each candidate
    Uses uses(const std::vector<std::uint32_t>& taken) const;
    bool can_end(const Uses& used) const;
    template <class Answers>
    void forget_if_many(Answers& answers) const;

    const Problem& problem_;
    const Walk& walk_;
    std::uint64_t memory_;
    base::Control control_;
    mutable std::map<Uses, bool> can_end_;
    mutable std::map<Uses, mpz_class> counts_;
};

/// How many such sequences there are: combinations by sum and length, each with the ways to put
/// its numbers in order. O(candidates * uses * lengths * sums) operations on numbers of any size.
mpz_class count_limited_sequences(const Problem& problem,
                                  base::Control control = base::Control::none());
/// What that takes, about; unlimited where that is beyond 2^63.
std::uint64_t limited_sequences_bytes(const Problem& problem);

}  // namespace pipelab::combination
