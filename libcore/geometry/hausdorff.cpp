#include "geometry/hausdorff.hpp"

#include "base/parallel.hpp"
#include "geometry/segment_spot.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace pipelab::geometry {
namespace {

using detail::Function;
using detail::SegmentSpots;
using detail::Spot;
using detail::Target;

constexpr std::size_t block_of_segments = 1 << 10;

/// The farthest so far.
struct Farthest {
    Segment segment;
    Spot spot;
    Target target;
    double distance;

    /// Strictly.
    bool farther_than(const Farthest& other) const {
        if (distance != other.distance) return distance > other.distance;
        return SegmentSpots(segment).compare(spot, target, SegmentSpots(other.segment), other.spot,
                                             other.target) > 0;
    }
};
using Best = std::optional<Farthest>;

Best farther(const Best& a, const Best& b) {
    if (!a || !b) return a ? a : b;
    return b->farther_than(*a) ? b : a;
}

/// What of a segment an approach ends at.
Target target_of(const Approach& approach, const Segment& segment) {
    return approach.end() ? Target{*approach.end(), *approach.end()} : Target{segment.a, segment.b};
}

/// A place on a segment, rounded, and what is nearest to it.
struct NearPlace {
    Spot spot;
    Point point;
    std::size_t index;
    Target target;
};

/// Searches the segments of a block.
class FarthestSearch {
  public:
    FarthestSearch(const SegmentTree& to, Best best, double least)
        : to_(to), best_(std::move(best)), least_(least) {}

    const Best& best() const { return best_; }

    void look_at_end(const Segment& segment, Spot::Kind end) {
        const Point p = end == Spot::Kind::start ? segment.a : segment.b;
        if (within_best(p, hint_)) return;
        const auto found = to_.nearest(p);
        hint_ = found->index;
        const double distance = found->approach.distance();
        if (distance < limit()) return;
        best_ = farther(best_, Farthest{segment, Spot{end},
                                        target_of(found->approach, to_[found->index]), distance});
    }

    void look_amid(const Segment& segment) {
        if (within_best(segment.a, hint_) && within_best(segment.b, hint_)) return;
        const SegmentSpots spots(segment);
        NearPlace start = end_of({Spot::Kind::start}, segment.a);
        NearPlace end = end_of({Spot::Kind::end}, segment.b);
        hint_ = end.index;
        stack_.push_back({std::move(start), std::move(end)});
        while (!stack_.empty()) {
            const Stretch stretch = std::move(stack_.back());
            stack_.pop_back();
            divide(segment, spots, stretch);
        }
    }

  private:
    struct Stretch {
        NearPlace from, to;
    };

    /// Rounding a place moves it by less.
    static double doubt(Point p) { return 0x1p-51 * (std::abs(p.x) + std::abs(p.y)) + 0x1p-1070; }
    /// What is nearer is of no use.
    double limit() const { return best_ ? std::max(best_->distance, least_) : least_; }
    /// No more than that from one of the segments, surely.
    bool within_best(Point p, std::size_t index) const {
        const double most = std::sqrt(Approach(p, to_[index]).square().most());
        return (most + doubt(p)) * (1 + 0x1p-40) < limit();
    }

    NearPlace end_of(const Spot& spot, Point p) const {
        const auto found = to_.nearest(p);
        return {spot, p, found->index, target_of(found->approach, to_[found->index])};
    }

    /// What of a segment is nearest to a place.
    static Target target_at(const SegmentSpots& spots, const Spot& spot, const Segment& other) {
        const Target line{other.a, other.b};
        if (line.is_point()) return line;
        const auto beyond = [&](Point p) {
            return spots.sign(spot, {Function::Kind::beyond, line, {p, p}});
        };
        if (beyond(other.a) <= 0) return {other.a, other.a};
        return beyond(other.b) >= 0 ? Target{other.b, other.b} : line;
    }

    /// The segment nearest to a place: one of those that are nearest to it rounded.
    NearPlace place(const SegmentSpots& spots, const Spot& spot) const {
        const Point p = spots.at(spot);
        const double least = std::sqrt(to_.nearest(p)->approach.square().most());
        const double limit = (least + 4 * doubt(p)) * (1 + 0x1p-40);
        const NearSquare reach{limit * limit, 0x1p-48 * limit * limit + least_near_square};
        NearPlace result{spot, p, to_.size(), {}};
        to_.search(
            p, [&](const NearSquare& square) { return reach.surely_less(square); },
            [&](std::size_t i) {
                if (reach.surely_less(Approach(p, to_[i]).square())) return;
                const Target next = target_at(spots, spot, to_[i]);
                const int sign =
                    result.index == to_.size() ? -1
                    : next == result.target
                        ? 0
                        : spots.sign(spot, {Function::Kind::difference, next, result.target});
                if (sign < 0 || (sign == 0 && i < result.index))
                    result.index = i, result.target = next;
            });
        return result;
    }

    /// Where the foot on a line that is nearest at one end of a stretch leaves its segment on the
    /// way to the other end.
    std::optional<Spot> leaving(const SegmentSpots& spots, const Target& line,
                                const Spot& other_end) const {
        if (line.is_point()) return std::nullopt;
        const Function before{Function::Kind::beyond, line, {line.a, line.a}};
        if (spots.sign(other_end, before) < 0) return spots.zero(before);
        const Function behind{Function::Kind::beyond, line, {line.b, line.b}};
        if (spots.sign(other_end, behind) > 0) return spots.zero(behind);
        return std::nullopt;
    }

    void divide(const Segment& segment, const SegmentSpots& spots, const Stretch& stretch) {
        const NearPlace &from = stretch.from, &to = stretch.to;
        for (const std::size_t i : {from.index, to.index}) {
            if (within_best(from.point, i) && within_best(to.point, i)) return;
        }
        if (const auto spot = leaving(spots, from.target, to.spot))
            return split(segment, spots, stretch, *spot);
        if (const auto spot = leaving(spots, to.target, from.spot))
            return split(segment, spots, stretch, *spot);
        // From here on both targets bound the distance all along, by convex functions: one that is
        // as near as any at both ends is so between them.
        if (from.target == to.target) return;
        const Function difference{Function::Kind::difference, from.target, to.target};
        if (spots.sign(from.spot, difference) == 0 || spots.sign(to.spot, difference) == 0) return;
        split(segment, spots, stretch, spots.zero(difference));
    }

    /// Looks at a place amid a stretch and divides it there.
    void split(const Segment& segment, const SegmentSpots& spots, const Stretch& stretch,
               const Spot& spot) {
        const NearPlace middle = place(spots, spot);
        const double distance = spots.distance(spot, middle.target);
        if (!(distance < limit()))
            best_ = farther(best_, Farthest{segment, spot, middle.target, distance});
        stack_.push_back({middle, stretch.to});
        stack_.push_back({stretch.from, middle});
    }

    const SegmentTree& to_;
    Best best_;
    double least_;
    std::size_t hint_ = 0;  ///< a segment that was nearest
    std::vector<Stretch> stack_;
};

/// Folds searches over blocks of segments, each from `start` on.
template <class Look>
Best search_all(const SegmentTree& from, const SegmentTree& to, const Best& start, double least,
                base::Control control, const Look& look) {
    return base::fold_blocks(
        from.size(), block_of_segments, start,
        [&](std::size_t begin, std::size_t end) {
            FarthestSearch search(to, start, least);
            for (std::size_t i = begin; i < end; ++i) {
                base::stop_if_requested(control.cancellation);
                look(search, from[i]);
            }
            return search.best();
        },
        farther);
}

}  // namespace

std::optional<FarPoint> directed_hausdorff(const SegmentTree& from, const SegmentTree& to,
                                           base::Control control, double least) {
    if (from.empty() || to.empty()) return std::nullopt;
    const Best at_ends = search_all(from, to, Best(), least, control,
                                    [](FarthestSearch& search, const Segment& segment) {
                                        search.look_at_end(segment, Spot::Kind::start);
                                        if (segment.a != segment.b)
                                            search.look_at_end(segment, Spot::Kind::end);
                                    });
    const Best best = search_all(from, to, at_ends, least, control,
                                 [](FarthestSearch& search, const Segment& segment) {
                                     if (segment.a != segment.b) search.look_amid(segment);
                                 });
    if (!best) return std::nullopt;
    const SegmentSpots spots(best->segment);
    return FarPoint{best->distance, spots.at(best->spot), spots.foot(best->spot, best->target)};
}

std::optional<Hausdorff> hausdorff(const SegmentTree& first, const SegmentTree& second,
                                   base::Control control) {
    const auto there = directed_hausdorff(first, second, control);
    const auto back = directed_hausdorff(second, first, control);
    if (!there || !back) return std::nullopt;
    if (back->distance > there->distance) return Hausdorff{*back, true};
    return Hausdorff{*there, false};
}

}  // namespace pipelab::geometry
