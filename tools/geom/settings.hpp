#pragma once

#include "cli/declaration.hpp"
#include "cli/tool.hpp"
#include "geometry/apply.hpp"
#include "geometry/input.hpp"
#include "geometry/sketch.hpp"

#include <array>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geom {

using namespace pipelab;
using geometry::Operand;
using geometry::Point;
using geometry::Results;
using geometry::Row;
using geometry::Segment;

/// What the command line says to every operation.
struct Settings {
    enum class To { like_input, xy, wkt, geojson, svg };
    geometry::Input input;
    To to = To::like_input;
    bool keeps_blocks = false;  ///< blank lines between rows stay
    bool measures = false;      ///< results are numbers and words: text, also of WKT and GeoJSON
    /// Draws what results lie upon: below the input, with --plot only.
    std::function<void(geometry::Sketch&)> ground;

    /// Whether numbers of the input stand for coordinates, which pictures need.
    bool numbered() const { return input.numbers && to != To::svg; }
};

/// Which of the options that several operations share one has, beyond those of all.
struct Sharing {
    bool index = false;
    bool exit_status = false;
    bool measures = false;  ///< as in Settings
    bool seed = false;
    bool pair = false;  ///< two inputs, A and B
};

/// Declares FILE, or A and B, --input-format, -k, -t and --header. `shape` says what is read: "a
/// set of points in each block".
void declare_files(cli::Declaration& verb, geometry::Input& input, const std::string& shape,
                   bool pair = false);

/// The same, --plot, --id, --to and what `sharing` names.
void declare_input(cli::Declaration& verb, Settings& settings, const std::string& shape,
                   Sharing sharing = {});

/// Declares --to.
void declare_output(cli::Declaration& verb, Settings& settings);

/// UsageError if both would read standard input.
void expect_one_reader(const geometry::Input& input, const geometry::Input& other);

/// The point that an option X,Y gives. UsageError unless it has two coordinates.
Point point_of(std::string_view option, const cli::Numbers& numbers);

/// The box that an option X1,Y1,X2,Y2 gives by two opposite corners.
geometry::Box box_of(std::string_view option, const cli::Numbers& numbers);

/// The circle that an option X,Y,R gives; the triangle of an option X,Y,X,Y,X,Y.
geometry::Circle circle_of(std::string_view option, const cli::Numbers& numbers);
std::array<Point, 3> triangle_of(std::string_view option, const cli::Numbers& numbers);

/// A row of one circle, or none.
void put_circle(Results& out, const std::optional<geometry::Circle>& circle);

/// Runs an operation on each row, set or feature: reads, writes, draws, answers.
void for_rows(cli::Run& run, const Settings& settings, std::span<const Operand> operands,
              std::span<const double> fixed, const std::function<void(Row, Results&)>& operation);
void for_points(cli::Run& run, const Settings& settings,
                const std::function<std::optional<Point>(Point)>& image);
void for_sets(cli::Run& run, const Settings& settings,
              const std::function<void(const geometry::PointSet&, Results&)>& operation);
/// For operations that depend on the convex hull of each set only.
void for_outer_sets(cli::Run& run, const Settings& settings,
                    const std::function<void(const geometry::PointSet&, Results&)>& operation);
void for_features(cli::Run& run, const Settings& settings, geometry::Blocks blocks,
                  const std::function<void(const geometry::Feature&, Results&)>& operation);

/// Gathers all rows and features, then calls operation(results) once; and without any input.
void for_all(cli::Run& run, const Settings& settings, std::span<const Operand> operands,
             const geometry::Gather& gather, const std::function<void(Results&)>& operation);
/// Rows of points in chunks, or features: apply_to_rows_or_features (geometry/apply.hpp).
void for_rows_or_features(cli::Run& run, const Settings& settings, geometry::Blocks blocks,
                          const geometry::RowsOrFeatures& operation);
/// Reads all features, a layer for each input, then calls operation(layers, results) once.
void for_layers(cli::Run& run, const Settings& settings, geometry::Blocks blocks,
                const std::function<void(const geometry::Layers&, Results&)>& operation);
void for_nothing(cli::Run& run, const Settings& settings,
                 const std::function<void(Results&)>& operation);

/// An operation on rows of operands, the last of which may be fixed by --with.
struct RowOperation {
    const char* about;
    std::initializer_list<Operand> operands;
    void (*apply)(Row, Results&);
    const char* example;
    const char* effect;
    bool answers = false;   ///< has --exit-status
    bool measures = false;  ///< as in Settings
};

/// Declares --eps: comparison with a tolerance instead of exactly.
cli::Option& declare_eps(cli::Declaration& verb, std::optional<double>& eps);

/// What operations that move points read.
inline constexpr const char* point_shapes =
    "Rows of points x y, further columns travel with them; of WKT and GeoJSON any geometry, all of "
    "whose points are moved.";

/// What operations on sets of points read, and those on points one by one.
inline constexpr const char* set_shapes =
    "A set of points in each block of xy, whose further columns travel with each point; of WKT and "
    "GeoJSON all points of an input, and the vertices of each other geometry.";
inline constexpr const char* point_rows =
    "A point in each row: x y. Further columns travel with it.";

/// What operations on polygons read.
inline constexpr const char* polygon_shapes =
    "Polygons of WKT and GeoJSON; in xy all blocks of an input are the rings of one polygon, "
    "inside of which is what an odd number of rings surround; inside of a collection is what is "
    "inside of any member. Rings may be closed or not.";

/// "rows of a point and a segment: x y x1 y1 x2 y2"
std::string shape_text(std::span<const Operand> operands);

/// Declares --blocks, or that `option`: what blocks of xy are, of `whose` (" in A") input; `points`
/// says what points are then.
void declare_blocks(cli::Declaration& verb, geometry::Blocks& blocks,
                    const std::string& option = "--blocks", const std::string& whose = "",
                    const std::string& points = "sets of points");

/// Declares --with, the coordinates of the last operands, the same for each row.
void declare_with(cli::Declaration& verb, cli::Numbers& with);
/// The coordinates of --with. UsageError unless they are those of the last operands.
std::span<const double> fixed_of(const cli::Numbers& with, std::span<const Operand> operands);

/// An operation on rows of a point or vector and further operands whose result is a point. Where
/// --with fixes the others it moves all points of any geometry.
struct PointOperation {
    const char* about;
    std::initializer_list<Operand> operands;
    std::optional<Point> (*image)(Row);
    const char* name;  ///< of the result
    const char* example;
    const char* effect;
};

cli::Body declare_row_operation(cli::Declaration& verb, const RowOperation& operation);

/// The declare function of a row operation.
template <const RowOperation& operation>
cli::Body declare_row(cli::Declaration& verb) {
    return declare_row_operation(verb, operation);
}

cli::Body declare_point_operation(cli::Declaration& verb, const PointOperation& operation);

/// The declare function of a point operation.
template <const PointOperation& operation>
cli::Body declare_image(cli::Declaration& verb) {
    return declare_point_operation(verb, operation);
}

}  // namespace geom
