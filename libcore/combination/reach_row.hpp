#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "combination/walk.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace pipelab::combination {

/// Rows of bits: whether what is missing can be made up for from a position on, one bit for each
/// rest from walk.least_rest() to walk.greatest_rest().
namespace detail {

/// 64-bit words of a row.
std::size_t row_words(const Walk& walk);

/// Sets the bits from `first` to `last`.
void set_bits(std::uint64_t* row, std::size_t first, std::size_t last);

/// The row of `position` for a room, all zeros before. `skip`: the row of its skip, for that room;
/// `after`: that of its after, for a room less by one where items are counted; `row` itself where
/// the position leads back to itself.
void fill_row(const Walk& walk, std::uint32_t position, std::size_t room, std::uint64_t* row,
              const std::uint64_t* skip, const std::uint64_t* after);

}  // namespace detail

/// Only what can be made up for from the start: one row of bits for each length that counts, to
/// which a candidate after the other is added in O(log(uses) * rests / 64). Not for sequences.
class ReachRow {
  public:
    /// What the rows take; unlimited where that is beyond 2^63.
    static std::uint64_t bytes(const Walk& walk);
    enum class Until { start_is_reached, all_is_known };
    /// The walk must not be hopeless.
    ReachRow(const Walk& walk, Until until, base::Control control);

    /// Whether combinations make up for `rest` with the room of the start.
    bool reaches(std::int64_t rest) const;
    /// The closest rest that they make up for, up to `rest` and from it on.
    std::optional<std::int64_t> up_to(std::int64_t rest) const;
    std::optional<std::int64_t> from(std::int64_t rest) const;

  private:
    const std::uint64_t* start() const { return bits_.data() + (rooms_ - 1) * words_; }
    std::uint64_t* row(std::size_t room) { return bits_.data() + room * words_; }
    void take(const Group& group);
    void shift_all(const Group& group);

    std::int64_t least_, greatest_;
    bool lengths_;
    std::size_t rooms_, words_;
    base::Array<std::uint64_t> bits_;
    base::Array<std::uint64_t> spare_;  // one row
};

}  // namespace pipelab::combination
