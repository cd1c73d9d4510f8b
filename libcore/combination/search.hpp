#pragma once

#include "base/progress.hpp"
#include "combination/outlook.hpp"
#include "combination/ranking.hpp"
#include "combination/walk.hpp"

#include <cstdint>
#include <vector>

namespace pipelab::combination {

/// Visits the wanted combinations of a walk in lexicographic order, one a call. Between two of them
/// it takes a step for each element that changes, and looks at each candidate once at most.
class Search {
  public:
    /// All must outlive the search. next() throws base::Stopped when `control` asks for it.
    Search(const Walk& walk, const Outlook& outlook, base::Control control = base::Control::none());

    /// Memory for the longest combination it may hold, at most.
    static std::uint64_t bytes(const Walk& walk);

    /// Goes to the next combination; false behind the last.
    bool next();
    /// next() will find the combination of this rank, from 0, below ranking.total(). A look at each
    /// candidate for each element.
    void seek(const Ranking& ranking, mpz_class rank);
    /// The positions of its elements, in order.
    const std::vector<std::uint32_t>& taken() const { return taken_; }
    /// What its elements leave of Problem::high.
    std::int64_t rest() const { return states_.back().rest; }
    /// How many elements it shares with the one before.
    std::size_t kept() const { return kept_; }

  private:
    bool complete() const;
    bool deepen(std::uint32_t from);

    const Walk& walk_;
    const Outlook& outlook_;
    base::Control control_;
    std::vector<State> states_;  // one more than taken_
    std::vector<std::uint32_t> taken_;
    std::size_t kept_ = 0;
    std::uint32_t steps_ = 0;
    bool at_combination_ = false;  ///< that is still to be shown
};

}  // namespace pipelab::combination
