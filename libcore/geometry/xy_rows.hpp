#pragma once

#include "geometry/input.hpp"
#include "io/chunk.hpp"
#include "io/json_tokens.hpp"

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace pipelab::geometry::detail {

/// How the rows of one xy input are read.
struct XyPlan {
    std::size_t width = 2;
    /// As asked for: none if blanks or commas separate.
    std::optional<char> delimiter;
    /// What separates the fields: a comma too where the first line has one.
    std::optional<char> separator;
    /// The fields of the coordinates, from 1, ascending; fields[i] is coordinate places[i]. Empty:
    /// the first ones.
    std::vector<std::size_t> fields, places;
    std::size_t id_field = 0;       ///< from 1; 0: none
    std::uint64_t header_line = 0;  ///< 0: none
    std::size_t header_fields = 0;  ///< where a separator parts them: each row must have as many
    bool numbers = false;
    bool json = false;           ///< rows of JSON
    bool json_document = false;  ///< arrays of rows, over any number of lines
    Style style;

    /// The last chunk had further fields: the next will have, too.
    mutable std::atomic<bool> by_fields = false;
};

/// Looks at the beginning of an input for its header and separators. UsageError for column names
/// where there is no header; DataError for names that it lacks.
void plan_xy(const Input& input, std::size_t width, io::ChunkReader& reader,
             const std::string& name, XyPlan& plan);

/// The rows of a chunk, which was cut at newlines (a document: not at all).
Rows read_xy_text(const XyPlan& plan, const io::Chunk& chunk);
Rows read_xy_json(const XyPlan& plan, io::JsonTokens& tokens, const io::Chunk& chunk);

/// The same by walking over fields, whatever the text looks like.
Rows read_xy_fields(const XyPlan& plan, const io::Chunk& chunk);

/// Brings the values of rows from the order of plan.fields to that of the coordinates.
void put_in_place(const XyPlan& plan, Rows& rows);

/// Gathers the blocks of Rows while rows are counted.
class BlockEnds {
  public:
    BlockEnds(Rows& rows, std::string_view text, const base::Position& start)
        : rows_(rows), text_(text), start_(start) {}

    /// A row begins at text[offset].
    void row(std::size_t offset) {
        if (!open_) begin(offset);
        ++count_;
    }
    /// So many in the block of the last one.
    void further_rows(std::size_t count) { count_ += count; }
    /// Behind a blank line.
    void end() {
        if (!rows_.block_ends.empty() && rows_.block_ends.back() == count_) return;
        if (!open_) rows_.block_lines.push_back(0);
        rows_.block_ends.push_back(count_);
        open_ = false;
    }
    std::size_t count() const { return count_; }
    /// The line of text[offset]; offsets must not go down.
    std::uint64_t line(std::size_t offset);

  private:
    void begin(std::size_t offset) {
        rows_.block_lines.push_back(line(offset));
        open_ = true;
    }
    Rows& rows_;
    std::string_view text_;
    const base::Position& start_;
    std::size_t count_ = 0, counted_ = 0;
    std::uint64_t newlines_ = 0;
    bool open_ = false;
};

}  // namespace pipelab::geometry::detail
