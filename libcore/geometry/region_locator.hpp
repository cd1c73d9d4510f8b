#pragma once

#include "geometry/layer_locator.hpp"
#include "geometry/members.hpp"
#include "geometry/winding_locator.hpp"
#include "geometry/windings.hpp"

#include <optional>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Where points lie to a region of several parts: `boundary` for those on an edge, which may yet
/// run within the region or away from it.
class RegionLocator {
  public:
    RegionLocator(std::span<const Shape> region, FillRule rule) : rule_(rule) {
        if (rule == FillRule::even_odd)
            layer_.emplace(region);
        else
            for (const Shape& part : region)
                for_members(
                    part, [&](const Shape& member) { parts_.emplace_back(std::span(&member, 1)); });
    }
    Location locate(Point p) const {
        if (layer_) {
            const auto first = layer_->first(p);
            return first ? first->location : Location::outside;
        }
        bool on_edge = false;
        for (const WindingLocator& part : parts_) {
            const auto winding = part.winding_number(p);
            if (winding && fills(rule_, *winding)) return Location::inside;
            on_edge = on_edge || !winding;
        }
        return on_edge ? Location::boundary : Location::outside;
    }

  private:
    FillRule rule_;
    std::optional<LayerLocator> layer_;
    std::vector<WindingLocator> parts_;
};

}  // namespace pipelab::geometry
