#include "geometry/segment_set.hpp"

namespace pipelab::geometry {

void SegmentSet::add(const Segment& segment, std::uint64_t number, std::string_view further,
                     std::string_view id) {
    segments.push_back(segment);
    numbers.push_back(number);
    carried.add(further);
    ids.add(id);
}

void SegmentSet::add(const Feature& feature) { add(feature.shape, feature); }

void SegmentSet::add(const Shape& shape, const Feature& feature) {
    const auto add_edge = [&](Point a, Point b) {
        add({a, b}, feature.number, feature.properties, feature.id);
    };
    const bool lines = shape.areal() || shape.type == Shape::Type::line_string ||
                       shape.type == Shape::Type::multi_line_string;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        const auto path = shape.path(i);
        if (!lines || path.size() == 1)
            for (const Point p : path) add_edge(p, p);
        for (std::size_t k = 0; lines && k + 1 < path.size(); ++k) add_edge(path[k], path[k + 1]);
        if (shape.areal() && path.size() > 1) add_edge(path.back(), path.front());
    }
    for (const Shape& member : shape.members) add(member, feature);
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
