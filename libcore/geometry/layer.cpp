#include "geometry/layer.hpp"

#include "geometry/carried.hpp"

#include <utility>

namespace pipelab::geometry {
namespace {

LayerLocator read(const Input& input, base::Control control, std::vector<std::string>& names,
                  std::vector<Shape>& shapes) {
    FeatureReader reader(input, Blocks::rings, control);
    for (Feature feature; reader.next(feature);) {
        names.push_back(feature.id.empty() ? std::to_string(names.size() + 1)
                                           : id_text(feature.id, reader.style()));
        shapes.push_back(std::move(feature.shape));
    }
    return LayerLocator(shapes);
}

}  // namespace

Layer::Layer(const Input& input, base::Control control, bool keep_shapes)
    : locator_(read(input, control, names_, shapes_)) {
    if (!keep_shapes) shapes_ = {};
}

void put_location(const Layer& layer, Point point, Results& results) {
    const auto found = layer.locator().first(point);
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
