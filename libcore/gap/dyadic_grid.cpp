#include "gap/dyadic_grid.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::gap {

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
    // Beyond the width of a cell number only its sign is left.
    const int rise = std::min(range_.level - other.range_.level, 127);
    if (rise == 0) {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    } else {
        other.for_each([&](CellNumber cell) { mark(cell >> rise); });
    }
}

std::uint64_t DyadicGrid::count() const {
    std::uint64_t marks = 0;
    for (const std::uint64_t word : words_) marks += static_cast<unsigned>(std::popcount(word));
    return marks;
}

std::uint64_t DyadicGrid::group(std::uint64_t group) const {
    const std::uint64_t from = (static_cast<std::uint64_t>(range_.first) + 64 * group) & mask;
    const std::uint64_t shift = from & 63;
    std::uint64_t bits = words_[from >> 6] >> shift;
    if (shift != 0) bits |= words_[((from >> 6) + 1) & (mask >> 6)] << (64 - shift);
    // A full grid goes round in a circle: what follows the last cell may be the first again.
    const std::uint64_t left = range_.cells() - 64 * group;
    return left >= 64 ? bits : bits & ((std::uint64_t{1} << left) - 1);
}

std::string DyadicGrid::packed() const {
    std::string bytes(empty() ? 0 : packed_size(range_), '\0');
    for (std::size_t i = 0; i < bytes.size(); i += 8) {
        const std::uint64_t bits = group(i / 8);
        for (std::size_t j = 0; j < 8 && i + j < bytes.size(); ++j) {
            bytes[i + j] = static_cast<char>(bits >> (8 * j));
        }
    }
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
