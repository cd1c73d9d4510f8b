#pragma once

#include "base/array.hpp"
#include "base/error.hpp"
#include "base/progress.hpp"
#include "io/file_part.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::io {

/// How the inputs are cut into chunks.
enum class Cut {
    lines,    ///< after newlines only: records, sentences
    numbers,  ///< after newlines; inside a line longer than a chunk after a blank or comma
    json,     ///< after commas of a flat array, or newlines outside of one
    whole,    ///< nowhere: each input is one chunk
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
    bool array_open = false;     ///< Cut::json: that array, or a later one, goes on behind text
    base::Array<char> storage;   ///< owns the bytes; reused from chunk to chunk
};

/// Cuts several inputs, read in turn, into chunks. next() may be called from several threads;
/// chunks come out in input order.
/// The first chunk of an input has 64 KiB, later ones about `chunk_bytes`; fewer where the writer
/// of a pipe is slow, so that what has come is worked on without waiting for more. Whoever calls
/// next() reads, cuts and counts newlines (at some 10 GB/s) under a lock: parsing in several
/// threads overlaps with the reading of one. A UTF-8 byte order mark is skipped; one of UTF-16 is a
/// DataError. Packed bytes are reported by control.progress.advance(); begin() and end() are left
/// to the caller.
class ChunkReader {
  public:
    static constexpr std::size_t default_chunk = std::size_t{1} << 20;
    static constexpr std::size_t first_chunk = std::size_t{64} << 10;
    /// Lines (Cut::lines) or tokens (numbers, json) longer than this are a DataError.
    static constexpr std::size_t max_line = std::size_t{64} << 20;
    /// Inputs longer than this are a DataError of Cut::whole.
    static constexpr std::size_t max_whole = (std::size_t{4} << 30) - 64;

    /// No path means standard input. Opens an input only when it is reached.
    ChunkReader(std::vector<std::string> paths, Cut cut, base::Control control,
                std::size_t chunk_bytes = default_chunk);
    ~ChunkReader();
    ChunkReader(const ChunkReader&) = delete;
    ChunkReader& operator=(const ChunkReader&) = delete;

    /// The next chunk into `chunk`, whose storage is reused; false at the end of all inputs, after
    /// an error, and when control.cancellation asks to stop.
    bool next(Chunk& chunk);

    /// The beginning of the input that next() will read from, for a look at its format before any
    /// chunk is cut. Each call reads on and returns all there is so far, from the first byte after
    /// the byte order mark; no more than the last time: that is the whole input. Valid until the
    /// next call of anything here.
    std::string_view read_ahead();
    /// Reads only these parts of the inputs, one for each path; before the first is reached. Lines
    /// are counted from the beginning of a part.
    void read_parts(std::vector<FilePart> parts);
    /// What messages call the inputs; before the first is reached.
    void show_as(std::vector<std::string> names);
    /// How to cut from now on.
    void set_cut(Cut cut);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The number of newlines in `text`, at 10 GB/s and more.
std::size_t count_newlines(std::string_view text);

/// The position of text[offset] when text[0] stands at `start`. O(offset).
base::Position position_at(const base::Position& start, std::string_view text, std::size_t offset);

/// Calls work(chunk, worker) for all chunks on base::threads() workers, then sink(worker result)
/// in input order. `Result work(Chunk&, int worker)`, `void sink(Result&&)`; sinks never overlap.
/// A chunk and its storage live until its sink has returned. At most 4 results a worker wait, so
/// memory is at most threads * 5 * (chunk_bytes + size of a result) and the longest line twice.
/// The first chunk is worked on by the caller; an input that ends there starts no thread.
/// An error is rethrown for the first chunk (in input order) that failed, after all sinks before
/// it ran. Stops early, without error, when control.cancellation asks for it. Parallel loops
/// inside of work and sink run serially. `reader` is a ChunkReader, or makes chunks of its own as
/// that does.
template <class Reader, class Work, class Sink>
void for_chunks(Reader& reader, base::Control control, Work&& work, Sink&& sink);

}  // namespace pipelab::io

#include "io/chunk_loop.hpp"
