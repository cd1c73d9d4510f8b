#include "combination/reach_table.hpp"

#include "base/wide.hpp"
#include "combination/reach_row.hpp"

#include <algorithm>

namespace pipelab::combination {
namespace {

using detail::row_words;

}  // namespace

std::uint64_t ReachTable::bytes(const Walk& walk) {
    if (walk.hopeless()) return 0;
    const base::Wide words = row_words(walk);
    const base::Wide rooms = base::Wide{walk.room()} + 1;
    if (rooms > (std::uint64_t{1} << 40) || words > (std::uint64_t{1} << 50)) return unlimited;
    const base::Wide all = words * rooms * (walk.positions().size() + 1) * 8;
    return all >> 63 ? unlimited : static_cast<std::uint64_t>(all);
}

ReachTable::ReachTable(const Walk& walk)
    : least_(walk.least_rest()),
      greatest_(walk.greatest_rest()),
      rooms_(static_cast<std::size_t>(walk.room()) + 1),
      words_(row_words(walk)),
      bits_((walk.positions().size() + 1) * rooms_ * words_) {
    std::fill(bits_.begin(), bits_.end(), 0);
    for (std::size_t room = 0; room < rooms_; ++room)
        detail::fill_end_row(walk, room, row(walk.end(), room));
    if (walk.sequences() && !walk.counts_items()) {
        fill_first_of_sequences(walk);
        for (std::size_t p = walk.end(); p-- > 1;) fill(walk, p, 0);
    } else if (walk.sequences()) {
        for (std::size_t room = 0; room < rooms_; ++room)
            for (std::size_t p = walk.end(); p-- > 0;) fill(walk, p, room);
    } else {
        for (std::size_t p = walk.end(); p-- > 0;)
            for (std::size_t room = 0; room < rooms_; ++room) fill(walk, p, room);
    }
}

void ReachTable::fill(const Walk& walk, std::size_t position, std::size_t room) {
    const Position& p = walk.positions()[position];
    const std::size_t less = walk.counts_items() && room > 0 ? room - 1 : room;
    detail::fill_row(walk, static_cast<std::uint32_t>(position), room, row(position, room),
                     row(p.skip, room), row(p.after, less));
}

/// The rests that sequences can make up for, in the order of their size.
void ReachTable::fill_first_of_sequences(const Walk& walk) {
    std::uint64_t* const first = row(0, 0);
    std::copy_n(row(walk.end(), 0), words_, first);
    const bool down = walk.positions()[0].value < 0;
    const auto width = static_cast<std::int64_t>(walk.rests());
    for (std::int64_t i = 0; i < width; ++i) {
        const std::int64_t bit = down ? width - 1 - i : i;
        bool alive = first[bit / 64] >> bit % 64 & 1;
        for (const Position& p : walk.positions()) {
            if (alive) break;
            const std::int64_t before = bit - p.value;
            alive = before >= 0 && before < width && (first[before / 64] >> before % 64 & 1) != 0;
        }
        if (alive) first[bit / 64] |= std::uint64_t{1} << bit % 64;
    }
}

}  // namespace pipelab::combination
