#include "geometry/arrangement.hpp"

#include "base/parallel.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
constexpr Index none = ~Index{0};

/// Noded edges under a sweep line from below to above.
struct Below {
    using is_transparent = void;
    const Noding* noding;
    int side(Index edge, Point p) const {
        const Segment s = noding->edge(edge);
        return orientation(s.a, s.b, p);
    }
    bool operator()(Index edge, Point p) const { return side(edge, p) > 0; }
    bool operator()(Point p, Index edge) const { return side(edge, p) < 0; }
    /// Both run through the sweep line and do not cross: the one that starts later is compared
    /// where it starts.
    bool operator()(Index e, Index f) const {
        const Segment s = noding->edge(e), t = noding->edge(f);
        if (s.a == t.a) return orientation(s.a, s.b, t.b) > 0;
        if (before(s.a, t.a)) return orientation(s.a, s.b, t.a) > 0;
        return orientation(t.a, t.b, s.a) < 0;
    }
};

}  // namespace

HalfEdges::HalfEdges(const Noding& noding, std::span<const Index> edges)
    : noding_(&noding), edges_(edges.begin(), edges.end()) {
    sort_around();
    link();
    find_cycles();
}

Segment HalfEdges::segment(Index half_edge) const {
    return {noding_->vertices[origin(half_edge)], noding_->vertices[origin(twin(half_edge))]};
}

/// Ends to the right come first; within a half-plane the turn decides.
void HalfEdges::sort_around() {
    const std::size_t vertices = noding_->vertices.size(), count = 2 * edges_.size();
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
                          const Segment s = segment(g);
                          return orientation(s.a, s.b, segment(h).b) > 0;
                      });
        }
    });
}

void HalfEdges::link() {
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
bool HalfEdges::is_outer(Index half_edge, Index least) const {
    Index h = half_edge;
    do {
        const Index following = next_[h];
        if (origin(following) == least) {
            const Segment in = segment(h), out = segment(following);
            if (orientation(out.a, out.b, in.a) <= 0) return false;
        }
        h = following;
    } while (h != half_edge);
    return true;
}

void HalfEdges::find_cycles() {
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

Arrangement::Arrangement(const Noding& noding)
    : Arrangement(noding, [&] {
          std::vector<Index> all(noding.edges.size());
          std::iota(all.begin(), all.end(), Index{0});
          return all;
      }()) {}

Arrangement::Arrangement(const Noding& noding, std::span<const Index> edges)
    : HalfEdges(noding, edges) {
    faces_.emplace_back();
    std::vector<Index> outlines;
    for (Index c = 0; c < cycles_.size(); ++c) {
        if (cycles_[c].outer) {
            cycles_[c].face = static_cast<Index>(faces_.size());
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

void Arrangement::put(Index outline, Index face) {
    cycles_[outline].face = face;
    faces_[face].inner.push_back(outline);
}

/// The outline of a component belongs to the face above the edge below its least vertex.
void Arrangement::put_outlines(std::span<const Index> outlines) {
    std::set<Index, Below> status(Below{noding_});
    std::vector<Index> local(noding_->edges.size(), none);
    for (Index i = 0; i < edges_.size(); ++i) local[edges_[i]] = i;
    std::size_t next_outline = 0;
    for (Index v = 0; next_outline < outlines.size(); ++v) {
        for (const Index h : around(v)) {
            if (h % 2 == 1) status.erase(edge(h));
        }
        if (origin(cycles_[outlines[next_outline]].half_edge) == v) {
            const auto above = status.lower_bound(noding_->vertices[v]);
            const bool open = above == status.begin();
            put(outlines[next_outline++], open ? 0 : face(2 * local[*std::prev(above)]));
        }
        for (const Index h : around(v)) {
            if (h % 2 == 0) status.insert(edge(h));
        }
    }
}

}  // namespace pipelab::geometry
