#pragma once

#include "base/progress.hpp"
#include "io/chunk.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

/// Which sentences to read from which inputs.
struct SentenceInput {
    std::vector<std::string> paths;  ///< none: standard input; "-" too
    /// A line is a string, or an object with the sentence under a key; escapes may stand for bytes.
    bool json = false;
    std::string column;  ///< "": the line (JSON: the key "text"); "3": the third field; else the
                         ///< field that the header (JSON: the key) names
    std::optional<char> delimiter;  ///< of fields, which then may be quoted (RFC 4180); none: tabs
    bool header = false;            ///< the first line of each input names the columns
    std::string label;  ///< the column, as above, that tells the class of a sentence; "": none
};

/// Sentences of one stretch of an input.
struct Sentences {
    base::Position start;                  ///< of the stretch
    std::string_view chunk;                ///< its text
    std::vector<std::string_view> texts;   ///< 64 bytes behind each are readable
    std::vector<std::string_view> lines;   ///< where they stood, without line end
    std::vector<std::string_view> labels;  ///< where they are asked for
    std::deque<std::string> copies;        ///< texts that did not stand there as they are

    /// Where a part of a text stands; of one that was copied, its line.
    base::Position position(std::string_view part) const;
};

/// A copy in `copies` that may be read 64 bytes further.
std::string_view padded(std::string_view text, std::deque<std::string>& copies);

/// Takes the sentences out of chunks of one input.
class SentenceReader {
  public:
    /// Looks at the beginning of the input for the header, if there should be one. UsageError for a
    /// column name without header, DataError where the header does not have it. `input` must
    /// outlive the object.
    SentenceReader(const SentenceInput& input, io::ChunkReader& reader, const std::string& name);
    /// Blank lines are empty sentences (JSON: none). DataError with the place for a line without
    /// the field, and for JSON that is none.
    Sentences read(const io::Chunk& chunk) const;
    /// The header line; empty without.
    const std::string& header() const { return header_; }

  private:
    void read_json(const io::Chunk& chunk, Sentences& sentences) const;
    void read_json(std::string_view lines, const base::Position& start, bool strings,
                   Sentences& sentences) const;
    std::size_t find_column(const std::string& option, const std::string& column,
                            const std::string& name) const;
    std::string_view field_of(std::string_view line, std::size_t number,
                              const base::Position& start, Sentences& sentences) const;

    const SentenceInput& input_;
    std::string header_;
    std::size_t field_ = 0;  // from 1; 0: the whole line
    std::size_t label_ = 0;
};

/// All sentences of a file, in memory.
struct TextList {
    io::Chunk chunk;
    Sentences sentences;
};
/// Reads `path` as inputs are read. DataError for more than io::ChunkReader::max_whole.
TextList read_text_list(const SentenceInput& input, const std::string& path, base::Control control);

/// For for_sentences where a sentence takes much work: threads share it sooner.
inline constexpr std::size_t hard_work_chunk = io::ChunkReader::first_chunk;

/// Calls sink(work(sentences)) for all sentences of the inputs in turn: work in parallel, sink in
/// input order. `begin(reader)`, before an input is read, may look at its header.
template <class Begin, class Work, class Sink>
void for_sentences(const SentenceInput& input, base::Control control, Begin&& begin, Work&& work,
                   Sink&& sink, std::size_t chunk_bytes = io::ChunkReader::default_chunk) {
    std::vector<std::string> paths = input.paths;
    if (paths.empty()) paths.push_back("-");
    for (const std::string& path : paths) {
        io::ChunkReader chunks({path}, io::Cut::lines, control, chunk_bytes);
        const SentenceReader reader(input, chunks, path == "-" ? "stdin" : path);
        begin(reader);
        io::for_chunks(
            chunks, control, [&](io::Chunk& chunk, int) { return work(reader.read(chunk)); }, sink);
        if (control.cancellation.requested()) return;
    }
}

}  // namespace pipelab::ngram
