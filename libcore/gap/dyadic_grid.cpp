#include "gap/dyadic_grid.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::gap {
namespace {

/// The cell `rise` levels above, which may be more levels than a cell number has bits.
CellNumber risen(CellNumber cell, int rise) { return cell >> std::min(rise, 127); }

/// Each 2^rise neighbouring bits as one, all at the low end. rise is 1 to 6.
std::uint64_t merged(std::uint64_t bits, int rise) {
    constexpr std::uint64_t pairs[] = {0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F,
                                       0x00FF00FF00FF00FF, 0x0000FFFF0000FFFF};
    for (int i = 0; i < rise; ++i) {
        bits = (bits | bits >> 1) & pairs[0];
        for (int k = 0; k < 4; ++k) bits = (bits | bits >> (1 << k)) & pairs[k + 1];
        bits = (bits | bits >> 16) & 0xFFFFFFFF;
    }
    return bits;
}

}  // namespace

CellRange DyadicGrid::fitted(const CellRange& fine) {
    CellRange range = fine;
    while (range.last - range.first >= static_cast<CellNumber>(most_cells)) {
        range = {range.level + 1, range.first >> 1, range.last >> 1};
    }
    return range;
}

void DyadicGrid::extend(const CellRange& range) {
    if (empty())
        words_.resize(most_cells / 64);
    else if (range.level != range_.level) {
        DyadicGrid coarse;
        coarse.extend(range);
        coarse.add(*this);
        words_ = std::move(coarse.words_);
    }
    range_ = range;
}

void DyadicGrid::add(const DyadicGrid& other) {
    if (other.empty()) return;
    const int rise = range_.level - other.range_.level;
    if (rise == 0) {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
        return;
    }
    const CellNumber last = other.range_.last >> 6;
    for (CellNumber word = other.range_.first >> 6; word <= last; ++word) {
        const std::uint64_t marks = other.marks(word);
        if (marks == 0) continue;
        const auto bit = static_cast<std::uint64_t>(risen(word << 6, rise)) & mask;
        words_[bit >> 6] |= merged(marks, std::min(rise, 6)) << (bit & 63);
    }
}

std::uint64_t DyadicGrid::count() const {
    std::uint64_t marks = 0;
    for (const std::uint64_t word : words_) marks += static_cast<unsigned>(std::popcount(word));
    return marks;
}

std::uint64_t DyadicGrid::marks(CellNumber word) const {
    std::uint64_t bits = words_[static_cast<std::uint64_t>(word) & (mask >> 6)];
    if (word == range_.first >> 6) bits &= ~std::uint64_t{0} << (range_.first & 63);
    if (word == range_.last >> 6) bits &= ~std::uint64_t{0} >> (63 - (range_.last & 63));
    return bits;
}

std::string DyadicGrid::packed() const {
    std::string bytes(empty() ? 0 : packed_size(range_), '\0');
    for_each([&](CellNumber cell) {
        const auto i = static_cast<std::uint64_t>(cell - range_.first);
        bytes[i / 8] = static_cast<char>(bytes[i / 8] | 1 << i % 8);
    });
    return bytes;
}

DyadicGrid DyadicGrid::unpacked(const CellRange& range, std::string_view bytes) {
    DyadicGrid grid;
    grid.extend(range);
    const std::uint64_t cells = range.cells();
    for (std::uint64_t i = 0; i < cells; ++i) {
        if ((bytes[i / 8] >> (i % 8) & 1) != 0) grid.mark(range.first + static_cast<CellNumber>(i));
    }
    return grid;
}

}  // namespace pipelab::gap
