#pragma once

#include "base/progress.hpp"
#include "geometry/input.hpp"
#include "geometry/results.hpp"
#include "geometry/row.hpp"
#include "geometry/sketch.hpp"
#include "io/output.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace pipelab::geometry {

/// What is asked of an operation beside itself: what it reads and how its results are written.
struct Request {
    Input input;
    bool json = false;
    bool measures = false;       ///< results are numbers and words: text unless json or `to`
    std::optional<Notation> to;  ///< none: like the input
    bool drawn = false;          ///< an SVG document instead of text: of the results, or of those
                                 ///< that measure and with `sketch` that
    bool keeps_blocks = false;   ///< rows of different blocks stay apart
    Sketch* sketch = nullptr;    ///< where input and results are drawn too
};

/// Reads rows of `operands`, the last of which are `fixed` for all rows, calls apply(row, results)
/// for each, in parallel, and writes the results in input order. DataError for a circle with a
/// negative radius. Memory: some chunks of input.
Answers apply_to_rows(const Request& request, std::span<const Operand> operands,
                      std::span<const double> fixed, io::Output& out, base::Control control,
                      const std::function<void(Row, Results&)>& apply);

/// Moves every point: rows of xy keep what travels with them, and blocks stay apart; of WKT and
/// GeoJSON geometries keep their form. A point without image is none in a row, elsewhere a
/// DataError.
Answers apply_to_points(const Request& request, io::Output& out, base::Control control,
                        const std::function<std::optional<Point>(Point)>& image);

/// Moves the points of one shape alike.
void move_points(Shape& shape, const base::Position& where,
                 const std::function<std::optional<Point>(Point)>& image);

/// The same as apply_to_rows for sets of points, one after the other.
Answers apply_to_sets(const Request& request, io::Output& out, base::Control control,
                      const std::function<void(const PointSet&, Results&)>& apply);

/// The same for features; `blocks` says what those of xy are.
Answers apply_to_features(const Request& request, Blocks blocks, io::Output& out,
                          base::Control control,
                          const std::function<void(const Feature&, Results&)>& apply);

/// A row as apply_to_all() sees it.
struct GatheredRow {
    Row values;
    std::string_view input;        ///< the name of its input, for messages
    std::uint64_t number;          ///< of its line, from 1 in each input
    std::string_view carried, id;  ///< as in Rows
    std::uint64_t block;           ///< rows of one block have the same
};
/// Takes the rows and features of all inputs in order. A feature that is none of its business is a
/// DataError.
struct Gather {
    std::function<void(const GatheredRow&)> row;
    std::function<void(const Feature&)> feature;
};
/// Gathers rows of `operands` and features, then calls apply(results) once.
Answers apply_to_all(const Request& request, std::span<const Operand> operands,
                     const Gather& gather, io::Output& out, base::Control control,
                     const std::function<void(Results&)>& apply);

/// What is done with rows and with features.
struct RowsOrFeatures {
    std::function<void(const Rows&, const Style&, Results&)> rows;
    std::function<void(const Feature&, const Style&, Results&)> feature;
};
/// Rows of points x y go to apply.rows in chunks, features of WKT and GeoJSON, or of blocks that
/// are no points, to apply.feature; both in parallel, results in input order.
Answers apply_to_rows_or_features(const Request& request, Blocks blocks, io::Output& out,
                                  base::Control control, const RowsOrFeatures& apply);

/// Reads all features, a layer for each input, then calls apply(layers, results) once.
using Layers = std::vector<std::vector<Feature>>;
Answers apply_to_layers(const Request& request, Blocks blocks, io::Output& out,
                        base::Control control,
                        const std::function<void(const Layers&, Results&)>& apply);

/// Reads nothing and calls apply(results) once.
Answers apply_to_nothing(const Request& request, io::Output& out, base::Control control,
                         const std::function<void(Results&)>& apply);

}  // namespace pipelab::geometry
