#pragma once

#include "base/array.hpp"
#include "geometry/box_tree.hpp"
#include "geometry/layer_locator.hpp"
#include "geometry/relate.hpp"
#include "geometry/shape.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// The shapes B of a layer with an index, asked which of them some A has a relation with, as
/// relate() decides it. Keeps the shapes by reference. Prepared in parallel in O(n log n); a point
/// then costs about a look at the raster of a LayerLocator over the areas, which the first point
/// makes; another shape the boxes that meet its own and holds() (relate.hpp) for each. A relation
/// that shapes far apart can have asks all. Fewer than 2^31 shapes. Thread-safe.
class JoinIndex {
  public:
    JoinIndex(std::span<const Shape> shapes, const RelationTest& test);
    ~JoinIndex();

    /// Scratch space and a result: the places of shapes, ascending.
    struct Partners {
        std::vector<std::uint32_t> places;
        base::Array<Containing> containing;
    };
    void find(Point a, Partners& partners) const;
    void find(const Shape& a, Partners& partners,
              base::Control control = base::Control::none()) const;

  private:
    struct Lazy;
    bool holds_at(Location location) const {
        return at_location_[static_cast<std::size_t>(location)];
    }
    void add_if(const PreparedShape& a, std::uint32_t place, Partners& partners,
                base::Control control) const;
    const LayerLocator& locator() const;

    std::span<const Shape> shapes_;
    RelationTest test_;
    bool needs_contact_;
    std::array<bool, 3> at_location_{};  ///< whether a point there has the relation with an area
    std::vector<PreparedShape> prepared_;
    std::vector<std::uint32_t> places_;  ///< of shapes that are not empty, the boxes of the tree
    std::vector<std::uint32_t> others_;  ///< those of them that are no solid areas
    std::optional<BoxTree> tree_, other_tree_;
    std::unique_ptr<Lazy> lazy_;
};

}  // namespace pipelab::geometry
