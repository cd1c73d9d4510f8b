#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "combination/outlook.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipelab::combination {

/// The ReachTable of combinations in about the square root of its memory: of n positions some
/// sqrt(n) rows are kept, and the rows between two of them are made again when the search comes
/// there. It does so seldom, since it goes back and forth mostly among the last positions.
class CheckpointTable final : public Outlook {
  public:
    /// What the kept and the remade rows take; unlimited where that is beyond 2^63.
    static std::uint64_t bytes(const Walk& walk);
    /// `walk` must outlive the table and not be one of sequences.
    explicit CheckpointTable(const Walk& walk, base::Control control = base::Control::none());
    bool alive(const State& state) const override;

  private:
    /// Positions [begins[i], begins[i + 1]) are block i; a candidate's stay together.
    static std::vector<std::uint32_t> begins(const Walk& walk);
    void make(std::size_t block) const;
    const std::uint64_t* kept(std::size_t block, std::size_t room) const {
        return kept_.data() + (block * rooms_ + room) * words_;
    }
    const std::uint64_t* row(std::uint32_t position, std::size_t room) const;

    const Walk& walk_;
    base::Control control_;
    std::size_t rooms_, words_;
    std::vector<std::uint32_t> begins_;        // ends with walk.end()
    std::vector<std::uint32_t> block_of_;      // of positions
    base::Array<std::uint64_t> kept_;          // the first row of each block, and the end's
    mutable base::Array<std::uint64_t> made_;  // the rows of one block
    mutable std::size_t block_ = 0;
};

}  // namespace pipelab::combination
