#pragma once

#include "base/shard.hpp"
#include "combination/outlook.hpp"
#include "combination/walk.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <gmpxx.h>

namespace pipelab::combination {

/// Knows how many wanted combinations begin in a way, so that a search can go to the one of any
/// rank in their order (unranking) without listing those before.
class Ranking : public Outlook {
  public:
    /// How many there are that begin with `taken`, which has led to `state`; 0 for states that no
    /// search from the start can meet on its way to a wanted combination.
    virtual mpz_class count(const State& state, const std::vector<std::uint32_t>& taken) const = 0;
    mpz_class total() const { return walk_.hopeless() ? mpz_class(0) : count(walk_.start(), {}); }

  protected:
    /// `walk` must outlive the ranking.
    explicit Ranking(const Walk& walk) : walk_(walk) {}

  private:
    const Walk& walk_;
};

/// The ranks [first, second) of part of a list; both at most `total`.
using RankRange = std::pair<mpz_class, mpz_class>;
/// "A:B", either of which may be missing. nullopt if the text is something else, or A > B.
std::optional<RankRange> parse_range(std::string_view text, const mpz_class& total);
/// As Shard::range.
RankRange range_of(const base::Shard& shard, const mpz_class& total);

/// The rank of the `index`-th of uniform draws from [0, total), total > 0: exactly uniform.
mpz_class random_rank(std::uint64_t seed, std::uint64_t index, const mpz_class& total);

}  // namespace pipelab::combination
