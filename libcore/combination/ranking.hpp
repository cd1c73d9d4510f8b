#pragma once

#include "base/shard.hpp"
#include "combination/count.hpp"
#include "combination/walk.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <gmpxx.h>

namespace pipelab::combination {

/// Knows for each state of a walk how many wanted combinations lie behind it, so that the search
/// can go to the one of any rank in their order (unranking) without listing those before.
class Ranking {
  public:
    /// What the table takes: the numbers of Counter for each position, length and rest; unlimited
    /// where that is beyond 2^63.
    static std::uint64_t bytes(const Problem& problem, const Walk& walk);
    /// Both must outlive the ranking. The problem must not be endless.
    Ranking(const Problem& problem, const Walk& walk);
    ~Ranking();
    Ranking(const Ranking&) = delete;
    Ranking& operator=(const Ranking&) = delete;

    mpz_class total() const;
    /// 0 for states that no search from the start can meet on its way to a wanted combination.
    mpz_class count(const State& state) const;

    class Table;

  private:
    const Walk& walk_;
    std::unique_ptr<Table> table_;
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
