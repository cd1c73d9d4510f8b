#include "geometry/monotone.hpp"

#include "base/parallel_sort.hpp"
#include "geometry/ear_clipping.hpp"
#include "geometry/index.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <memory_resource>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using detail::none;

enum class ChainSide : std::uint8_t { lower, upper };

/// The part of a monotone piece that waits for triangles: a chain of vertices along one side, which
/// turns away from the inside, from the one that the other side came to last.
struct Piece {
    Index top = none;  ///< the last link of the chain
    ChainSide side = ChainSide::lower;
    bool empty() const { return top == none; }
};

/// An edge that the sweep line crosses, leading to the right. If it is inside above: one piece, or
/// behind a vertex where two met both, until the next vertex leads back to that one.
struct Active {
    mutable Segment edge;
    mutable bool inside_above;
    mutable Piece piece, second;  ///< the second above the other
};

/// From below to above along the sweep line; where two meet, behind it.
struct ActiveBelow {
    using is_transparent = void;
    bool operator()(const Active& a, Point p) const {
        return orientation(a.edge.a, a.edge.b, p) > 0;
    }
    bool operator()(const Active& a, const Active& b) const {
        const auto [p, q] = a.edge;
        const auto [r, s] = b.edge;
        if (p == r) return orientation(p, q, s) > 0;
        if (before(r, p)) {
            const int side = orientation(r, s, p);
            return side != 0 ? side < 0 : orientation(r, s, q) < 0;
        }
        const int side = orientation(p, q, r);
        return side != 0 ? side > 0 : orientation(p, q, s) > 0;
    }
};

/// A vertex of a ring by its place in the shape; edge i leads from corner i to the next one.
struct Corner {
    Index previous = none, next = none;  ///< none: a repeated point, left out
};

class MonotoneSweep {
  public:
    explicit MonotoneSweep(const Shape& polygons) : points_(polygons.points) {
        corners_.resize(points_.size());
        for (std::size_t i = 0; i < polygons.paths(); ++i) add_ring(polygons.path(i));
    }

    std::optional<base::Array<Index>> run() {
        std::pmr::vector<Event> events(&memory_);
        events.reserve(corners_.size());
        for (Index i = 0; i < corners_.size(); ++i)
            if (corners_[i].next != none) events.push_back({at(i), i});
        base::parallel_sort(std::span(events), [](const Event& a, const Event& b) {
            return before(a.at, b.at) || (a.at == b.at && a.corner < b.corner);
        });
        places_.resize(corners_.size());
        triangles_.reserve(3 * corners_.size());
        links_.reserve(2 * corners_.size());
        for (std::size_t i = 0, end = 0; i < events.size() && valid_; i = end) {
            for (end = i + 1; end < events.size() && events[end].at == events[i].at;) ++end;
            pass(std::span<const Event>(events).subspan(i, end - i));
        }
        if (!valid_ || !active_.empty()) return std::nullopt;
        return std::move(triangles_);
    }

  private:
    struct Event {
        Point at;
        Index corner;
    };
    using Place = std::pmr::set<Active, ActiveBelow>::iterator;
    struct Link {
        Index corner, previous;
    };
    /// An edge that begins at the event, and its other end.
    struct Start {
        Index edge;
        Point end;
    };

    void add_ring(std::span<const Point> ring);
    void pass(std::span<const Event> events);
    void go_on(Index ended, Index started, Index corner);
    void meet(std::span<const Event> events);
    Piece end_run(Place first, Place last, const Active* below, Index corner);
    Piece split(const Active& below, Index corner);
    void start_edges(Place above, bool inside, Piece upper, Index corner);

    Point at(Index corner) const { return points_[corner]; }
    Index point(Index link) const { return links_[link].corner; }
    Point place(Index link) const { return at(links_[link].corner); }

    Index add_link(Index corner, Index previous) {
        links_.push_back({corner, previous});
        return static_cast<Index>(links_.size() - 1);
    }
    Piece begin(Index corner) { return {add_link(corner, none), ChainSide::lower}; }
    void emit(Index a, Index b, Index c) { triangles_.insert(triangles_.end(), {a, b, c}); }
    void extend(Piece& piece, Index corner, ChainSide side);
    void close(Piece& piece, Index corner);
    void reach_from_below(const Active& interval, Index corner);
    void reach_from_above(const Active& interval, Index corner);

    std::array<std::byte, 8192> first_memory_;
    std::pmr::monotonic_buffer_resource memory_{first_memory_.data(), first_memory_.size()};
    std::span<const Point> points_;
    std::pmr::vector<Corner> corners_{&memory_};
    std::pmr::set<Active, ActiveBelow> active_{&memory_};
    std::pmr::vector<Place> places_{&memory_};  ///< of edges
    std::pmr::vector<Link> links_{&memory_};
    std::pmr::vector<Start> starts_{&memory_};
    base::Array<Index> triangles_;
    bool valid_ = true;
};

/// Repeated points count once.
void MonotoneSweep::add_ring(std::span<const Point> ring) {
    const auto begin = static_cast<Index>(ring.data() - points_.data());
    const auto size = static_cast<Index>(ring.size());
    Index last = begin, count = 1;
    for (Index i = begin + 1; i < begin + size; ++i) {
        if (at(i) == at(last)) continue;
        corners_[i].previous = last;
        corners_[last].next = i;
        last = i;
        ++count;
    }
    while (count > 1 && at(last) == at(begin)) {
        corners_[last].next = none;
        last = corners_[last].previous;
        --count;
    }
    if (count < 3) {
        std::fill_n(corners_.begin() + begin, size, Corner{});
        return;
    }
    corners_[begin].previous = last;
    corners_[last].next = begin;
}

void MonotoneSweep::pass(std::span<const Event> events) {
    const Corner& corner = corners_[events[0].corner];
    const Point p = events[0].at;
    if (events.size() == 1) {
        const bool from_left = before(at(corner.previous), p);
        const bool to_left = before(at(corner.next), p);
        if (from_left && !to_left)
            return go_on(corner.previous, events[0].corner, events[0].corner);
        if (to_left && !from_left)
            return go_on(events[0].corner, corner.previous, events[0].corner);
    }
    meet(events);
}

/// One edge takes the place of another.
void MonotoneSweep::go_on(Index ended, Index started, Index corner) {
    const Place place = places_[ended];
    if (place != active_.begin() && std::prev(place)->inside_above)
        reach_from_above(*std::prev(place), corner);
    if (place->inside_above) reach_from_below(*place, corner);
    place->edge = {at(corner), place->edge.b};
    place->edge.b = at(started == corner ? corners_[started].next : started);
    places_[started] = place;
}

void MonotoneSweep::meet(std::span<const Event> events) {
    const Index corner = events[0].corner;
    const Point p = at(corner);
    starts_.clear();
    std::size_t ended = 0;
    Place first = active_.end();
    const auto see = [&](Index edge, Index other) {
        if (before(p, at(other))) return starts_.push_back({edge, at(other)});
        ++ended;
        first = places_[edge];
    };
    for (const Event& event : events) {
        see(corners_[event.corner].previous, corners_[event.corner].previous);
        see(event.corner, corners_[event.corner].next);
    }
    std::sort(starts_.begin(), starts_.end(),
              [p](const Start& a, const Start& b) { return orientation(p, a.end, b.end) > 0; });
    Place last = first;
    if (ended == 0) {
        first = last = active_.lower_bound(p);
        if (first != active_.end() && orientation(first->edge.a, first->edge.b, p) == 0)
            valid_ = false;
    } else {
        while (first != active_.begin() && std::prev(first)->edge.b == p) --first;
        for (last = first; last != active_.end() && last->edge.b == p; ++last) --ended;
        if (ended != 0) valid_ = false;
    }
    if (!valid_) return;
    const Active* below = first == active_.begin() ? nullptr : &*std::prev(first);
    if (below != nullptr && !below->inside_above) below = nullptr;
    Piece upper;
    if (first != last) {
        upper = end_run(first, last, below, corner);
        if (starts_.empty() && below != nullptr) below->second = upper;
        active_.erase(first, last);
    } else if (below != nullptr) {
        upper = split(*below, corner);
    }
    start_edges(last, below != nullptr, upper, corner);
}

/// What ends at a corner; returns the piece above the run, which goes on.
Piece MonotoneSweep::end_run(Place first, Place last, const Active* below, Index corner) {
    if (below != nullptr) reach_from_above(*below, corner);
    for (--last; first != last; ++first) {
        if (!first->inside_above) continue;
        close(first->piece, corner);
        close(first->second, corner);
    }
    if (last->inside_above) reach_from_below(*last, corner);
    return last->piece;
}

/// A corner amid the piece above an edge leads back to the last one there; returns what is then
/// above it.
Piece MonotoneSweep::split(const Active& below, Index corner) {
    Piece lower = below.piece, upper = below.second;
    if (upper.empty()) {
        const Piece last{add_link(links_[lower.top].corner, none), ChainSide::lower};
        upper = last;
        if (lower.side == ChainSide::lower) std::swap(lower, upper);
    }
    extend(lower, corner, ChainSide::upper);
    extend(upper, corner, ChainSide::lower);
    below.piece = lower;
    below.second = {};
    return upper;
}

void MonotoneSweep::start_edges(Place above, bool inside, Piece upper, Index corner) {
    for (std::size_t i = 0; i < starts_.size(); ++i) {
        inside = !inside;
        Piece piece;
        if (inside) piece = i + 1 == starts_.size() ? upper : begin(corner);
        const std::size_t count = active_.size();
        const Place place =
            active_.insert(above, {{at(corner), starts_[i].end}, inside, piece, {}});
        valid_ = valid_ && active_.size() > count && std::next(place) == above;
        places_[starts_[i].edge] = place;
    }
    valid_ = valid_ && inside != upper.empty();
}

/// A corner on the upper side of what is above an edge.
void MonotoneSweep::reach_from_above(const Active& interval, Index corner) {
    close(interval.second, corner);
    interval.second = {};
    extend(interval.piece, corner, ChainSide::upper);
}

/// A corner on its lower side.
void MonotoneSweep::reach_from_below(const Active& interval, Index corner) {
    if (!interval.second.empty()) {
        close(interval.piece, corner);
        interval.piece = std::exchange(interval.second, {});
    }
    extend(interval.piece, corner, ChainSide::lower);
}

/// All that waits becomes triangles with a corner that both sides reach.
void MonotoneSweep::close(Piece& piece, Index corner) {
    if (piece.empty()) return;
    extend(piece, corner, piece.side == ChainSide::lower ? ChainSide::upper : ChainSide::lower);
    piece = {};
}

void MonotoneSweep::extend(Piece& piece, Index corner, ChainSide side) {
    if (piece.empty()) {
        valid_ = false;
        return;
    }
    const Point p = at(corner);
    const Index old_top = piece.top;
    const bool lower = piece.side == ChainSide::lower;
    const bool same = piece.side == side || links_[old_top].previous == none;
    Index top = old_top;
    for (Index next; (next = links_[top].previous) != none; top = next) {
        const int turn = orientation(place(next), place(top), p);
        if (lower ? turn <= 0 : turn >= 0) {
            valid_ = valid_ && same;
            break;
        }
        if (lower)
            emit(point(next), point(top), corner);
        else
            emit(point(next), corner, point(top));
    }
    if (!same) top = add_link(links_[old_top].corner, none);
    piece = {add_link(corner, top), side};
}

}  // namespace

std::optional<base::Array<std::uint32_t>> monotone_triangles(const Shape& polygons) {
    if (!polygons.areal()) return base::Array<std::uint32_t>{};
    if (polygons.paths() == 1 && polygons.points.size() <= detail::most_ears)
        if (auto ears = detail::ear_triangles(polygons.path(0))) return ears;
    return MonotoneSweep(polygons).run();
}

}  // namespace pipelab::geometry
