#include "combination/checkpoint_table.hpp"

#include "base/wide.hpp"
#include "combination/reach_row.hpp"
#include "combination/rows.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::combination {

std::vector<std::uint32_t> CheckpointTable::begins(const Walk& walk) {
    const auto length = static_cast<std::uint32_t>(std::sqrt(static_cast<double>(walk.end())) + 1);
    std::vector<std::uint32_t> begins;
    for (std::uint32_t p = 0; p < walk.end(); p = walk.positions()[p].skip)
        if (begins.empty() || p - begins.back() >= length) begins.push_back(p);
    begins.push_back(walk.end());
    return begins;
}

std::uint64_t CheckpointTable::bytes(const Walk& walk) {
    if (walk.hopeless()) return 0;
    if (walk.room() >> 32 || walk.huge()) return unlimited;
    const auto borders = begins(walk);
    std::uint32_t longest = 0;
    for (std::size_t i = 0; i + 1 < borders.size(); ++i)
        longest = std::max(longest, borders[i + 1] - borders[i]);
    const base::Wide row = base::Wide{detail::row_words(walk)} * (walk.room() + 1) * 8;
    const base::Wide all = row * (borders.size() + longest);
    return all >> 63 ? unlimited : static_cast<std::uint64_t>(all);
}

CheckpointTable::CheckpointTable(const Walk& walk, base::Control control)
    : walk_(walk),
      control_(control),
      rooms_(static_cast<std::size_t>(walk.room()) + 1),
      words_(detail::row_words(walk)),
      begins_(begins(walk)),
      kept_(begins_.size() * rooms_ * words_) {
    std::uint32_t longest = 0;
    for (std::uint32_t block = 0; block + 1 < begins_.size(); ++block) {
        const std::uint32_t length = begins_[block + 1] - begins_[block];
        longest = std::max(longest, length);
        block_of_.insert(block_of_.end(), length, block);
    }
    made_.resize(longest * rooms_ * words_);
    const std::size_t last = begins_.size() - 1;
    std::fill(kept_.begin(), kept_.end(), 0);
    detail::for_each_end(walk, [&](std::size_t room, std::size_t first, std::size_t end) {
        detail::set_bits(kept_.data() + (last * rooms_ + room) * words_, first, end);
    });
    for (std::size_t block = last; block-- > 0;) {
        make(block);
        std::copy_n(made_.begin(), rooms_ * words_,
                    kept_.begin() + static_cast<std::ptrdiff_t>(block * rooms_ * words_));
    }
}

/// A row of the block that is made, or the first of the next.
const std::uint64_t* CheckpointTable::row(std::uint32_t position, std::size_t room) const {
    if (position == begins_[block_ + 1]) return kept(block_ + 1, room);
    return made_.data() + ((position - begins_[block_]) * rooms_ + room) * words_;
}

void CheckpointTable::make(std::size_t block) const {
    block_ = block;
    std::fill(made_.begin(), made_.end(), 0);
    detail::for_each_row(walk_, begins_[block], begins_[block + 1],
                         [&](std::uint32_t position, std::size_t room, std::size_t less) {
                             base::stop_if_requested(control_.cancellation);
                             const Position& p = walk_.positions()[position];
                             detail::fill_row(walk_, position, room,
                                              const_cast<std::uint64_t*>(row(position, room)),
                                              row(p.skip, room), row(p.after, less));
                         });
}

bool CheckpointTable::alive(const State& state) const {
    if (state.rest < walk_.least_rest() || state.rest > walk_.greatest_rest() ||
        state.room >= rooms_)
        return false;
    const auto room = static_cast<std::size_t>(state.room);
    const auto bit = static_cast<std::size_t>(state.rest - walk_.least_rest());
    const std::uint64_t* bits = nullptr;
    if (state.position == walk_.end()) {
        bits = kept(begins_.size() - 1, room);
    } else if (const std::uint32_t block = block_of_[state.position];
               state.position == begins_[block]) {
        bits = kept(block, room);
    } else {
        if (block != block_) make(block);
        bits = row(state.position, room);
    }
    return bits[bit / 64] >> bit % 64 & 1;
}

}  // namespace pipelab::combination
