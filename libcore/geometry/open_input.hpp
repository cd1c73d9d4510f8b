#pragma once

#include "geometry/input.hpp"
#include "geometry/nested_text.hpp"
#include "geometry/ordered_batches.hpp"
#include "geometry/xy_rows.hpp"
#include "io/chunk.hpp"
#include "io/json_tokens.hpp"

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pipelab::geometry::detail {

/// One input whose notation is known.
class OpenInput {
  public:
    enum class Kind { xy, json_rows, npy, wkt, geojson };

    /// Opens it and looks at its beginning; `width`: the coordinates of a row.
    OpenInput(const Input& input, const std::string& path, std::size_t width,
              base::Control control);

    Kind kind() const { return kind_; }
    bool has_rows() const { return kind_ != Kind::wkt && kind_ != Kind::geojson; }
    const std::string& name() const { return name_; }

    /// Of an input that has rows: in chunks, or in order.
    io::ChunkReader& chunks() { return reader_; }
    Rows read(const io::Chunk& chunk, int worker);
    bool next(Rows& rows);
    /// Of one that has features.
    bool next(Feature& feature);
    const Style& style();

  private:
    struct Parsed {
        std::vector<Feature> features;
        bool collection = false;
        std::exception_ptr error;  ///< behind the features
    };
    void recognise(const Input& input);
    Rows read_npy(const io::Chunk& chunk) const;
    Parsed parse(const io::Chunk& piece, int worker);
    void parse_text(std::string_view text, const base::Position& start, io::JsonTokens& tokens,
                    Parsed& parsed) const;
    bool load();

    std::string name_, id_;
    io::ChunkReader reader_;
    Kind kind_ = Kind::xy;
    XyPlan plan_;
    std::vector<io::JsonTokens> tokens_;  // of each worker
    NestedTextReader nested_;
    OrderedBatches<io::ChunkReader, Rows> row_batches_;
    OrderedBatches<NestedTextReader, Parsed> feature_batches_;
    Parsed parsed_;
    std::size_t next_feature_ = 0;
    std::uint64_t features_ = 0;
    bool loaded_ = false, ended_ = false;
};

/// The inputs in turn, as one phase of reading.
class InputSequence {
  public:
    InputSequence(Input input, std::size_t width, base::Control control);
    /// Null behind the last.
    std::unique_ptr<OpenInput> open();

  private:
    Input input_;
    std::size_t width_;
    base::Control control_;
    std::size_t next_ = 0;
    std::optional<base::Phase> phase_;
};

/// The blocks of an input with rows of two coordinates.
class BlockStream {
  public:
    explicit BlockStream(OpenInput& input) : input_(input) {}
    /// The next block, which is not empty; false behind the last.
    bool next(PointSet& set);

  private:
    struct Range {
        const Rows* rows;
        std::size_t begin, end;
    };
    void join(const std::vector<Range>& ranges, PointSet& set) const;

    OpenInput& input_;
    Rows rows_;
    std::size_t row_ = 0, block_ = 0;
};

}  // namespace pipelab::geometry::detail
