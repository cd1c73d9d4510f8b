#pragma once

#include "base/array.hpp"
#include "base/error.hpp"
#include "base/progress.hpp"
#include "geometry/shape.hpp"
#include "io/chunk.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::geometry {

/// The notations of geometry.
///   xy       rows of coordinates, separated by blanks or commas (CSV: RFC 4180); lines that begin
///            with # are comments; a blank line ends a block. JSON rows: [x,y,...] a line, or one
///            array of such arrays. An array of shape (n, columns) in the .npy format
///   wkt      well-known text: any case, Z and M read and dropped, EMPTY, over several lines
///   geojson  RFC 7946: a document, or one feature or geometry a line (RS of RFC 8142 allowed)
enum class Notation { xy, wkt, geojson };

/// What to read from which inputs, in turn.
struct Input {
    std::vector<std::string> paths;  ///< none: standard input; "-" too
    /// None: by the beginning of each input that is not blank: { is geojson, [ JSON rows, a known
    /// tag or a word before ( is wkt, \x93NUMPY the .npy format, all else xy.
    std::optional<Notation> notation;
    std::vector<std::string> columns;  ///< xy: the fields of the coordinates in order, by number
                                       ///< from 1 or by name; none: the first ones
    std::string id;                 ///< "": none; the field or property that names a row; features
                                    ///< that lack it or have null there have no id
    std::optional<char> delimiter;  ///< none: blanks, or a comma with blanks around it
    bool header = false;            ///< the first line of each xy input that is no comment names
                                    ///< the columns; where no field of it is a number it is
                                    ///< taken for one anyway
    bool numbers = false;           ///< fill the numbers of rows and features
    bool outer = false;             ///< xy: points that lie strictly inside of the convex hull of
                                    ///< their block may be left out; spares memory
    std::size_t chunk_bytes = io::ChunkReader::default_chunk;
};

/// How an input was written: results are written alike.
struct Style {
    std::string name;  ///< of the input, as messages have it
    Notation notation = Notation::xy;
    bool json_rows = false;         ///< xy as JSON
    std::string id;                 ///< the name of the field or property that names rows, or ""
    bool document = false;          ///< geojson that begins with a FeatureCollection
    std::optional<char> delimiter;  ///< xy: none where blanks separate; of CSV the comma
    std::size_t coordinates = 2;    ///< xy: numbers of a row that are no part of what is carried
    /// The names of the columns, empty without header: first those of the coordinates, then those
    /// of what is carried.
    std::vector<std::string> columns;
};

/// What rows bring beside their coordinates: texts in one arena. Empty if no row brings anything.
class Carried {
  public:
    std::size_t size() const { return ends_.size(); }
    std::string_view operator[](std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
        return {text_.data() + begin, ends_[i] - begin};
    }
    /// The same, empty where no row brings anything.
    std::string_view text(std::size_t i) const {
        return i < size() ? (*this)[i] : std::string_view();
    }
    void add(std::string_view text) {
        text_.insert(text_.end(), text.begin(), text.end());
        ends_.push_back(text_.size());
    }
    /// The texts [begin, end) of another; as many empty ones if it has none at all.
    void append(const Carried& other, std::size_t begin, std::size_t end);
    void clear() {
        text_.clear();
        ends_.clear();
    }

  private:
    base::Array<char> text_;
    base::Array<std::uint64_t> ends_;
};

/// Rows of `width` coordinates each.
struct Rows {
    std::size_t width = 2;
    base::Array<double> values;  ///< row i: values[i * width, (i + 1) * width)
    /// A block is rows [block_ends[i-1], block_ends[i]), the first and last ones may be parts of
    /// blocks that begin and end in other Rows. Empty blocks count for nothing: an end at 0 says
    /// that the last block of the Rows before is complete.
    base::Array<std::uint64_t> block_ends;
    /// The line where each block of these Rows begins, one left open included; 0 for an empty one.
    /// WKT and GeoJSON: the points of an input are one block, this is the number of a feature.
    base::Array<std::uint64_t> block_lines;
    /// The further fields of each row as they stand in the input, with the separators between
    /// them; of a feature its properties as JSON.
    Carried carried;
    Carried ids;                         ///< empty unless asked for; of JSON its text
    base::Array<std::uint64_t> numbers;  ///< empty unless asked for: of xy the line, of others
                                         ///< the feature, from 1 in each input
    std::size_t size() const { return values.size() / width; }
};

/// Points as a set, in input order.
struct PointSet {
    base::Array<Point> points;
    Carried carried, ids;                ///< as in Rows
    base::Array<std::uint64_t> numbers;  ///< as in Rows
    base::Position where;                ///< of the first
    std::string properties, id;          ///< of the feature whose vertices they are, as in Feature
};

/// A geometry and what it brought.
struct Feature {
    Shape shape;
    std::string properties;  ///< JSON object or ""; of a block of one row its further fields
    std::string id;          ///< of such a row too; of JSON the member "id" or what Input::id
                             ///< names, as JSON text; else ""
    base::Position where;
    std::uint64_t number = 0;  ///< from 1 in each input
    bool of_rows = false;      ///< a block of xy
    PointSet block;            ///< of a block of xy that is a line or points: what travels with
                               ///< each point, and its number; the points are in `shape`
};

/// What the blocks of an xy input are to an operation.
enum class Blocks {
    points,  ///< each a multi_point
    paths,   ///< each a line_string
    rings,   ///< all of one input together: one Shape of type rings
};

/// Reads features one by one. Errors everywhere: DataError with file:line:col and what was
/// expected: for NaN and infinities, odd numbers of coordinates, rows of CSV with more or fewer
/// fields than its header, rings of WKT and GeoJSON that are
/// not closed or have fewer than four points, unknown tags, GeoJSON of wrong shape, nesting deeper
/// than 1000. A ring of xy may be closed or not. Features before an error are read first, of xy
/// those that end in earlier pieces. Inputs are parsed in the background by all threads: memory is
/// some pieces of chunk_bytes a thread and the longest feature some times. An input without rows
/// has no feature.
class FeatureReader {
  public:
    FeatureReader(Input input, Blocks blocks, base::Control control);
    ~FeatureReader();
    FeatureReader(const FeatureReader&) = delete;
    FeatureReader& operator=(const FeatureReader&) = delete;

    bool next(Feature& feature);
    /// Of the input that the last feature came from; before the first, of the first input.
    const Style& style();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Reads sets of points: each block of xy; of WKT and GeoJSON the vertices of each geometry that is
/// no point, with numbers from 1 in that geometry, and behind them all points (type point) of the
/// input together, with the numbers of their features. Parsed in parallel as by FeatureReader.
class PointSetReader {
  public:
    PointSetReader(Input input, base::Control control);
    ~PointSetReader();
    PointSetReader(const PointSetReader&) = delete;
    PointSetReader& operator=(const PointSetReader&) = delete;

    bool next(PointSet& set);
    /// As FeatureReader::style().
    const Style& style();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// All points of all sets of some inputs together; ids as text.
PointSet all_points(const Input& input, base::Control control);

/// The shapes of all features of the inputs.
std::vector<Shape> all_shapes(const Input& input, Blocks blocks, base::Control control);

/// Reads rows of `width` coordinates in parallel pieces: Result work(Rows&, const Style&, int
/// worker), void sink(Result&&) as io::for_chunks has them. Of WKT and GeoJSON a row is the points
/// of one geometry in order (without the closing point of a ring); a multi_point gives a row for
/// each width / 2 of its points. Those are read as by FeatureReader. Returns the style of the first
/// input.
template <class Work, class Sink>
Style for_rows(const Input& input, std::size_t width, base::Control control, Work&& work,
               Sink&& sink);

/// The same, but features of WKT and GeoJSON go to take(Feature&, const Style&) as they are.
template <class Work, class Sink, class Take>
Style for_rows_or_features(const Input& input, std::size_t width, base::Control control,
                           Work&& work, Sink&& sink, Take&& take);

namespace detail {

/// The inputs of for_rows in turn.
class RowInputs {
  public:
    RowInputs(const Input& input, std::size_t width, base::Control control);
    ~RowInputs();
    RowInputs(const RowInputs&) = delete;
    RowInputs& operator=(const RowInputs&) = delete;

    /// Goes to the next input; false behind the last.
    bool open();
    const Style& style();
    /// The chunks of the input, if rows can be read from each of them alone; else null.
    io::ChunkReader* chunks();
    Rows read(const io::Chunk& chunk, int worker);
    /// Of an input without chunks: some rows, or the next feature; false behind the last.
    bool next(Rows& rows);
    bool next(Feature& feature);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

template <class Work, class Sink, class Features>
Style for_inputs(RowInputs& inputs, base::Control control, Work&& work, Sink&& sink,
                 Features&& features) {
    std::optional<Style> first;
    while (inputs.open()) {
        if (!first) first = inputs.style();
        io::ChunkReader* const chunks = inputs.chunks();
        if (chunks == nullptr) {
            features();
            continue;
        }
        const Style& style = inputs.style();
        io::for_chunks(
            *chunks, control,
            [&](io::Chunk& chunk, int worker) {
                Rows rows = inputs.read(chunk, worker);
                return work(rows, style, worker);
            },
            sink);
    }
    return first.value_or(Style{});
}

}  // namespace detail

template <class Work, class Sink>
Style for_rows(const Input& input, std::size_t width, base::Control control, Work&& work,
               Sink&& sink) {
    detail::RowInputs inputs(input, width, control);
    return detail::for_inputs(inputs, control, work, sink, [&] {
        for (Rows rows; inputs.next(rows);) sink(work(rows, inputs.style(), 0));
    });
}

template <class Work, class Sink, class Take>
Style for_rows_or_features(const Input& input, std::size_t width, base::Control control,
                           Work&& work, Sink&& sink, Take&& take) {
    detail::RowInputs inputs(input, width, control);
    return detail::for_inputs(inputs, control, work, sink, [&] {
        for (Feature feature; inputs.next(feature);) take(feature, inputs.style());
    });
}

}  // namespace pipelab::geometry
