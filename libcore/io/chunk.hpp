#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/array.hpp"
#include "base/error.hpp"
#include "base/progress.hpp"

namespace pipelab::io {

/// How the inputs are cut into chunks.
enum class Cut {
    lines,    ///< after newlines only: records, sentences
    numbers,  ///< after newlines; inside a line longer than a chunk after a blank or comma
    json,     ///< after commas of a flat array, or newlines outside of one
};

/// A piece of one input that can be parsed by itself. At least 64 readable bytes lie behind the
/// text, and 64 before it (their contents are unspecified), so that kernels may load whole
/// vectors.
struct Chunk {
    std::string_view text;
    base::Position start;        ///< where text[0] stands
    std::uint64_t index = 0;     ///< 0, 1, 2, ... over all inputs
    bool first_of_file = false;  ///< a header line may stand here; a BOM has been removed
    bool in_comment = false;     ///< Cut::numbers: text begins inside a # comment
    bool in_array = false;       ///< Cut::json: text begins behind a comma of an array
    base::Array<char> storage;   ///< owns the bytes; reused from chunk to chunk
};

/// Cuts several inputs, read in turn, into chunks. next() may be called from several threads;
/// chunks come out in input order.
class ChunkReader {
  public:
    static constexpr std::size_t default_chunk = std::size_t{1} << 20;
    /// Lines (Cut::lines) or tokens (other cuts) longer than this are a DataError.
    static constexpr std::size_t max_line = std::size_t{64} << 20;

    /// No path means standard input. Opens an input only when it is reached.
    ChunkReader(std::vector<std::string> paths, Cut cut, base::Control control,
                std::size_t chunk_bytes = default_chunk);
    ~ChunkReader();

    /// The next chunk into `chunk`, whose storage is reused; false at the end of all inputs.
    bool next(Chunk& chunk);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The position of text[offset] when text[0] stands at `start`. O(offset).
base::Position position_at(const base::Position& start, std::string_view text, std::size_t offset);

/// Calls work(chunk, worker) for all chunks on base::threads() workers, then sink(worker result)
/// in input order. `Result work(Chunk&, int worker)`, `void sink(Result&&)`; sinks never overlap.
/// A chunk and its storage live until its sink has returned. At most 4 results a worker wait.
/// An error is rethrown for the first chunk (in input order) that failed, after all sinks before
/// it ran. Stops early, without error, when control.cancellation asks for it.
template <class Work, class Sink>
void for_chunks(ChunkReader& reader, base::Control control, Work&& work, Sink&& sink);

}  // namespace pipelab::io

#include "io/chunk_loop.hpp"
