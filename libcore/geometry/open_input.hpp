#pragma once

#include "geometry/input.hpp"
#include "geometry/nested_text.hpp"
#include "geometry/read_ahead.hpp"
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
    /// How many rows there will be if the rest is like those so far, which are `rows`.
    std::size_t expected_rows(std::size_t rows) const;
    /// Of one that has features.
    bool next(Feature& feature);
    const Style& style();

  private:
    struct Parsed {
        std::vector<Feature> features;
        bool collection = false;
        std::exception_ptr error;  ///< behind the features
    };
    struct Sized {
        Rows rows;
        std::size_t bytes = 0;
    };
    void recognise(const Input& input);
    Rows read_all(const io::Chunk& chunk, int worker);
    Rows read_npy(const io::Chunk& chunk) const;
    Parsed parse(const io::Chunk& piece, int worker);
    void parse_text(std::string_view text, const base::Position& start, io::JsonTokens& tokens,
                    Parsed& parsed) const;
    bool load();

    Closing closing_;
    std::string name_, id_;
    bool outer_;
    std::uint64_t size_ = 0, read_bytes_ = 0;
    io::ChunkReader reader_;
    Kind kind_ = Kind::xy;
    XyPlan plan_;
    std::vector<io::JsonTokens> tokens_;  // of each worker
    NestedTextReader nested_;
    Parsed parsed_;
    std::size_t next_feature_ = 0;
    std::uint64_t features_ = 0;
    bool loaded_ = false, ended_ = false;
    ReadAhead<io::ChunkReader, Sized> row_pieces_;
    ReadAhead<NestedTextReader, Parsed> feature_pieces_;
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
    void append(std::size_t end, PointSet& set);

    OpenInput& input_;
    Rows rows_;
    std::size_t row_ = 0, block_ = 0;
};

}  // namespace pipelab::geometry::detail
