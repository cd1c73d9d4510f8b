#include "geometry/apply.hpp"

#include "geometry/destination.hpp"

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

Answers apply_to_nothing(const Request& request, io::Output& out, base::Control control,
                         const std::function<void(Results&)>& apply) {
    LazyDestination destination(request, out, control);
    destination.of({}).take(apply);
    return destination.finish();
}

}  // namespace pipelab::geometry
