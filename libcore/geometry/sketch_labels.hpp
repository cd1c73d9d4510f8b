#pragma once

#include "geometry/sketch_drawing.hpp"
#include "io/svg_elements.hpp"

#include <optional>

namespace pipelab::geometry::detail {

/// Finds room for labels on a page, y downwards, one after the other: none covers another one, a
/// dot or, where it leads to a label, a thin line.
class LabelRoom {
  public:
    LabelRoom(double width, double height);
    void keep_free(const Box& box) { dots_.fill(box); }

    struct Place {
        Box box;
        io::Anchor anchor;
        bool led;  ///< a line from the point to `leads_to` is wanted
        io::Pixel leads_to;
    };
    /// Room for a label `wide` by `high`: beside the point, `centred` upon it first.
    std::optional<Place> near(io::Pixel at, double wide, double high, bool centred);
    /// The nearest room farther off: for labels that have none near, when the others stand.
    std::optional<Place> far(io::Pixel at, double wide, double high);

  private:
    std::optional<Place> around(io::Pixel at, double wide, double high, double gap);
    bool take(const Place& place, io::Pixel at);
    bool line_is_free(io::Pixel from, io::Pixel to) const;

    double width_, height_;
    Raster dots_, labels_;
};

}  // namespace pipelab::geometry::detail
