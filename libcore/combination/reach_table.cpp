#include "combination/reach_table.hpp"

#include "base/isa.hpp"
#include "base/wide.hpp"

#include <algorithm>

namespace pipelab::combination {
namespace {

/// to |= from shifted by `shift` bits to higher places.
PIPELAB_ISA_CLONES void add_shifted_up(std::uint64_t* to, const std::uint64_t* from,
                                       std::size_t words, std::size_t shift) {
    const std::size_t whole = shift / 64, bits = shift % 64;
    if (whole >= words) return;
    if (bits == 0) {
        for (std::size_t i = whole; i < words; ++i) to[i] |= from[i - whole];
        return;
    }
    to[whole] |= from[0] << bits;
    for (std::size_t i = whole + 1; i < words; ++i)
        to[i] |= from[i - whole] << bits | from[i - whole - 1] >> (64 - bits);
}

PIPELAB_ISA_CLONES void add_shifted_down(std::uint64_t* to, const std::uint64_t* from,
                                         std::size_t words, std::size_t shift) {
    const std::size_t whole = shift / 64, bits = shift % 64;
    if (whole >= words) return;
    const std::size_t count = words - whole;
    if (bits == 0) {
        for (std::size_t i = 0; i < count; ++i) to[i] |= from[i + whole];
        return;
    }
    for (std::size_t i = 0; i + 1 < count; ++i)
        to[i] |= from[i + whole] >> bits | from[i + whole + 1] << (64 - bits);
    to[count - 1] |= from[words - 1] >> bits;
}

/// to |= what `from` reaches by one more `value`.
void add_shifted(std::uint64_t* to, const std::uint64_t* from, std::size_t words,
                 std::int64_t value) {
    if (value >= 0) {
        add_shifted_up(to, from, words, static_cast<std::size_t>(value));
    } else {
        add_shifted_down(to, from, words, static_cast<std::size_t>(-value));
    }
}

std::size_t width_of(const Walk& walk) {
    return static_cast<std::size_t>(walk.greatest_rest() - walk.least_rest()) + 1;
}

}  // namespace

std::uint64_t ReachTable::bytes(const Walk& walk) {
    if (walk.hopeless()) return 0;
    const base::Wide words = width_of(walk) / 64 + 1;
    const base::Wide rooms = base::Wide{walk.room()} + 1;
    if (rooms > (std::uint64_t{1} << 40) || words > (std::uint64_t{1} << 50)) return unlimited;
    const base::Wide all = words * rooms * (walk.positions().size() + 1) * 8;
    return all >> 63 ? unlimited : static_cast<std::uint64_t>(all);
}

ReachTable::ReachTable(const Walk& walk)
    : least_(walk.least_rest()),
      greatest_(walk.greatest_rest()),
      rooms_(static_cast<std::size_t>(walk.room()) + 1),
      words_(width_of(walk) / 64 + 1),
      bits_((walk.positions().size() + 1) * rooms_ * words_) {
    std::fill(bits_.begin(), bits_.end(), 0);
    fill_end(walk);
    const bool sequences =
        !walk.positions().empty() && walk.positions().back().after == 0 && walk.end() > 1;
    if (sequences && !walk.counts_items()) {
        fill_first_of_sequences(walk);
        for (std::size_t p = walk.end(); p-- > 1;) fill(walk, p, 0);
    } else if (sequences) {
        for (std::size_t room = 0; room < rooms_; ++room)
            for (std::size_t p = walk.end(); p-- > 0;) fill(walk, p, room);
    } else {
        for (std::size_t p = walk.end(); p-- > 0;)
            for (std::size_t room = 0; room < rooms_; ++room) fill(walk, p, room);
    }
}

void ReachTable::fill_end(const Walk& walk) {
    for (std::int64_t rest = std::max<std::int64_t>(0, least_);
         rest <= std::min(walk.slack(), greatest_); ++rest) {
        const auto bit = static_cast<std::size_t>(rest - least_);
        for (std::size_t room = 0; room <= walk.room_slack() && room < rooms_; ++room)
            row(walk.end(), room)[bit / 64] |= std::uint64_t{1} << bit % 64;
    }
}

void ReachTable::fill(const Walk& walk, std::size_t position, std::size_t room) {
    const Position& p = walk.positions()[position];
    std::uint64_t* const to = row(position, room);
    if (p.may_skip) std::copy_n(row(p.skip, room), words_, to);
    if (walk.counts_items()) {
        if (room > 0) add_shifted(to, row(p.after, room - 1), words_, p.value);
        return;
    }
    if (p.after != position) return add_shifted(to, row(p.after, 0), words_, p.value);
    // Any number of times: 1, then up to 3, up to 7...
    base::Array<std::uint64_t> before(words_);
    const auto width = static_cast<std::uint64_t>(greatest_ - least_);
    const std::uint64_t step = static_cast<std::uint64_t>(p.value < 0 ? -p.value : p.value);
    for (std::uint64_t times = 1; step > 0 && times <= width / step; times *= 2) {
        std::copy_n(to, words_, before.data());
        add_shifted(to, before.data(), words_, p.value * static_cast<std::int64_t>(times));
    }
}

/// The rests that sequences can make up for, in the order of their size.
void ReachTable::fill_first_of_sequences(const Walk& walk) {
    std::uint64_t* const first = row(0, 0);
    std::copy_n(row(walk.end(), 0), words_, first);
    const bool down = walk.positions()[0].value < 0;
    const auto width = static_cast<std::int64_t>(width_of(walk));
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
