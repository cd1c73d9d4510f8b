#include "geometry/segment_set.hpp"

namespace pipelab::geometry {

void SegmentSet::add(const Segment& segment, std::uint64_t number, std::string_view further,
                     std::string_view id) {
    segments.push_back(segment);
    numbers.push_back(number);
    carried.add(further);
    ids.add(id);
}

void SegmentSet::add(const Feature& feature) {
    for_edges(feature.shape, [&](const Segment& edge) {
        add(edge, feature.number, feature.properties, feature.id);
    });
}

Gather SegmentSet::gather(bool paths) {
    Gather gather;
    gather.feature = [this](const Feature& feature) { add(feature); };
    gather.row = [this, paths](const GatheredRow& row) {
        Row values = row.values;
        if (!paths) return add(values.segment(), row.number, row.carried, row.id);
        const Point p = values.point();
        if (last_ && last_->first == row.block)
            add({last_->second, p}, row.number, row.carried, row.id);
        last_.emplace(row.block, p);
    };
    return gather;
}

}  // namespace pipelab::geometry
