#pragma once

#include "geometry/arrangement.hpp"
#include "geometry/shape.hpp"

#include <cstdint>
#include <vector>

namespace pipelab::geometry {

/// The edges of an arrangement for whose half-edges is_chosen(half_edge) holds, which must hold for
/// both or none of an edge, as a multi_line_string: paths go on while two chosen edges meet alone,
/// and begin and end where one or more than two do; closed ones begin anywhere. Deterministic,
/// O(n).
template <class Lines, class Chosen>
Shape merged_paths(const Arrangement<Lines>& faces, const Chosen& is_chosen) {
    using Index = std::uint32_t;
    constexpr Index none = ~Index{0};
    std::vector<bool> done(faces.half_edges() / 2);
    /// The other chosen half-edge that leaves where h ends, if there is but one.
    const auto following = [&](Index h) {
        Index found = none;
        for (const Index out : faces.around(faces.origin(twin(h)))) {
            if (out == twin(h) || !is_chosen(out)) continue;
            if (found != none) return none;
            found = out;
        }
        return found;
    };
    Shape result;
    result.type = Shape::Type::multi_line_string;
    std::vector<Point> path;
    const auto walk = [&](Index h) {
        path.assign(1, faces.lines().place(faces.origin(h)));
        for (; h != none && !done[h / 2]; h = following(h)) {
            done[h / 2] = true;
            path.push_back(faces.lines().place(faces.origin(twin(h))));
        }
        result.add_path(path);
    };
    const auto count = static_cast<Index>(faces.half_edges());
    for (Index h = 0; h < count; ++h)
        if (!done[h / 2] && is_chosen(h) && following(twin(h)) == none) walk(h);
    for (Index h = 0; h < count; ++h)
        if (!done[h / 2] && is_chosen(h)) walk(h);
    return result;
}

}  // namespace pipelab::geometry
