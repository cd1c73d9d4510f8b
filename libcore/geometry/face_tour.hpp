#pragma once

#include "geometry/arrangement.hpp"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace pipelab::geometry {

/// A walk over all faces from the unbounded one that crosses one half-edge a step, from the face on
/// its left to that of its twin, and comes back over each. Calls enter(face) when it first comes to
/// a face, cross(half_edge) for each step: twice as many as there are bounded faces. O(n).
template <class Lines, class Cross, class Enter>
void tour_faces(const Arrangement<Lines>& faces, Cross&& cross, Enter&& enter) {
    using Index = std::uint32_t;
    const auto count = static_cast<Index>(faces.half_edges());
    std::vector<std::size_t> begins(faces.faces().size() + 1);
    for (Index h = 0; h < count; ++h) ++begins[faces.face(h) + 1];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    std::vector<Index> sides(count);
    std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
    for (Index h = 0; h < count; ++h) sides[next[faces.face(h)]++] = h;
    std::copy(begins.begin(), begins.end() - 1, next.begin());

    std::vector<bool> seen(faces.faces().size());
    std::vector<Index> way;
    Index face = 0;
    seen[face] = true;
    enter(face);
    while (true) {
        if (next[face] < begins[face + 1]) {
            const Index h = sides[next[face]++], other = faces.face(twin(h));
            if (seen[other]) continue;
            seen[other] = true;
            cross(h);
            way.push_back(h);
            face = other;
            enter(face);
        } else {
            if (way.empty()) return;
            const Index back = twin(way.back());
            way.pop_back();
            cross(back);
            face = faces.face(twin(back));
        }
    }
}

}  // namespace pipelab::geometry
