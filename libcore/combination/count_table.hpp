#pragma once

#include "base/progress.hpp"
#include "combination/ranking.hpp"
#include "combination/walk.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace pipelab::combination {

/// The ranking by dynamic programming: the numbers of Counter for each position, length and rest,
/// filled as ReachTable is.
class CountTable final : public Ranking {
  public:
    /// What the table takes; unlimited where that is beyond 2^63.
    static std::uint64_t bytes(const Problem& problem, const Walk& walk);
    /// The problem must not be endless.
    CountTable(const Problem& problem, const Walk& walk,
               base::Control control = base::Control::none());
    ~CountTable() override;

    bool alive(const State& state) const override;
    mpz_class count(const State& state, const std::vector<std::uint32_t>& taken) const override;

    class Cells;

  private:
    bool holds(const State& state) const;
    std::size_t cell(const State& state) const;

    std::int64_t least_ = 0, greatest_ = -1;
    std::size_t rooms_ = 1;
    std::unique_ptr<Cells> cells_;
};

}  // namespace pipelab::combination
