#include "combination/reach_row.hpp"

#include "base/array.hpp"
#include "base/isa.hpp"

#include <algorithm>

namespace pipelab::combination::detail {
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

}  // namespace

std::size_t row_words(const Walk& walk) { return walk.rests() / 64 + 1; }

void fill_end_row(const Walk& walk, std::size_t room, std::uint64_t* row) {
    if (room > walk.room_slack()) return;
    const std::int64_t least = walk.least_rest();
    for (std::int64_t rest = std::max<std::int64_t>(0, least);
         rest <= std::min(walk.slack(), walk.greatest_rest()); ++rest) {
        const auto bit = static_cast<std::size_t>(rest - least);
        row[bit / 64] |= std::uint64_t{1} << bit % 64;
    }
}

void fill_row(const Walk& walk, std::uint32_t position, std::size_t room, std::uint64_t* row,
              const std::uint64_t* skip, const std::uint64_t* after) {
    const Position& p = walk.positions()[position];
    const std::size_t words = row_words(walk);
    if (p.may_skip) std::copy_n(skip, words, row);
    if (walk.counts_items()) {
        if (room > 0) add_shifted(row, after, words, p.value);
        return;
    }
    if (after != row) return add_shifted(row, after, words, p.value);
    // Any number of times: 1, then up to 3, up to 7...
    base::Array<std::uint64_t> before(words);
    const auto width = static_cast<std::uint64_t>(walk.rests() - 1);
    const std::uint64_t step = static_cast<std::uint64_t>(p.value < 0 ? -p.value : p.value);
    for (std::uint64_t times = 1; step > 0 && times <= width / step; times *= 2) {
        std::copy_n(row, words, before.data());
        add_shifted(row, before.data(), words, p.value * static_cast<std::int64_t>(times));
    }
}

}  // namespace pipelab::combination::detail
