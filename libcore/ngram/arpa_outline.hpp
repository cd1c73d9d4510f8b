#pragma once

#include "io/chunk.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pipelab::ngram {

/// A stretch of a chunk of ARPA text that holds lines of one section.
struct ArpaPart {
    std::size_t order = 0;
    std::size_t begin = 0, end = 0;  ///< offsets in the chunk
};

/// Finds the sections of ARPA text, which it is shown chunk by chunk, in order.
class ArpaOutline {
  public:
    /// `name`: what messages call the input.
    explicit ArpaOutline(std::string name) { last_.file = std::move(name); }
    /// The parts of the next chunk. DataError with the place for sections that are not as
    /// announced, and whatever else stands outside of them.
    std::vector<ArpaPart> cut(const io::Chunk& chunk);
    /// As the header says; all orders are known once the first part has been.
    const std::vector<std::uint64_t>& counts() const { return counts_; }
    /// The order of the section that the last chunk ended in.
    std::size_t order() const { return order_; }
    bool ended() const { return stage_ == Stage::end; }
    /// The line on which the header says how many n-grams of this order there are.
    const base::Position& count_line(std::size_t order) const { return count_lines_[order - 1]; }
    /// DataError if \end\ has not come.
    void finish() const;

  private:
    enum class Stage { before, counts, sections, end };
    void read_line(std::string_view line, std::size_t offset, const io::Chunk& chunk);
    void read_count(std::string_view line, std::size_t offset, const io::Chunk& chunk);
    void read_marker(std::string_view line, std::size_t offset, const io::Chunk& chunk);

    Stage stage_ = Stage::before;
    std::size_t order_ = 0;
    std::vector<std::uint64_t> counts_;
    std::vector<base::Position> count_lines_;
    base::Position last_;
};

}  // namespace pipelab::ngram
