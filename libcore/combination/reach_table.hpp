#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "combination/outlook.hpp"

#include <cstddef>
#include <cstdint>

namespace pipelab::combination {

/// One bit for each position, length and rest (Bellman's dynamic programme for subset sums), filled
/// from the last position to the first: O(positions * rests / 64) word operations for each length
/// that counts.
class ReachTable final : public Outlook {
  public:
    /// What the table of `walk` takes; unlimited where that is beyond 2^63.
    static std::uint64_t bytes(const Walk& walk);
    explicit ReachTable(const Walk& walk, base::Control control = base::Control::none());
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
    void fill_first_of_sequences(const Walk& walk);

    std::int64_t least_, greatest_;
    std::size_t rooms_, words_;
    base::Array<std::uint64_t> bits_;
};

}  // namespace pipelab::combination
