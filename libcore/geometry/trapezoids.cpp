#include "geometry/trapezoids.hpp"

#include "geometry/predicates.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

/// An edge from left to right.
struct Chord {
    Point left, right;
    std::uint32_t edge;
    bool below_inside;
};

/// From below, for edges that some vertical line meets.
struct ChordBelow {
    bool operator()(const Chord* s, const Chord* t) const {
        if (s == t) return false;
        const double x = std::max(s->left.x, t->left.x);
        const int sign = compare_heights(s->left, s->right, t->left, t->right, x);
        if (sign != 0) return sign < 0;
        return cross_sign(s->left, s->right, t->left, t->right) > 0;
    }
};

class TrapezoidSweep {
  public:
    explicit TrapezoidSweep(std::span<const Segment> edges) {
        chords_.reserve(edges.size());
        for (std::size_t i = 0; i < edges.size(); ++i) {
            const auto [a, b] = edges[i];
            if (a.x == b.x) continue;
            const bool rightward = a.x < b.x;
            chords_.push_back(
                {rightward ? a : b, rightward ? b : a, static_cast<std::uint32_t>(i), rightward});
        }
        opened_.resize(chords_.size());
        places_.resize(chords_.size());
    }

    base::Array<Trapezoid> run() {
        std::vector<Event> events;
        for (std::uint32_t i = 0; i < chords_.size(); ++i) {
            events.push_back({chords_[i].left, i, false});
            events.push_back({chords_[i].right, i, true});
        }
        std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
            if (a.at != b.at) return before(a.at, b.at);
            return a.ends != b.ends ? a.ends : a.chord < b.chord;
        });
        for (std::size_t begin = 0; begin < events.size();) {
            std::size_t end = begin;
            while (end < events.size() && events[end].at == events[begin].at) ++end;
            pass({events.data() + begin, end - begin});
            begin = end;
        }
        return std::move(result_);
    }

  private:
    using Status = std::set<const Chord*, ChordBelow>;
    struct Event {
        Point at;
        std::uint32_t chord;
        bool ends;
    };

    std::size_t number(const Chord* chord) const {
        return static_cast<std::size_t>(chord - chords_.data());
    }
    /// Ends the trapezoid above a chord, if there is one.
    void close(Status::const_iterator lower, double x) {
        const auto upper = std::next(lower);
        if (!(*lower)->below_inside || upper == status_.end()) return;
        double& opened = opened_[number(*lower)];
        if (opened < x) result_.push_back({opened, x, (*lower)->edge, (*upper)->edge});
        opened = x;
    }
    /// A vertex: all chords that end there, then all that begin.
    void pass(std::span<const Event> events) {
        const double x = events[0].at.x;
        for (const Event& event : events) {
            const Chord* const chord = &chords_[event.chord];
            if (event.ends) {
                const auto place = places_[event.chord];
                close(place, x);
                if (place != status_.begin()) close(std::prev(place), x);
                status_.erase(place);
            } else {
                const auto above = status_.lower_bound(chord);
                if (above != status_.begin()) close(std::prev(above), x);
                places_[event.chord] = status_.insert(above, chord);
                opened_[event.chord] = x;
            }
        }
    }
    std::vector<Chord> chords_;
    std::vector<double> opened_;
    std::vector<Status::const_iterator> places_;
    Status status_;
    base::Array<Trapezoid> result_;
};

}  // namespace

base::Array<Trapezoid> trapezoids(std::span<const Segment> edges) {
    return TrapezoidSweep(edges).run();
}

}  // namespace pipelab::geometry
