#pragma once

#include "cli/declaration.hpp"
#include "cli/tool.hpp"
#include "geometry/apply.hpp"
#include "geometry/input.hpp"
#include "geometry/sketch.hpp"

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
    std::string notation;
    To to = To::like_input;
};

/// Which of the options that several operations share one has, beyond those of all.
struct Sharing {
    bool index = false;
    bool exit_status = false;
    bool seed = false;
};

/// Declares FILE, --input-format, -k, -t, --header, --id, --to and what `sharing` names.
/// `shape` says what is read: "a set of points in each block".
void declare_input(cli::Declaration& verb, Settings& settings, const std::string& shape,
                   Sharing sharing = {});

/// The point that an option X,Y gives. UsageError unless it has two coordinates.
Point point_of(std::string_view option, const cli::Numbers& numbers);

/// The box that an option X1,Y1,X2,Y2 gives by two opposite corners.
geometry::Box box_of(std::string_view option, const cli::Numbers& numbers);

/// Runs an operation on each row, set or feature: reads, writes, draws, answers.
void for_rows(cli::Run& run, const Settings& settings, std::span<const Operand> operands,
              std::span<const double> fixed, const std::function<void(Row, Results&)>& operation);
void for_sets(cli::Run& run, const Settings& settings,
              const std::function<void(const geometry::PointSet&, Results&)>& operation);
void for_features(cli::Run& run, const Settings& settings, geometry::Blocks blocks,
                  const std::function<void(const geometry::Feature&, Results&)>& operation);

/// An operation on rows of operands, the last of which may be fixed by --with.
struct RowOperation {
    const char* about;
    std::initializer_list<Operand> operands;
    void (*apply)(Row, Results&);
    const char* example;
    const char* effect;
    bool answers = false;  ///< has --exit-status
};

/// "rows of a point and a segment: x y x1 y1 x2 y2"
std::string shape_text(std::span<const Operand> operands);

/// Declares --with, the coordinates of the last operands, the same for each row.
void declare_with(cli::Declaration& verb, cli::Numbers& with);
/// The coordinates of --with. UsageError unless they are those of the last operands.
std::span<const double> fixed_of(const cli::Numbers& with, std::span<const Operand> operands);

cli::Body declare_row_operation(cli::Declaration& verb, const RowOperation& operation);

/// The declare function of a row operation.
template <const RowOperation& operation>
cli::Body declare_row(cli::Declaration& verb) {
    return declare_row_operation(verb, operation);
}

}  // namespace geom
