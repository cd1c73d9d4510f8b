#pragma once

#include "base/progress.hpp"
#include "geometry/input.hpp"
#include "geometry/results.hpp"
#include "geometry/sketch.hpp"
#include "io/output.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// What is asked of an operation beside itself: what it reads and how its results are written.
struct Request {
    Input input;
    bool json = false;
    bool measures = false;       ///< results are numbers and words: text unless json or `to`
    std::optional<Notation> to;  ///< none: like the input
    bool drawn = false;          ///< results as an SVG document instead of text
    Sketch* sketch = nullptr;    ///< where input and results are drawn too
};

/// What the coordinates of a row are.
enum class Operand {
    number,
    point,
    vector,
    segment,   ///< both ends
    ray,       ///< where it begins, another point of it
    line,      ///< two points of it
    triangle,  ///< its corners
    circle,    ///< centre, radius
};
/// Coordinates of an operand.
std::size_t width_of(Operand operand);
std::size_t width_of(std::span<const Operand> operands);

/// The coordinates of one row, taken from the front.
class Row {
  public:
    explicit Row(std::span<const double> values) : values_(values) {}
    double number() { return take(); }
    Point point() {
        const double x = take();
        return {x, take()};
    }
    Segment segment() {
        const Point a = point();
        return {a, point()};
    }
    bool empty() const { return values_.empty(); }

  private:
    double take() {
        const double value = values_.front();
        values_ = values_.subspan(1);
        return value;
    }
    std::span<const double> values_;
};

/// Reads rows of `operands`, the last of which are `fixed` for all rows, calls apply(row, results)
/// for each, in parallel, and writes the results in input order. Memory: some chunks of input.
Answers apply_to_rows(const Request& request, std::span<const Operand> operands,
                      std::span<const double> fixed, io::Output& out, base::Control control,
                      const std::function<void(Row, Results&)>& apply);

/// The same for sets of points, one after the other.
Answers apply_to_sets(const Request& request, io::Output& out, base::Control control,
                      const std::function<void(const PointSet&, Results&)>& apply);

/// The same for features; `blocks` says what those of xy are.
Answers apply_to_features(const Request& request, Blocks blocks, io::Output& out,
                          base::Control control,
                          const std::function<void(const Feature&, Results&)>& apply);

}  // namespace pipelab::geometry
