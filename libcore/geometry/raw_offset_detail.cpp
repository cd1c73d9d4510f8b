#include "geometry/hull.hpp"
#include "geometry/offset_formula.hpp"
#include "geometry/predicates.hpp"
#include "geometry/raw_offset.hpp"

#include <algorithm>

/// What stands for the detail of paths that is finer than a chord of an arc.
namespace pipelab::geometry {

/// Whether the segment from `before` to `after` is to replace two edges.
bool RawOffset::is_dent(const Corner& before, const Corner& corner, const Corner& after) const {
    if (corner.fixed) return false;
    const int side = curve_.side_of(before.at, corner.at, after.at);
    if (side == 0) return dot_sign(before.at, corner.at, corner.at, after.at) > 0;
    if (side > 0 || !(chord_ > 0)) return false;
    const double x = (after.at.x - before.at.x) / chord_, y = (after.at.y - before.at.y) / chord_;
    return x * x + y * y <= 1;
}

RawOffset::Corners RawOffset::without_dents(const Corners& corners) const {
    const std::size_t n = corners.size();
    std::vector<std::size_t> previous(n), next(n);
    for (std::size_t i = 0; i < n; ++i) {
        previous[i] = i == 0 ? n - 1 : i - 1;
        next[i] = i + 1 == n ? 0 : i + 1;
    }
    std::vector<bool> gone(n);
    // `stays` counts those behind i, going around, that are known to stay.
    for (std::size_t i = 0, left = n, stays = 0; left > 2 && stays < left;) {
        if (is_dent(corners[previous[i]], corners[i], corners[next[i]])) {
            gone[i] = true;
            next[previous[i]] = next[i];
            previous[next[i]] = previous[i];
            i = previous[i];
            stays = std::min(stays == 0 ? 0 : stays - 1, --left - 2);
        } else {
            i = next[i];
            ++stays;
        }
    }
    Corners result;
    for (std::size_t i = 0; i < n; ++i) {
        if (!gone[i]) result.push_back(corners[i]);
    }
    return result;
}

/// The corners of a path where runs of many edges no farther apart than a chord are bare edges, for
/// which hulls stand. The first and last edge of an open path stay.
RawOffset::Corners RawOffset::with_hulls(const Corners& path, bool closed) {
    // Hulls have round joins: with others few edges may be a form that is meant.
    const std::size_t least_run = style_.join == Join::round ? 6 : 32;
    const std::size_t n = path.size(), count = closed ? n : n - 1;
    const std::size_t begin = closed ? 0 : 1, end = closed ? count : count - 1;
    Corners corners;
    std::vector<Point> run;
    for (std::size_t i = 0; i < count;) {
        run.assign(1, path[i].at);
        Box box{path[i].at, path[i].at};
        for (std::size_t k = i + 1; takes_hulls_ && i >= begin && k <= end; ++k) {
            const Point p = path[k % n].at;
            box = {{std::min(box.low.x, p.x), std::min(box.low.y, p.y)},
                   {std::max(box.high.x, p.x), std::max(box.high.y, p.y)}};
            if (!(offset::length_of(box.low, box.high) <= chord_)) break;
            run.push_back(p);
        }
        const bool fills = run.size() > least_run;
        if (fills) add_hull(run);
        const std::size_t next = i + std::max<std::size_t>(run.size() - 1, 1);
        corners.push_back({path[i].at, fills});
        for (std::size_t k = i + 1; !fills && k < next; ++k) corners.push_back({path[k].at});
        i = next;
    }
    if (!closed) corners.push_back({path.back().at});
    return corners;
}

void RawOffset::add_hull(std::span<const Point> points) {
    if (!hulls_) {
        BufferStyle style = style_;
        style.blurs_detail = false;
        style.join = Join::round;
        style.cap = Cap::round;
        hulls_ = std::make_unique<RawOffset>(std::abs(distance_), style, directions_);
    }
    const auto hull = convex_hull(points).vertices;
    if (hull.size() < 3)
        hulls_->add_line(hull);
    else
        hulls_->add_ring(hull);
}

}  // namespace pipelab::geometry
