#pragma once

#include "base/error.hpp"
#include "io/chunk.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::io {

/// The lines of several inputs in turn, one after the other: for small inputs, and where each
/// line depends on those before. A byte order mark and carriage returns before newlines are
/// dropped, a missing last newline makes no difference; blank lines and comments are lines.
/// Memory: about two chunks, or twice the longest line.
class LineReader {
  public:
    /// No path means standard input. Lines beyond ChunkReader::max_line are a DataError.
    explicit LineReader(std::vector<std::string> paths,
                        base::Control control = base::Control::none());

    /// The next line without its end; false behind the last. `line` is valid until the next call.
    bool next(std::string_view& line);
    /// Where the line of the last next() begins.
    const base::Position& position() const { return position_; }
    /// True if that line is the first of its input: a header may stand there.
    bool first_of_file() const { return position_.line == 1; }

  private:
    ChunkReader reader_;
    Chunk chunk_;
    std::string_view rest_;
    base::Position position_;
};

}  // namespace pipelab::io
