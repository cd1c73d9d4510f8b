#pragma once

#include "combination/problem.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::combination {

/// A problem laid out for a depth-first search, one element at a time. At a position the search
/// may take its value and go on at `after`, or leave it and all that equal it and go on at `skip`.
/// A candidate that may be used k times is k positions; one that its limit never binds is one
/// position that leads back to itself (in sequences every position leads back to the first).
/// Positions are ordered so that the search meets combinations in lexicographic order.
struct Position {
    std::int64_t value = 0;
    std::uint32_t after = 0;
    std::uint32_t skip = 0;
    bool may_skip = true;
    std::uint32_t candidate = 0;
};

/// What is left to do somewhere in a search: the sum that is missing up to Problem::high and how
/// many more items Problem::max_items allows (0 where length does not matter).
struct State {
    std::uint32_t position = 0;
    std::int64_t rest = 0;
    std::uint64_t room = 0;
    bool operator==(const State&) const = default;
};

class Walk {
  public:
    /// Of sequences with limits it knows only the numbers: limited_sequences.hpp. DataError for
    /// more than 2^26 positions.
    explicit Walk(const Problem& problem);

    /// A hopeless one.
    static Walk none();

    /// No combination can exist: there is nothing to search.
    bool hopeless() const { return hopeless_; }
    const std::vector<Position>& positions() const { return positions_; }
    std::uint32_t end() const { return static_cast<std::uint32_t>(positions_.size()); }
    State start() const { return {0, start_, room_}; }

    /// Every position leads back to the first.
    bool sequences() const {
        return !positions_.empty() && positions_.back().after == 0 && end() > 1;
    }

    /// How often a position that leads back to itself can be taken.
    std::uint64_t uses(std::uint32_t position) const {
        return uses_[positions_[position].candidate];
    }

    /// Whether the elements taken so far make a wanted combination.
    bool complete(const State& state) const {
        return state.rest >= 0 && state.rest <= slack_ && state.room <= room_slack_ &&
               may_stop_[state.position];
    }
    /// Where sums and lengths are right, if nothing more has to be taken.
    std::int64_t slack() const { return slack_; }
    std::uint64_t room_slack() const { return room_slack_; }
    bool may_stop(std::uint32_t position) const { return may_stop_[position]; }
    /// The largest room of a state; 0: length does not matter.
    std::uint64_t room() const { return room_; }
    bool counts_items() const { return room_ > 0 || no_items_; }

    State taken(const State& state, std::uint32_t position) const {
        const Position& p = positions_[position];
        return {p.after, state.rest - p.value, state.room - (room_ > 0 ? 1 : 0)};
    }
    /// False where max_items is used up.
    bool has_room(const State& state) const { return counts_items() ? state.room > 0 : true; }

    /// Positive and negative numbers both, and sums of some of them may be beyond 62 bits.
    bool huge() const { return huge_; }
    /// What part of the numbers adds to a wanted combination is not less and not more; both within
    /// 62 bits.
    std::int64_t least_part() const { return least_part_; }
    std::int64_t greatest_part() const { return greatest_part_; }
    /// The rests that can occur in a search that may still end well: [least, greatest]. Outlooks
    /// must call all others dead: only this keeps free negative numbers within their limits.
    std::int64_t least_rest() const { return least_rest_; }
    std::int64_t greatest_rest() const { return greatest_rest_; }
    /// How many these are.
    std::size_t rests() const {
        return static_cast<std::size_t>(greatest_rest_) - static_cast<std::size_t>(least_rest_) + 1;
    }

  private:
    Walk() = default;
    void lay_out(const Problem& problem);
    void limit_length(const Problem& problem);
    void limit_rests(const Problem& problem);

    std::vector<Position> positions_;
    std::vector<std::uint64_t> uses_;  // of candidates
    std::vector<char> may_stop_;       // one more than positions
    std::int64_t start_ = 0, slack_ = 0;
    std::uint64_t room_ = 0, room_slack_ = 0;
    std::int64_t least_rest_ = 0, greatest_rest_ = 0;
    std::int64_t least_part_ = 0, greatest_part_ = 0;
    bool no_items_ = false;
    bool hopeless_ = false;
    bool huge_ = false;
};

/// The positions [begin, end) of one candidate in a walk of combinations.
struct Group {
    std::uint32_t begin = 0, end = 0;
    std::int64_t value = 0;
    std::uint64_t least = 0, most = 0;  ///< how often it is taken in all

    /// How often it can be taken from `position` on.
    std::uint64_t least_from(std::uint32_t position) const {
        return least - std::min<std::uint64_t>(least, position - begin);
    }
    std::uint64_t most_from(std::uint32_t position) const { return most - (position - begin); }
};
std::vector<Group> groups_of(const Walk& walk);

}  // namespace pipelab::combination
