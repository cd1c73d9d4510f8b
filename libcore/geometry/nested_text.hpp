#pragma once

#include "base/array.hpp"
#include "io/chunk.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>

namespace pipelab::geometry::detail {

/// What brackets mean: round ones, or those of JSON outside of strings.
enum class Nesting { round, json };

/// Finds the places between values of a text that comes piece by piece: where all brackets are
/// closed, behind a bracket or at the end of a line (Nesting::round: of one that ends in EMPTY).
class NestingScan {
  public:
    explicit NestingScan(Nesting nesting) : nesting_(nesting) {}
    /// The first place, or the last one, in `text`, which follows what was given before; 0 if there
    /// is none. After the first one nothing behind it counts as given.
    std::size_t first(std::string_view text) { return scan<true>(text); }
    std::size_t last(std::string_view text) { return scan<false>(text); }

  private:
    template <bool stop>
    std::size_t scan(std::string_view text);
    std::size_t pass_string(std::string_view text, std::size_t at);

    Nesting nesting_;
    std::uint64_t depth_ = 0;
    bool in_string_ = false, escaped_ = false;
    char last_ = '\0';  // byte that is not blank, at depth 0
};

/// Reads the inputs of a ChunkReader, which cuts for numbers, in pieces of whole values. next() may
/// be called from several threads; pieces come out in input order, with their text padded as that
/// of chunks. What is never closed comes with the rest of its input. Memory: two chunks, or twice
/// the longest value; DataError for one of 4 GiB.
class NestedTextReader {
  public:
    NestedTextReader(io::ChunkReader& reader, Nesting nesting) : reader_(reader), scan_(nesting) {}
    /// Before the first piece.
    void set_nesting(Nesting nesting) { scan_ = NestingScan(nesting); }
    bool next(io::Chunk& piece);

  private:
    void take(io::Chunk& piece, std::size_t end);

    std::mutex guard_;
    io::ChunkReader& reader_;
    NestingScan scan_;
    io::Chunk chunk_;
    base::Array<char> carry_;  // the front of a value
    base::Position at_;        // where it stands
    std::uint64_t index_ = 0;
    bool ended_ = false;
};

}  // namespace pipelab::geometry::detail
