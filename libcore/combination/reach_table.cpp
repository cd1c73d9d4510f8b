#include "combination/reach_table.hpp"

#include "base/wide.hpp"
#include "combination/reach_row.hpp"
#include "combination/rows.hpp"

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

ReachTable::ReachTable(const Walk& walk, base::Control control)
    : least_(walk.least_rest()),
      greatest_(walk.greatest_rest()),
      rooms_(static_cast<std::size_t>(walk.room()) + 1),
      words_(row_words(walk)),
      bits_((walk.positions().size() + 1) * rooms_ * words_) {
    std::fill(bits_.begin(), bits_.end(), 0);
    detail::for_each_end(walk, [&](std::size_t room, std::size_t first, std::size_t last) {
        detail::set_bits(row(walk.end(), room), first, last);
    });
    const bool rest_by_rest = walk.sequences() && !walk.counts_items();
    if (rest_by_rest) fill_first_of_sequences(walk);
    detail::for_each_row(walk, rest_by_rest ? 1 : 0, walk.end(),
                         [&](std::uint32_t position, std::size_t room, std::size_t less) {
                             base::stop_if_requested(control.cancellation);
                             const Position& p = walk.positions()[position];
                             detail::fill_row(walk, position, room, row(position, room),
                                              row(p.skip, room), row(p.after, less));
                         });
}

/// The rests that sequences can make up for, in the order of their size.
void ReachTable::fill_first_of_sequences(const Walk& walk) {
    std::uint64_t* const first = row(0, 0);
    std::copy_n(row(walk.end(), 0), words_, first);
    const auto width = static_cast<std::int64_t>(walk.rests());
    detail::for_each_rest_of_sequences(walk, [&](std::int64_t bit) {
        bool alive = first[bit / 64] >> bit % 64 & 1;
        for (const Position& p : walk.positions()) {
            if (alive) break;
            const std::int64_t before = bit - p.value;
            alive = before >= 0 && before < width && (first[before / 64] >> before % 64 & 1) != 0;
        }
        if (alive) first[bit / 64] |= std::uint64_t{1} << bit % 64;
    });
}

}  // namespace pipelab::combination
