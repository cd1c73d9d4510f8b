#pragma once

#include "base/array.hpp"
#include "geometry/ring_locator.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// A polygon of a layer and where a point lies in it: inside or on its boundary.
struct Containing {
    std::uint32_t index;  ///< in the order of input
    Location location;
    bool operator==(const Containing&) const = default;
};

/// Tells which of many polygons contain a point, exactly; they may overlap, touch, cross
/// themselves or be empty. Of a collection what any of its areas contains is inside, else what lies
/// on the edge of one boundary. Each has a RingLocator; over them lies a raster whose cells list,
/// in the order of input, the polygons that may meet them, with a mark where a whole cell lies
/// inside of one. So most points cost a look at their cell and at one index or none. Building is
/// O(n) and parallel over polygons; some 300 bytes a polygon beyond the indices. Immutable,
/// thread-safe. Fewer than 2^31 areas.
class LayerLocator {
  public:
    static constexpr std::uint32_t none = 0xffffffff;

    explicit LayerLocator(std::span<const Shape> polygons);

    /// The first polygon that contains the point.
    std::optional<Containing> first(Point point) const;
    /// The same for many points, `out` as long as `points`: {none, outside} where there is none.
    /// Parallel over blocks.
    void first(std::span<const Point> points, std::span<Containing> out) const;
    /// Appends all polygons that contain the point, in order.
    void all(Point point, base::Array<Containing>& out) const;

  private:
    template <class Found>
    void visit(Point point, Found&& found) const;
    double proportion() const;
    void choose_raster();
    void fill_raster();

    std::vector<RingLocator> locators_;
    std::vector<std::uint32_t> owners_;  ///< of locators: collections have several
    Box box_;
    CellAxis columns_, rows_;
    base::Array<std::uint32_t> ends_;  ///< of the lists of cells, row by row
    base::Array<std::uint32_t>
        entries_;  ///< of locators: index * 2 + 1 if the whole cell lies inside
};

}  // namespace pipelab::geometry
