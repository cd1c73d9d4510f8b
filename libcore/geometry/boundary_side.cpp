#include "geometry/boundary_side.hpp"

#include "geometry/arrangement.hpp"
#include "geometry/index.hpp"
#include "geometry/predicates.hpp"
#include "geometry/windings.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using detail::none;

/// The boundary of what curves wind around, and which of it lies on one side of a line.
class SideOfBoundary {
  public:
    SideOfBoundary(const Shape& curves, RawOffset::Side side, base::Control control) {
        for (std::size_t i = 0; i < curves.paths(); ++i) {
            const auto path = curves.path(i);
            for (std::size_t k = 0; k < path.size(); ++k) {
                const Segment s{path[k], path[k + 1 < path.size() ? k + 1 : 0]};
                if (s.a == s.b) continue;
                if (i == side.path && k < side.segments)
                    last_of_side_ = static_cast<Index>(segments_.size()) + 1;
                if (i == side.path && first_of_side_ == none)
                    first_of_side_ = static_cast<Index>(segments_.size());
                segments_.push_back(s);
            }
        }
        lines_ = exact_linework(segments_, control);
        faces_.emplace(lines_);
        find_boundary();
    }

    /// Its pieces in the order of the curve.
    std::vector<std::vector<Point>> pieces() const {
        std::vector<std::array<Index, 3>> starts;  // by their places along the curve
        std::vector<bool> done(on_side_.size()), continues(on_side_.size());
        for (Index h = 0; h < on_side_.size(); ++h) {
            if (on_side_[h] == none) continue;
            if (const Index after = following(h); on_side_[after] != none) continues[after] = true;
        }
        std::vector<std::vector<Point>> result;
        for (const bool closed : {false, true}) {
            starts.clear();
            for (Index h = 0; h < on_side_.size(); ++h) {
                if (on_side_[h] != none && continues[h] == closed && !done[h])
                    starts.push_back({on_side_[h], place_along(h), h});
            }
            std::sort(starts.begin(), starts.end());
            for (const auto& start : starts) {
                if (!done[start[2]]) result.push_back(piece(start[2], done));
            }
        }
        return result;
    }

  private:
    void find_boundary() {
        const std::vector<bool> within = faces_within(*faces_, FillRule::positive);
        boundary_.resize(faces_->half_edges());
        on_side_.assign(faces_->half_edges(), none);
        for (Index h = 0; h < faces_->half_edges(); ++h) {
            boundary_[h] = within[faces_->face(h)] && !within[faces_->face(twin(h))];
            if (boundary_[h]) on_side_[h] = segment_of_side(h);
        }
    }
    /// The first one that runs along a half-edge.
    Index segment_of_side(Index h) const {
        for (const Covering& cover : lines_.covers_of(faces_->edge(h))) {
            if (cover.segment >= first_of_side_ && cover.segment < last_of_side_ &&
                cover.direction == (h % 2 == 0 ? 1 : -1))
                return cover.segment;
        }
        return none;
    }
    /// Where on its segment it begins, ascending in the direction of both.
    Index place_along(Index h) const {
        return h % 2 == 0 ? faces_->origin(h) : none - faces_->origin(h);
    }
    /// What follows along the boundary.
    Index following(Index h) const {
        Index next = faces_->next(h);
        while (!boundary_[next]) next = faces_->next(twin(next));
        return next;
    }
    bool straight(Index h, Index after) const {
        const Segment s = direction(h), t = direction(after);
        return cross_sign(s.a, s.b, t.a, t.b) == 0 && dot_sign(s.a, s.b, t.a, t.b) > 0;
    }
    Segment direction(Index h) const {
        const Segment s = lines_.direction(faces_->edge(h));
        return h % 2 == 0 ? s : Segment{s.b, s.a};
    }
    Point place(Index h) const {
        const Point p = lines_.place(faces_->origin(h));
        return {p.x + 0.0, p.y + 0.0};  // no -0
    }
    std::vector<Point> piece(Index first, std::vector<bool>& done) const {
        std::vector<Point> points{place(first)};
        const auto put = [&](Point p) {
            if (points.back() != p) points.push_back(p);
        };
        Index h = first;
        while (true) {
            done[h] = true;
            const Index after = following(h);
            const bool ends = on_side_[after] == none || done[after];
            if (ends || !straight(h, after)) put(place(twin(h)));
            if (ends) {
                if (after == first && straight(h, first)) begin_at_corner(points);
                return points;
            }
            h = after;
        }
    }

    /// Of a closed path whose first point is none.
    static void begin_at_corner(std::vector<Point>& points) {
        points.erase(points.begin());
        points.back() = points.front();
    }

    std::vector<Segment> segments_;
    Index first_of_side_ = none, last_of_side_ = 0;
    ExactLinework lines_;
    std::optional<Arrangement<ExactLinework>> faces_;
    std::vector<bool> boundary_;
    std::vector<Index> on_side_;  ///< of half-edges: the segment of the side along them, or none
};

}  // namespace

std::vector<std::vector<Point>> side_of_boundary(const Shape& curves, RawOffset::Side side,
                                                 base::Control control) {
    return SideOfBoundary(curves, side, control).pieces();
}

}  // namespace pipelab::geometry
