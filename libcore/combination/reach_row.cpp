#include "combination/reach_row.hpp"

#include "base/isa.hpp"
#include "base/wide.hpp"
#include "combination/rows.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace pipelab::combination {
namespace {

/// to[i] |= from[i] shifted by `bits` to higher places, with what from[i - 1] moves up, i < count.
PIPELAB_ISA_CLONES void add_shifted_up(std::uint64_t* __restrict to,
                                       const std::uint64_t* __restrict from, std::size_t count,
                                       std::size_t bits) {
    if (bits == 0) {
        for (std::size_t i = 0; i < count; ++i) to[i] |= from[i];
    } else {
        for (std::size_t i = 0; i < count; ++i)
            to[i] |= from[i] << bits | *(from + i - 1) >> (64 - bits);
    }
}

/// The same to lower places, with what from[i + 1] moves down.
PIPELAB_ISA_CLONES void add_shifted_down(std::uint64_t* __restrict to,
                                         const std::uint64_t* __restrict from, std::size_t count,
                                         std::size_t bits) {
    if (bits == 0) {
        for (std::size_t i = 0; i < count; ++i) to[i] |= from[i];
    } else {
        for (std::size_t i = 0; i < count; ++i)
            to[i] |= from[i] >> bits | from[i + 1] << (64 - bits);
    }
}

/// to |= what `from`, also of `words` words, reaches by `shift` more. Both may be the same row:
/// then it is read before it is written, block after block.
void add_shifted(std::uint64_t* to, const std::uint64_t* from, std::size_t words,
                 std::int64_t shift) {
    const auto by = static_cast<std::size_t>(std::abs(shift));
    const std::size_t whole = by / 64, bits = by % 64;
    if (whole >= words) return;
    constexpr std::size_t block = 512;
    const std::size_t step = to == from ? block : words;
    std::uint64_t copy[block + 1];
    if (shift >= 0) {
        for (std::size_t stop = words, start; stop > whole + 1; stop = start) {
            start = stop - std::min(step, stop - whole - 1);
            const std::uint64_t* source = from + start - whole;
            if (to == from)
                source = std::copy(source - 1, from + stop - whole, copy) - (stop - start);
            add_shifted_up(to + start, source, stop - start, bits);
        }
        to[whole] |= from[0] << bits;
    } else {
        const std::size_t end = words - whole - 1;  // the last word has no word above it
        for (std::size_t start = 0, stop; start < end; start = stop) {
            stop = start + std::min(step, end - start);
            const std::uint64_t* source = from + start + whole;
            if (to == from) {
                std::copy(source, from + stop + whole + 1, copy);
                source = copy;
            }
            add_shifted_down(to + start, source, stop - start, bits);
        }
        to[end] |= from[words - 1] >> bits;
    }
}

}  // namespace

namespace detail {

std::size_t row_words(const Walk& walk) { return walk.rests() / 64 + 1; }

void set_bits(std::uint64_t* row, std::size_t first, std::size_t last) {
    const std::uint64_t from = ~std::uint64_t{0} << first % 64;
    const std::uint64_t to = ~std::uint64_t{0} >> (63 - last % 64);
    if (first / 64 == last / 64) {
        row[first / 64] |= from & to;
        return;
    }
    row[first / 64] |= from;
    std::fill(row + first / 64 + 1, row + last / 64, ~std::uint64_t{0});
    row[last / 64] |= to;
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
    const auto width = static_cast<std::uint64_t>(walk.rests() - 1);
    const std::uint64_t step = static_cast<std::uint64_t>(std::abs(p.value));
    for (std::uint64_t times = 1; step > 0 && times <= width / step; times *= 2)
        add_shifted(row, row, words, p.value * static_cast<std::int64_t>(times));
}

}  // namespace detail

std::uint64_t ReachRow::bytes(const Walk& walk) {
    if (walk.hopeless()) return 0;
    if (walk.huge() || walk.room() >> 40) return unlimited;
    const base::Wide all = base::Wide{detail::row_words(walk)} * (walk.room() + 2) * 8;
    return all >> 63 ? unlimited : static_cast<std::uint64_t>(all);
}

ReachRow::ReachRow(const Walk& walk, Until until, base::Control control)
    : least_(walk.least_rest()),
      greatest_(walk.greatest_rest()),
      lengths_(walk.counts_items()),
      rooms_(static_cast<std::size_t>(walk.room()) + 1),
      words_(detail::row_words(walk)),
      bits_(rooms_ * words_),
      spare_(words_) {
    std::fill(bits_.begin(), bits_.end(), 0);
    detail::for_each_end(walk, [&](std::size_t room, std::size_t first, std::size_t last) {
        detail::set_bits(row(room), first, last);
    });
    auto groups = groups_of(walk);
    // What must be used, then what comes close soon.
    std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
        if ((a.least > 0) != (b.least > 0)) return a.least > 0;
        return std::abs(a.value) > std::abs(b.value);
    });
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const bool may_end = groups[i].least == 0;
        if (until == Until::start_is_reached && may_end && reaches(walk.start().rest)) return;
        base::stop_if_requested(control.cancellation);
        take(groups[i]);
    }
}

bool ReachRow::reaches(std::int64_t rest) const {
    if (rest < least_ || rest > greatest_) return false;
    const auto bit = static_cast<std::size_t>(rest - least_);
    return start()[bit / 64] >> bit % 64 & 1;
}

std::optional<std::int64_t> ReachRow::up_to(std::int64_t rest) const {
    if (rest < least_) return std::nullopt;
    const auto bit = static_cast<std::size_t>(std::min(rest, greatest_) - least_);
    std::uint64_t mask = ~std::uint64_t{0} >> (63 - bit % 64);
    for (std::size_t word = bit / 64 + 1; word-- > 0; mask = ~std::uint64_t{0}) {
        const std::uint64_t found = start()[word] & mask;
        if (found != 0)
            return least_ + static_cast<std::int64_t>(word * 64 + 63) - std::countl_zero(found);
    }
    return std::nullopt;
}

std::optional<std::int64_t> ReachRow::from(std::int64_t rest) const {
    if (rest > greatest_) return std::nullopt;
    const auto bit = static_cast<std::size_t>(std::max(rest, least_) - least_);
    std::uint64_t mask = ~std::uint64_t{0} << bit % 64;
    for (std::size_t word = bit / 64; word < words_; ++word, mask = ~std::uint64_t{0}) {
        const std::uint64_t found = start()[word] & mask;
        if (found == 0) continue;
        const auto at = static_cast<std::int64_t>(word * 64) + std::countr_zero(found);
        if (at > greatest_ - least_) return std::nullopt;
        return least_ + at;
    }
    return std::nullopt;
}

void ReachRow::take(const Group& group) {
    if (group.least > 0) shift_all(group);
    // Up to once, then up to 3 times, up to 7...
    const std::uint64_t all = group.most - group.least;
    for (std::uint64_t upto = 0, more; upto < all; upto += more) {
        more = std::min(upto + 1, all - upto);
        std::int64_t shift = 0;
        if (__builtin_mul_overflow(group.value, static_cast<std::int64_t>(more), &shift)) return;
        if (!lengths_) {
            if (shift == 0) return;
            add_shifted(row(0), row(0), words_, shift);
            continue;
        }
        if (more >= rooms_) return;
        for (std::size_t room = rooms_; room-- > more;)
            add_shifted(row(room), row(room - static_cast<std::size_t>(more)), words_, shift);
    }
}

void ReachRow::shift_all(const Group& group) {
    const std::size_t fewer = lengths_ ? static_cast<std::size_t>(group.least) : 0;
    const std::int64_t shift = group.value * static_cast<std::int64_t>(group.least);
    for (std::size_t room = rooms_; room-- > 0;) {
        std::fill(spare_.begin(), spare_.end(), 0);
        if (room >= fewer) add_shifted(spare_.data(), row(room - fewer), words_, shift);
        std::copy_n(spare_.begin(), words_, row(room));
    }
}

}  // namespace pipelab::combination
