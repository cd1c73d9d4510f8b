#include "geometry/layer.hpp"

#include "geometry/carried.hpp"

#include <utility>

namespace pipelab::geometry {

Layer::Layer(const Input& input, base::Control control, std::optional<Tolerance> tolerance,
             bool keep_shapes)
    : tolerance_(tolerance) {
    FeatureReader reader(input, Blocks::rings, control);
    for (Feature feature; reader.next(feature);) {
        names_.push_back(feature.id.empty() ? std::to_string(names_.size() + 1)
                                            : id_text(feature.id, reader.style()));
        shapes_.push_back(std::move(feature.shape));
    }
    if (!tolerance) locator_.emplace(shapes_);
    if (!tolerance && !keep_shapes) shapes_ = {};
}

std::optional<Containing> Layer::first(Point point) const {
    if (!tolerance_) return locator_->first(point);
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
        const Location location = locate(point, shapes_[i], *tolerance_);
        if (location != Location::outside)
            return Containing{static_cast<std::uint32_t>(i), location};
    }
    return std::nullopt;
}

void put_location(const Layer& layer, Point point, Results& results) {
    const auto found = layer.first(point);
    results.point("point", point);
    results.word("location", !found                                  ? "outside"
                             : found->location == Location::boundary ? "boundary"
                                                                     : "inside");
    results.tell(found.has_value());
    if (found && layer.size() > 1) results.word("polygon", layer.name(found->index));
    if (!found && layer.size() > 1) results.none("polygon");
    results.end();
}

}  // namespace pipelab::geometry
