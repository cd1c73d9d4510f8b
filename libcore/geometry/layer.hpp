#pragma once

#include "base/progress.hpp"
#include "geometry/input.hpp"
#include "geometry/layer_locator.hpp"
#include "geometry/results.hpp"
#include "geometry/tolerance.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pipelab::geometry {

/// The polygons of some inputs with their names, to look points up in.
class Layer {
  public:
    /// Reads all features; blocks of xy are the rings of one polygon. Names are ids, else numbers
    /// from 1. With a tolerance points are located as textbooks do, in O(n) each. `keep_shapes`:
    /// shapes() has them.
    Layer(const Input& input, base::Control control, std::optional<Tolerance> tolerance = {},
          bool keep_shapes = false);

    std::size_t size() const { return names_.size(); }
    /// The first polygon that contains the point.
    std::optional<Containing> first(Point point) const;
    const std::string& name(std::size_t i) const { return names_[i]; }
    std::span<const Shape> shapes() const { return shapes_; }

  private:
    std::vector<std::string> names_;
    std::vector<Shape> shapes_;
    std::optional<Tolerance> tolerance_;
    std::optional<LayerLocator> locator_;
};

/// A row: the point, where it lies, and of several polygons the name of the first that has it.
void put_location(const Layer& layer, Point point, Results& results);

}  // namespace pipelab::geometry
