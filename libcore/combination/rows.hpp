#pragma once

#include "combination/walk.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// How tables over positions, lengths and rests are filled: row by row, from the end.
namespace pipelab::combination::detail {

/// Calls see(room, first, last) for what is wanted where nothing more is taken: rests first to
/// last, counted from walk.least_rest() on.
template <class See>
void for_each_end(const Walk& walk, See&& see) {
    const std::uint64_t rooms = std::min(walk.room(), walk.room_slack());
    const std::int64_t least = std::max<std::int64_t>(0, walk.least_rest());
    const std::int64_t greatest = std::min(walk.slack(), walk.greatest_rest());
    if (least > greatest) return;
    for (std::uint64_t room = 0; room <= rooms; ++room) {
        see(static_cast<std::size_t>(room), static_cast<std::size_t>(least - walk.least_rest()),
            static_cast<std::size_t>(greatest - walk.least_rest()));
    }
}

/// Calls fill(position, room, less) for positions [first, last): rows come after those that they
/// stand on, (skip, room) and (after, less). Not for sequences whose length does not matter, where
/// rows stand on each other.
template <class Fill>
void for_each_row(const Walk& walk, std::uint32_t first, std::uint32_t last, Fill&& fill) {
    const auto rooms = static_cast<std::size_t>(walk.room()) + 1;
    const auto one = [&](std::uint32_t position, std::size_t room) {
        fill(position, room, walk.counts_items() && room > 0 ? room - 1 : room);
    };
    if (walk.sequences()) {
        for (std::size_t room = 0; room < rooms; ++room)
            for (std::uint32_t p = last; p-- > first;) one(p, room);
    } else {
        for (std::uint32_t p = last; p-- > first;)
            for (std::size_t room = 0; room < rooms; ++room) one(p, room);
    }
}

/// The first and the step behind the last of `width` rests, from those that sequences reach with
/// the fewest numbers on; values all have one sign.
template <class See>
void for_each_rest_of_sequences(const Walk& walk, See&& see) {
    const bool down = walk.positions()[0].value < 0;
    const auto width = static_cast<std::int64_t>(walk.rests());
    for (std::int64_t i = 0; i < width; ++i) see(down ? width - 1 - i : i);
}

}  // namespace pipelab::combination::detail
