#pragma once

#include "base/array.hpp"
#include "combination/walk.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::combination {

/// Tells which states of a walk can still end well, so that a search enters no dead end.
class Outlook {
  public:
    virtual ~Outlook() = default;
    virtual bool alive(const State& state) const = 0;
    /// The same after `taken` and then `position` were taken: for what a state does not tell.
    virtual bool leads_on(const State& next, const std::vector<std::uint32_t>& taken,
                          std::uint32_t position) const {
        static_cast<void>(taken), static_cast<void>(position);
        return alive(next);
    }
    /// Whether a complete state is wanted after these were taken.
    virtual bool suffices(const std::vector<std::uint32_t>& taken) const {
        static_cast<void>(taken);
        return true;
    }
};

/// One bit for each position, length and rest (Bellman's dynamic programme for subset sums), filled
/// from the last position to the first: O(positions * rests / 64) word operations for each length
/// that counts.
class ReachTable final : public Outlook {
  public:
    /// What the table of `walk` takes; unlimited where that is beyond 2^63.
    static std::uint64_t bytes(const Walk& walk);
    explicit ReachTable(const Walk& walk);
    bool alive(const State& state) const override {
        if (state.rest < least_ || state.rest > greatest_ || state.room >= rooms_) return false;
        const auto bit = static_cast<std::size_t>(state.rest - least_);
        return row(state.position, state.room)[bit / 64] >> bit % 64 & 1;
    }

  private:
    const std::uint64_t* row(std::size_t position, std::size_t room) const {
        return bits_.data() + (position * rooms_ + room) * words_;
    }
    std::uint64_t* row(std::size_t position, std::size_t room) {
        return bits_.data() + (position * rooms_ + room) * words_;
    }
    void fill(const Walk& walk, std::size_t position, std::size_t room);
    void fill_first_of_sequences(const Walk& walk);

    std::int64_t least_, greatest_;
    std::size_t rooms_, words_;
    base::Array<std::uint64_t> bits_;
};

}  // namespace pipelab::combination
