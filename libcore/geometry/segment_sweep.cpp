#include "geometry/segment_sweep.hpp"

#include "base/parallel_sort.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <queue>
#include <set>
#include <vector>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;

/// The segments under the line from below to above. Slots keep their order among each other; which
/// segment stands in one changes where segments cross.
struct Slot {
    mutable Index segment;
};
struct Below {
    using is_transparent = void;
    const std::vector<Segment>* segments;
    int side(Slot slot, Point p) const {
        const Segment& s = (*segments)[slot.segment];
        return orientation(s.a, s.b, p);
    }
    bool operator()(Slot, Slot) const { return false; }
    bool operator()(Slot slot, Point p) const { return side(slot, p) > 0; }
    bool operator()(Point p, Slot slot) const { return side(slot, p) < 0; }
};
using Status = std::multiset<Slot, Below>;

/// Two neighbours that will cross. Rounding keeps order: where rounded points differ, so do the
/// exact ones in the same way.
struct CrossingPair {
    Index lower, upper;
    Point rounded;
};

class Sweep {
  public:
    using Visit = std::function<bool(const SweepPoint&, std::span<const Index>)>;

    Sweep(std::span<const Segment> segments, const Visit& visit)
        : segments_(segments.begin(), segments.end()), visit_(visit), where_(segments.size()) {
        ends_.reserve(2 * segments.size());
        for (Index i = 0; i < segments.size(); ++i) {
            Segment& s = segments_[i];
            if (before(s.b, s.a)) std::swap(s.a, s.b);
            ends_.push_back({s.a, i, true});
            if (s.a != s.b) ends_.push_back({s.b, i, false});
        }
        base::parallel_sort(std::span(ends_), [](const End& e, const End& f) {
            return before(e.point, f.point) || (e.point == f.point && e.segment < f.segment);
        });
    }

    void run(base::Control control) {
        std::size_t next = 0, steps = 0;
        while (next < ends_.size() || !crossings_.empty()) {
            if (++steps % 4096 == 0) base::stop_if_requested(control.cancellation);
            if (!crossings_.empty() && (next == ends_.size() || compare(crossing(crossings_.top()),
                                                                        ends_[next].point) < 0)) {
                if (!at_crossing(crossings_.top())) return;
            } else {
                const Point p = ends_[next].point;
                starting_.clear();
                for (; next < ends_.size() && ends_[next].point == p; ++next) {
                    if (ends_[next].starts) starting_.push_back(ends_[next].segment);
                }
                if (!at_end(p)) return;
            }
        }
    }

  private:
    struct End {
        Point point;
        Index segment;
        bool starts;
    };
    struct Later {
        const Sweep* sweep;
        bool operator()(CrossingPair p, CrossingPair q) const {
            if (p.rounded.x != q.rounded.x) return p.rounded.x > q.rounded.x;
            return compare(sweep->crossing(p), sweep->crossing(q)) > 0;
        }
    };

    CrossingPoint crossing(CrossingPair pair) const {
        return {segments_[pair.lower], segments_[pair.upper]};
    }

    int compare_to(const CrossingPair& pair, Point p) const {
        if (pair.rounded.x != p.x) return pair.rounded.x < p.x ? -1 : 1;
        return compare(crossing(pair), p);
    }

    bool at_end(Point p) {
        const auto first = status_.lower_bound(p), last = status_.upper_bound(p);
        while (!crossings_.empty() && compare_to(crossings_.top(), p) == 0) crossings_.pop();
        return at({p, std::nullopt}, first, last);
    }

    bool at_crossing(const CrossingPair pair) {
        const CrossingPoint here = crossing(pair);
        auto first = where_[pair.lower], last = std::next(first);
        while (first != status_.begin() && passes(std::prev(first)->segment, here)) --first;
        while (last != status_.end() && passes(last->segment, here)) ++last;
        while (!crossings_.empty() && crossings_.top().rounded == pair.rounded &&
               compare(crossing(crossings_.top()), here) == 0) {
            crossings_.pop();
        }
        starting_.clear();
        return at({{}, here}, first, last);
    }

    /// Whether a segment under the line contains the crossing at which the line stands.
    bool passes(Index segment, const CrossingPoint& here) const {
        const Segment& u = segments_[segment];
        if (cross_sign(here.s.a, here.s.b, u.a, u.b) == 0) {
            return orientation(here.s.a, here.s.b, u.a) == 0;
        }
        return compare_along(here.s, here.t, u) == 0;
    }

    /// The segments in slots [first, last) and those of starting_ contain the place.
    bool at(const SweepPoint& place, Status::iterator first, Status::iterator last) {
        bundle_ = starting_;
        continuing_.clear();
        for (auto slot = first; slot != last; ++slot) bundle_.push_back(slot->segment);
        for (const Index i : bundle_) {
            if (place.crossing || segments_[i].b != place.point) continuing_.push_back(i);
        }
        std::sort(bundle_.begin(), bundle_.end());
        if (!visit_(place, bundle_)) return false;
        sort_by_direction();
        put(first, last);
        return true;
    }

    void sort_by_direction() {
        std::sort(continuing_.begin(), continuing_.end(), [&](Index i, Index j) {
            const Segment &s = segments_[i], &t = segments_[j];
            const int turn = cross_sign(s.a, s.b, t.a, t.b);
            return turn > 0 || (turn == 0 && i < j);
        });
    }

    /// Puts the continuing segments, in order, into the place of slots [first, last).
    void put(Status::iterator first, Status::iterator last) {
        auto slot = first;
        for (const Index i : continuing_) {
            if (slot == last) {
                where_[i] = status_.emplace_hint(last, Slot{i});
            } else {
                slot->segment = i;
                where_[i] = slot++;
            }
        }
        status_.erase(slot, last);
        if (continuing_.empty()) {
            if (last != status_.begin() && last != status_.end()) {
                expect(std::prev(last)->segment, last->segment);
            }
            return;
        }
        const auto bottom = where_[continuing_.front()];
        if (bottom != status_.begin()) expect(std::prev(bottom)->segment, bottom->segment);
        if (last != status_.end()) expect(continuing_.back(), last->segment);
    }

    /// Neighbours that will cross: the lower one rises faster.
    void expect(Index lower, Index upper) {
        const Segment &s = segments_[lower], &t = segments_[upper];
        if (cross_sign(t.a, t.b, s.a, s.b) > 0 && meeting(s, t) == Meeting::cross) {
            crossings_.push({lower, upper, rounded_point({s, t})});
        }
    }

    std::vector<Segment> segments_;  // from the lower to the higher end
    const Visit& visit_;
    std::vector<End> ends_;
    Status status_{Below{&segments_}};
    std::vector<Status::iterator> where_;
    std::priority_queue<CrossingPair, std::vector<CrossingPair>, Later> crossings_{Later{this}};
    std::vector<Index> starting_, bundle_, continuing_;
};

}  // namespace

void sweep_segments(
    std::span<const Segment> segments,
    const std::function<bool(const SweepPoint&, std::span<const std::uint32_t>)>& visit,
    base::Control control) {
    Sweep(segments, visit).run(control);
}

}  // namespace pipelab::geometry
