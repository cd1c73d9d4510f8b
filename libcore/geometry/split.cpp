#include "base/parallel.hpp"
#include "base/parallel_sort.hpp"
#include "geometry/noding.hpp"
#include "geometry/segment_pairs.hpp"
#include "geometry/segment_sweep.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;

/// A vertex on a segment.
struct Stop {
    Index segment, vertex;
};

/// Stops by segment, each segment's in the order in which they came.
struct Stops {
    Stops(std::span<const Stop> stops, std::size_t segments) : begins(segments + 1) {
        for (const Stop& stop : stops) ++begins[stop.segment + 1];
        std::partial_sum(begins.begin(), begins.end(), begins.begin());
        vertices.resize(stops.size());
        std::vector<std::size_t> place(begins.begin(), begins.end() - 1);
        for (const Stop& stop : stops) vertices[place[stop.segment]++] = stop.vertex;
    }
    std::span<Index> of(std::size_t segment) {
        return {vertices.data() + begins[segment], begins[segment + 1] - begins[segment]};
    }
    std::vector<std::size_t> begins;
    base::Array<Index> vertices;
};

bool runs_back(const Segment& s) { return before(s.b, s.a); }

/// A sweep meets vertices in order, and those of each segment too.
ExactNoding split_by_sweep(std::span<const Segment> segments, base::Control control) {
    ExactNoding noding;
    std::vector<Stop> stops;
    sweep_segments(
        segments,
        [&](const SweepPoint& place, std::span<const Index> through) {
            const auto vertex = static_cast<Index>(noding.vertices.size());
            if (place.crossing) {
                // The least pair that crosses: the first segment and the first not along it.
                std::size_t k = 1;
                while (meeting(segments[through[0]], segments[through[k]]) == Meeting::overlap) ++k;
                const CrossingPoint p{segments[through[0]], segments[through[k]]};
                noding.vertices.push_back({rounded_point(p), through[0], through[k]});
            } else {
                noding.vertices.push_back({place.point, 0, 0});
            }
            for (const Index i : through) stops.push_back({i, vertex});
            return true;
        },
        control);
    Stops sorted(stops, segments.size());
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (runs_back(segments[i])) std::ranges::reverse(sorted.of(i));
    }
    noding.chain_begins = std::move(sorted.begins);
    noding.chain = std::move(sorted.vertices);
    return noding;
}

/// Splits by pairs. Vertices are first numbered as they are found: the distinct ends, then a
/// crossing for each pair that crosses; those that prove equal on some segment are joined.
class PairSplit {
  public:
    PairSplit(std::span<const Segment> segments, base::Control control)
        : segments_(segments), control_(control) {}

    /// False if there are too many pairs.
    bool find_stops();
    ExactNoding result();

  private:
    void find_ends();
    void add_pair(const SegmentPair& pair);
    void add_end(Index segment, Index owner, Point end);
    void round_crossings();
    void sort_stops(Stops& stops);
    int compare_on(const Segment& s, Index segment, Index v, Index w) const;
    Segment other_segment(Index segment, const ExactVertex& vertex) const {
        return segments_[vertex.first == segment ? vertex.second : vertex.first];
    }
    CrossingPoint crossing(const ExactVertex& vertex) const {
        return {segments_[vertex.first], segments_[vertex.second]};
    }
    int compare_exactly(const ExactVertex& v, const ExactVertex& w) const;
    Index root(Index v);
    void join(Index v, Index w);
    void sort_column(std::span<Index> column) const;
    std::vector<Index> number_roots(base::Array<ExactVertex>& result);

    std::span<const Segment> segments_;
    base::Control control_;
    std::vector<ExactVertex> vertices_;  // ends in order, then crossings
    std::size_t ends_ = 0;
    std::vector<Index> end_vertices_;  // of both ends of each segment
    std::vector<Stop> stops_;
    std::vector<Index> parents_;
};

void PairSplit::find_ends() {
    struct End {
        Point point;
        Index place;
    };
    // Where segments follow each other along a path, one end stands for both.
    const auto is_followed = [&](std::size_t i) {
        return i + 1 < segments_.size() && segments_[i].b == segments_[i + 1].a;
    };
    base::Array<End> ends;
    ends.reserve(2 * segments_.size());
    for (std::size_t i = 0; i < segments_.size(); ++i) {
        const auto place = static_cast<Index>(2 * i);
        ends.push_back({segments_[i].a, place});
        if (!is_followed(i)) ends.push_back({segments_[i].b, place + 1});
    }
    base::parallel_sort(std::span(ends), [](const End& e, const End& f) {
        return before(e.point, f.point) || (e.point == f.point && e.place < f.place);
    });
    end_vertices_.resize(2 * segments_.size());
    for (const End& end : ends) {
        if (vertices_.empty() || vertices_.back().rounded != end.point) {
            vertices_.push_back({end.point, 0, 0});
        }
        end_vertices_[end.place] = static_cast<Index>(vertices_.size() - 1);
    }
    ends_ = vertices_.size();
    for (std::size_t i = 0; i < segments_.size(); ++i)
        if (is_followed(i)) end_vertices_[2 * i + 1] = end_vertices_[2 * i + 2];
    for (Index i = 0; i < segments_.size(); ++i) {
        stops_.push_back({i, end_vertices_[2 * i]});
        if (segments_[i].a != segments_[i].b) stops_.push_back({i, end_vertices_[2 * i + 1]});
    }
}

bool PairSplit::find_stops() {
    struct TooMany {};
    const std::size_t most_pairs = 40 * segments_.size() + 100000;
    find_ends();
    std::size_t pairs = 0;
    try {
        for_meeting_pairs(
            segments_,
            [&](std::span<const SegmentPair> found) {
                pairs += found.size();
                if (pairs > most_pairs) throw TooMany();
                for (const SegmentPair& pair : found) add_pair(pair);
            },
            control_);
    } catch (TooMany) {
        return false;
    }
    return true;
}

/// `end` of segment `owner`, if it lies inside of `segment`, which contains it.
void PairSplit::add_end(Index segment, Index owner, Point end) {
    const Segment& s = segments_[segment];
    if (end == s.a || end == s.b) return;
    const bool second = end != segments_[owner].a;
    stops_.push_back({segment, end_vertices_[2 * owner + second]});
}

void PairSplit::add_pair(const SegmentPair& pair) {
    const auto [i, j, kind] = pair;
    const Segment &s = segments_[i], &t = segments_[j];
    if (kind == Meeting::cross) {
        const auto vertex = static_cast<Index>(vertices_.size());
        vertices_.push_back({{}, i, j});
        stops_.push_back({i, vertex});
        stops_.push_back({j, vertex});
        return;
    }
    if (kind == Meeting::touch) {
        if (s.a == t.a || s.a == t.b || s.b == t.a || s.b == t.b) return;
        const Point p = least_common_end(s, t);
        if (p == s.a || p == s.b) {
            add_end(j, i, p);
        } else {
            add_end(i, j, p);
        }
        return;
    }
    const auto between = [](Point p, const Segment& u) { return before(u.a, p) != before(u.b, p); };
    for (const Point p : {t.a, t.b}) {
        if (between(p, s)) add_end(i, j, p);
    }
    for (const Point p : {s.a, s.b}) {
        if (between(p, t)) add_end(j, i, p);
    }
}

void PairSplit::round_crossings() {
    base::parallel_blocks(vertices_.size(), 1024,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              base::stop_if_requested(control_.cancellation);
                              for (std::size_t i = begin; i < end; ++i) {
                                  ExactVertex& vertex = vertices_[i];
                                  if (!vertex.is_end())
                                      vertex.rounded = rounded_point(crossing(vertex));
                              }
                          });
}

/// The order of two vertices on a segment, from its lesser end on. Rounding is monotone: only
/// points that are equal when rounded need a closer look.
int PairSplit::compare_on(const Segment& s, Index segment, Index v, Index w) const {
    const ExactVertex &a = vertices_[v], &b = vertices_[w];
    if (a.rounded.x != b.rounded.x) return a.rounded.x < b.rounded.x ? -1 : 1;
    if (a.rounded.y != b.rounded.y) {
        const bool rises = (s.a.y < s.b.y) != runs_back(s);
        return (a.rounded.y < b.rounded.y) == rises ? -1 : 1;
    }
    if (a.is_end() || b.is_end()) return compare_exactly(a, b);
    const int order = compare_along(s, other_segment(segment, a), other_segment(segment, b));
    return runs_back(s) ? -order : order;
}

int PairSplit::compare_exactly(const ExactVertex& v, const ExactVertex& w) const {
    if (v.rounded.x != w.rounded.x) return v.rounded.x < w.rounded.x ? -1 : 1;
    if (v.is_end() && w.is_end()) {
        return before(v.rounded, w.rounded) ? -1 : before(w.rounded, v.rounded);
    }
    if (w.is_end()) return compare(crossing(v), w.rounded);
    if (v.is_end()) return -compare(crossing(w), v.rounded);
    return compare(crossing(v), crossing(w));
}

Index PairSplit::root(Index v) {
    while (parents_[v] != v) v = parents_[v] = parents_[parents_[v]];
    return v;
}

void PairSplit::join(Index v, Index w) {
    v = root(v), w = root(w);
    parents_[std::max(v, w)] = std::min(v, w);
}

/// Sorts the stops on each segment and joins equal vertices.
void PairSplit::sort_stops(Stops& stops) {
    const base::Blocks blocks{segments_.size(), 4096};
    std::vector<std::vector<std::pair<Index, Index>>> equal(blocks.count());
    base::parallel_for(blocks.count(), [&](std::size_t block) {
        base::stop_if_requested(control_.cancellation);
        for (std::size_t i = blocks.begin(block); i < blocks.end(block); ++i) {
            const auto of = stops.of(i);
            if (of.size() <= 2) continue;  // its ends, which come first
            const auto segment = static_cast<Index>(i);
            const auto order = [&](Index v, Index w) {
                return compare_on(segments_[i], segment, v, w);
            };
            std::sort(of.begin(), of.end(), [&](Index v, Index w) {
                const int sign = v == w ? 0 : order(v, w);
                return sign < 0 || (sign == 0 && v < w);
            });
            for (std::size_t k = 1; k < of.size(); ++k) {
                if (of[k] != of[k - 1] && order(of[k - 1], of[k]) == 0) {
                    equal[block].emplace_back(of[k - 1], of[k]);
                }
            }
            if (runs_back(segments_[i])) std::reverse(of.begin(), of.end());
        }
    });
    parents_.resize(vertices_.size());
    std::iota(parents_.begin(), parents_.end(), Index{0});
    for (const auto& pairs : equal) {
        for (const auto& [v, w] : pairs) join(v, w);
    }
}

/// Orders vertices whose x rounds to the same double, given by rounded y: exactly by x, of which
/// most are that double, then by y.
void PairSplit::sort_column(std::span<Index> column) const {
    std::vector<std::pair<int, Index>> sides;
    for (const Index v : column) {
        const ExactVertex& vertex = vertices_[v];
        const int side = vertex.is_end() ? 0 : compare_x(crossing(vertex), vertex.rounded.x);
        sides.emplace_back(side, v);
    }
    std::sort(sides.begin(), sides.end(), [&](const auto& a, const auto& b) {
        if (a.first != b.first) return a.first < b.first;
        const ExactVertex &v = vertices_[a.second], &w = vertices_[b.second];
        if (a.first == 0 && v.rounded.y != w.rounded.y) return v.rounded.y < w.rounded.y;
        return a.second != b.second && compare_exactly(v, w) < 0;
    });
    std::transform(sides.begin(), sides.end(), column.begin(),
                   [](auto& side) { return side.second; });
}

/// The distinct vertices in order, and where each of the first numbering went.
std::vector<Index> PairSplit::number_roots(base::Array<ExactVertex>& result) {
    std::vector<Index> crossings, roots;
    for (auto v = static_cast<Index>(ends_); v < vertices_.size(); ++v) {
        if (root(v) == v) crossings.push_back(v);
    }
    const auto earlier = [&](Index v, Index w) {
        const Point p = vertices_[v].rounded, q = vertices_[w].rounded;
        return before(p, q) || (p == q && v < w);
    };
    base::parallel_sort(std::span(crossings), earlier);
    roots.reserve(ends_ + crossings.size());
    std::size_t next = 0;  // of crossings
    for (Index v = 0; v < ends_; ++v) {
        if (root(v) != v) continue;
        while (next < crossings.size() && earlier(crossings[next], v))
            roots.push_back(crossings[next++]);
        roots.push_back(v);
    }
    roots.insert(roots.end(), crossings.begin() + static_cast<std::ptrdiff_t>(next),
                 crossings.end());
    for (std::size_t begin = 0, end = 0; begin < roots.size(); begin = end) {
        const double x = vertices_[roots[begin]].rounded.x;
        while (end < roots.size() && vertices_[roots[end]].rounded.x == x) ++end;
        if (end - begin > 1) sort_column({roots.data() + begin, end - begin});
    }
    std::vector<Index> numbers(vertices_.size());
    for (const Index v : roots) {
        numbers[v] = static_cast<Index>(result.size());
        result.push_back(vertices_[v]);
    }
    for (Index v = 0; v < vertices_.size(); ++v) {
        numbers[v] = numbers[root(v)];
        // Of all pairs that cross in one point the least stands for it.
        ExactVertex& kept = result[numbers[v]];
        const ExactVertex& vertex = vertices_[v];
        if (!kept.is_end() &&
            std::tie(vertex.first, vertex.second) < std::tie(kept.first, kept.second)) {
            kept = vertex;
        }
    }
    return numbers;
}

ExactNoding PairSplit::result() {
    round_crossings();
    Stops stops(stops_, segments_.size());
    stops_ = {};
    sort_stops(stops);
    ExactNoding noding;
    const std::vector<Index> numbers = number_roots(noding.vertices);
    noding.chain_begins = {0};
    noding.chain.reserve(stops.vertices.size());
    for (std::size_t i = 0; i < segments_.size(); ++i) {
        for (const Index v : stops.of(i)) {
            const bool first = noding.chain.size() == noding.chain_begins.back();
            if (first || noding.chain.back() != numbers[v]) noding.chain.push_back(numbers[v]);
        }
        noding.chain_begins.push_back(noding.chain.size());
    }
    return noding;
}

}  // namespace

ExactNoding split(std::span<const Segment> segments, base::Control control) {
    PairSplit by_pairs(segments, control);
    return by_pairs.find_stops() ? by_pairs.result() : split_by_sweep(segments, control);
}

}  // namespace pipelab::geometry
