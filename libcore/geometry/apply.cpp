#include "geometry/apply.hpp"

#include "geometry/destination.hpp"

#include <utility>

namespace pipelab::geometry {

Answers apply_to_sets(const Request& request, io::Output& out, base::Control control,
                      const std::function<void(const PointSet&, Results&)>& apply) {
    PointSetReader reader(request.input, control);
    LazyDestination destination(request, out, control);
    for (PointSet set; reader.next(set);) {
        if (request.sketch != nullptr)
            for (const Point point : set.points) request.sketch->dot(0, point);
        destination.of(reader.style()).take([&](Results& results) {
            results.carry(set.properties, set.id);
            apply(set, results);
        });
    }
    return destination.finish(reader.style());
}

Answers apply_to_features(const Request& request, Blocks blocks, io::Output& out,
                          base::Control control,
                          const std::function<void(const Feature&, Results&)>& apply) {
    FeatureReader reader(request.input, blocks, control);
    LazyDestination destination(request, out, control);
    for (Feature feature; reader.next(feature);) {
        if (request.sketch != nullptr) request.sketch->shape(0, feature.shape);
        destination.of(reader.style()).take([&](Results& results) {
            results.carry(feature.properties, feature.id);
            results.ground(&feature.shape);
            apply(feature, results);
        });
    }
    return destination.finish(reader.style());
}

Answers apply_to_layers(const Request& request, Blocks blocks, io::Output& out,
                        base::Control control,
                        const std::function<void(const Layers&, Results&)>& apply) {
    LazyDestination destination(request, out, control);
    Layers layers;
    std::vector<std::string> paths = request.input.paths;
    if (paths.empty()) paths.push_back("-");
    Style style;
    for (const std::string& path : paths) {
        Input one = request.input;
        one.paths = {path};
        FeatureReader reader(one, blocks, control);
        auto& layer = layers.emplace_back();
        for (Feature feature; reader.next(feature);) {
            if (request.sketch != nullptr) request.sketch->shape(0, feature.shape);
            layer.push_back(std::move(feature));
            feature = {};
        }
        if (layer.empty()) continue;
        style = reader.style();
        destination.of(style);
    }
    destination.of(style).take([&](Results& results) { apply(layers, results); });
    return destination.finish(style);
}

Answers apply_to_nothing(const Request& request, io::Output& out, base::Control control,
                         const std::function<void(Results&)>& apply) {
    LazyDestination destination(request, out, control);
    destination.of({}).take(apply);
    return destination.finish();
}

}  // namespace pipelab::geometry
