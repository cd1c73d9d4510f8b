#pragma once

#include "geometry/arrangement.hpp"
#include "geometry/face_tour.hpp"
#include "geometry/overlay.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::geometry {

inline bool fills(FillRule rule, std::int64_t winding) {
    switch (rule) {
        case FillRule::even_odd:
            return winding % 2 != 0;
        case FillRule::nonzero:
            return winding != 0;
        case FillRule::positive:
            return winding > 0;
        case FillRule::negative:
            return winding < 0;
    }
    return false;
}

/// How often each of some inputs winds around a point that moves from face to face of an
/// arrangement, and so in which it lies. It starts in the unbounded face.
class Windings {
  public:
    Windings(std::size_t inputs, FillRule rule) : windings_(inputs), rule_(rule) {}

    bool inside(std::size_t input) const { return fills(rule_, windings_[input]); }
    /// Across an edge along which a segment of `input` runs, from its right to its left if `turn`
    /// is 1, back if -1. Calls changed(now_inside) if that changes whether the point is inside.
    template <class Changed>
    void cross(std::size_t input, int turn, Changed&& changed) {
        const bool was = inside(input);
        windings_[input] += turn;
        if (const bool is = inside(input); is != was) changed(is);
    }

  private:
    std::vector<std::int64_t> windings_;
    FillRule rule_;
};

/// cross(segment, turn) for each segment along a half-edge, for Windings that step over it from its
/// face to that of its twin.
template <class Lines, class Cross>
void step_over(const Arrangement<Lines>& faces, std::uint32_t half_edge, Cross&& cross) {
    for (const Covering& cover : faces.lines().covers_of(faces.edge(half_edge)))
        cross(cover.segment, half_edge % 2 == 0 ? -cover.direction : cover.direction);
}

/// Which faces lie inside of what the segments wind around for which counts(segment) holds.
template <class Lines, class Counts>
std::vector<bool> faces_within(const Arrangement<Lines>& faces, FillRule rule, Counts&& counts) {
    Windings windings(1, rule);
    std::vector<bool> within(faces.faces().size());
    tour_faces(
        faces,
        [&](std::uint32_t h) {
            step_over(faces, h, [&](std::uint32_t segment, int turn) {
                if (counts(segment)) windings.cross(0, turn, [](bool) {});
            });
        },
        [&](std::uint32_t face) { within[face] = windings.inside(0); });
    return within;
}
template <class Lines>
std::vector<bool> faces_within(const Arrangement<Lines>& faces, FillRule rule) {
    return faces_within(faces, rule, [](std::uint32_t) { return true; });
}

}  // namespace pipelab::geometry
