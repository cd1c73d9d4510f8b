#include "geometry/arrangement.hpp"

#include "base/parallel.hpp"
#include "geometry/index.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using detail::none;

/// An edge under a sweep line, from below to above. Slots keep the places in which they were put.
struct SweptEdge {
    Segment direction;
    Index half_edge;
};
struct SweptBelow {
    using is_transparent = void;
    static int side(const SweptEdge& slot, Point p) {
        return orientation(slot.direction.a, slot.direction.b, p);
    }
    bool operator()(const SweptEdge&, const SweptEdge&) const { return false; }
    bool operator()(const SweptEdge& slot, Point p) const { return side(slot, p) > 0; }
    bool operator()(Point p, const SweptEdge& slot) const { return side(slot, p) < 0; }
};
using SweptEdges = std::multiset<SweptEdge, SweptBelow>;

}  // namespace

template <class Lines>
HalfEdges<Lines>::HalfEdges(const Lines& lines, std::span<const Index> edges)
    : lines_(&lines), edges_(edges.begin(), edges.end()) {
    sort_around();
    link();
    find_cycles();
}

/// The turn from one half-edge to another, both to the right or both to the left: 1 to the left.
template <class Lines>
int HalfEdges<Lines>::turn(Index from, Index to) const {
    const Segment s = lines_->direction(edge(from)), t = lines_->direction(edge(to));
    return cross_sign(s.a, s.b, t.a, t.b);
}

/// Ends to the right come first; within a half-plane the turn decides.
template <class Lines>
void HalfEdges<Lines>::sort_around() {
    const std::size_t vertices = lines_->vertices.size(), count = 2 * edges_.size();
    around_begins_.assign(vertices + 1, 0);
    for (Index h = 0; h < count; ++h) ++around_begins_[origin(h) + 1];
    std::partial_sum(around_begins_.begin(), around_begins_.end(), around_begins_.begin());
    around_.resize(count);
    std::vector<std::size_t> place(around_begins_.begin(), around_begins_.end() - 1);
    for (Index h = 0; h < count; ++h) around_[place[origin(h)]++] = h;
    base::parallel_blocks(vertices, 4096, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t v = begin; v < end; ++v) {
            std::sort(around_.data() + around_begins_[v], around_.data() + around_begins_[v + 1],
                      [&](Index g, Index h) {
                          if (g % 2 != h % 2) return g % 2 == 0;
                          return turn(g, h) > 0;
                      });
        }
    });
}

template <class Lines>
void HalfEdges<Lines>::link() {
    next_.resize(around_.size());
    for (Index v = 0; v + 1 < around_begins_.size(); ++v) {
        const auto leaving = around(v);
        for (std::size_t i = 0; i < leaving.size(); ++i) {
            // Who arrives along leaving[i + 1] goes on with the next one clockwise.
            next_[twin(leaving[(i + 1) % leaving.size()])] = leaving[i];
        }
    }
}

/// Whether the cycle through a half-edge surrounds its face: no corner at its least vertex opens to
/// the left.
template <class Lines>
bool HalfEdges<Lines>::is_outer(Index half_edge, Index least) const {
    Index h = half_edge;
    do {
        const Index following = next_[h];
        if (origin(following) == least && turn(following, h) <= 0) return false;
        h = following;
    } while (h != half_edge);
    return true;
}

template <class Lines>
void HalfEdges<Lines>::find_cycles() {
    cycle_of_.assign(next_.size(), none);
    // A cycle leaves its least vertex by an edge to the right; in the order of vertices each cycle
    // is met there first.
    for (Index v = 0; v + 1 < around_begins_.size(); ++v) {
        const auto leaving = around(v);
        std::vector<Index> right;
        for (const Index h : leaving) {
            if (h % 2 == 0) right.push_back(h);
        }
        std::sort(right.begin(), right.end());
        for (const Index h : right) {
            if (cycle_of_[h] != none) continue;
            const auto cycle = static_cast<Index>(cycles_.size());
            for (Index g = h; cycle_of_[g] == none; g = next_[g]) cycle_of_[g] = cycle;
            cycles_.push_back({h, none, is_outer(h, v)});
        }
    }
}

template <class Lines>
Arrangement<Lines>::Arrangement(const Lines& lines)
    : Arrangement(lines, [&] {
          std::vector<Index> all(lines.edges.size());
          std::iota(all.begin(), all.end(), Index{0});
          return all;
      }()) {}

template <class Lines>
Arrangement<Lines>::Arrangement(const Lines& lines, std::span<const Index> edges)
    : HalfEdges<Lines>(lines, edges) {
    faces_.emplace_back();
    std::vector<Index> outlines;
    for (Index c = 0; c < this->cycles_.size(); ++c) {
        if (this->cycles_[c].outer) {
            this->cycles_[c].face = static_cast<Index>(faces_.size());
            faces_.push_back({c, {}});
        } else {
            outlines.push_back(c);
        }
    }
    if (outlines.size() == 1) {
        put(outlines[0], 0);
    } else if (!outlines.empty()) {
        put_outlines(outlines);
    }
}

template <class Lines>
void Arrangement<Lines>::put(Index outline, Index face) {
    this->cycles_[outline].face = face;
    faces_[face].inner.push_back(outline);
}

/// The outline of a component belongs to the face above the edge below its least vertex, at which
/// edges only start: an end of a segment. Elsewhere edges that start take the place of those that
/// end, so that no other point is looked at.
template <class Lines>
void Arrangement<Lines>::put_outlines(std::span<const Index> outlines) {
    SweptEdges status;
    std::vector<SweptEdges::iterator> where(this->edges_.size());
    std::size_t next_outline = 0;
    for (Index v = 0; next_outline < outlines.size(); ++v) {
        const auto around = this->around(v);
        if (around.empty()) continue;
        std::optional<SweptEdges::iterator> above;
        for (const Index h : around) {
            if (h % 2 == 0) continue;
            // From the highest one down: the first has the right place behind it.
            const auto behind = status.erase(where[h / 2]);
            if (!above) above = behind;
        }
        if (!above) above = status.lower_bound(this->lines_->place(v));
        if (this->origin(this->cycles_[outlines[next_outline]].half_edge) == v) {
            const bool open = *above == status.begin();
            put(outlines[next_outline++], open ? 0 : face(std::prev(*above)->half_edge));
        }
        for (const Index h : around) {
            if (h % 2 == 0) {
                where[h / 2] = status.emplace_hint(
                    *above, SweptEdge{this->lines_->direction(this->edge(h)), h});
            }
        }
    }
}

template class HalfEdges<Noding>;
template class HalfEdges<ExactLinework>;
template class Arrangement<Noding>;
template class Arrangement<ExactLinework>;

}  // namespace pipelab::geometry
