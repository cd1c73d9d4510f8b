#pragma once

#include "geometry/arrangement.hpp"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// The half-edges with each face on their left.
template <class Lines>
class FaceSides {
  public:
    explicit FaceSides(const Arrangement<Lines>& faces) : begins_(faces.faces().size() + 1) {
        const auto count = static_cast<std::uint32_t>(faces.half_edges());
        for (std::uint32_t h = 0; h < count; ++h) ++begins_[faces.face(h) + 1];
        std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
        sides_.resize(count);
        std::vector<std::size_t> next(begins_.begin(), begins_.end() - 1);
        for (std::uint32_t h = 0; h < count; ++h) sides_[next[faces.face(h)]++] = h;
    }
    std::span<const std::uint32_t> of(std::uint32_t face) const {
        return {sides_.data() + begins_[face], begins_[face + 1] - begins_[face]};
    }

  private:
    std::vector<std::size_t> begins_;
    std::vector<std::uint32_t> sides_;
};

/// A walk over all faces from the unbounded one that crosses one half-edge a step, from the face on
/// its left to that of its twin, and comes back over each. Calls enter(face) when it first comes to
/// a face, cross(half_edge) for each step: twice as many as there are bounded faces. O(n).
template <class Lines, class Cross, class Enter>
void tour_faces(const Arrangement<Lines>& faces, const FaceSides<Lines>& sides, Cross&& cross,
                Enter&& enter) {
    std::vector<std::size_t> next(faces.faces().size());
    std::vector<bool> seen(faces.faces().size());
    std::vector<std::uint32_t> way;
    std::uint32_t face = 0;
    seen[face] = true;
    enter(face);
    while (true) {
        const auto around = sides.of(face);
        if (next[face] < around.size()) {
            const std::uint32_t h = around[next[face]++], other = faces.face(twin(h));
            if (seen[other]) continue;
            seen[other] = true;
            cross(h);
            way.push_back(h);
            face = other;
            enter(face);
        } else {
            if (way.empty()) return;
            const std::uint32_t back = twin(way.back());
            way.pop_back();
            cross(back);
            face = faces.face(twin(back));
        }
    }
}

template <class Lines, class Cross, class Enter>
void tour_faces(const Arrangement<Lines>& faces, Cross&& cross, Enter&& enter) {
    tour_faces(faces, FaceSides<Lines>(faces), cross, enter);
}

}  // namespace pipelab::geometry
