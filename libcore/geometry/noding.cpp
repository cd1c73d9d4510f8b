#include "geometry/noding.hpp"

#include "base/parallel.hpp"
#include "base/parallel_sort.hpp"
#include "geometry/segment_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using Edge = Noding::Edge;

/// A vertex on a segment.
struct EdgeStop {
    Index segment, vertex;
};

/// So many roundings to the nearest doubles, before a grid takes over.
constexpr std::size_t fine_rounds = 4;
/// So many until its side is doubled.
constexpr std::size_t rounds_on_a_grid = 20;

/// An edge of a round and one segment along it.
struct CoveredEdge {
    Edge edge;
    Covering cover;
};

/// The vertices of a round as doubles: of exact ones that round to one point, one.
struct RoundedVertices {
    RoundedVertices(const base::Array<ExactVertex>& exact, Rounding rounding)
        : numbers(exact.size()) {
        std::vector<std::pair<Point, Index>> order(exact.size());
        for (std::size_t i = 0; i < exact.size(); ++i) {
            const Point p = rounding(exact[i].rounded);
            order[i] = {{p.x + 0.0, p.y + 0.0}, static_cast<Index>(i)};
        }
        base::parallel_sort(std::span(order), [](const auto& a, const auto& b) {
            return before(a.first, b.first) || (a.first == b.first && a.second < b.second);
        });
        for (const auto& [point, i] : order) {
            if (points.empty() || points.back() != point) points.push_back(point);
            numbers[i] = static_cast<Index>(points.size() - 1);
        }
    }
    base::Array<Point> points;
    std::vector<Index> numbers;  // of exact vertices
};

/// The edges that segments run along, from one vertex of their chains to the next; what segment i
/// stands for is in covers_of(i), of those that have none nothing.
template <class CoversOf>
std::vector<CoveredEdge> covered_edges(const ExactNoding& chains, CoversOf covers_of) {
    std::vector<CoveredEdge> covered;
    for (std::size_t i = 0; i + 1 < chains.chain_begins.size(); ++i) {
        const auto chain = chains.vertices_of(i);
        for (std::size_t k = 1; k < chain.size(); ++k) {
            const Index from = chain[k - 1], to = chain[k];
            if (from == to) continue;
            for (const Covering& cover : covers_of(i)) {
                covered.push_back(
                    {{std::min(from, to), std::max(from, to)},
                     {cover.segment, from < to ? cover.direction : -cover.direction}});
            }
        }
    }
    return covered;
}

/// Puts all of `points` (by numbers) into the chains of the segments that pass their pixels.
void lead_through_pixels(ExactNoding& chains, std::span<const Segment> segments,
                         std::span<const Point> points, double side, base::Control control) {
    // Who passes a square meets a diagonal. Its sides above and to the right are those of others.
    std::vector<Segment> diagonals;
    const auto end_of = [&](double middle) {
        return std::nextafter(middle + side / 2, -std::numeric_limits<double>::infinity());
    };
    for (const Point p : points) {
        const double left = p.x - side / 2, right = std::max(left, end_of(p.x));
        const double low = p.y - side / 2, high = std::max(low, end_of(p.y));
        diagonals.push_back({{left, low}, {right, high}});
        diagonals.push_back({{left, high}, {right, low}});
    }
    std::vector<EdgeStop> stops;
    for (std::size_t i = 0; i < segments.size(); ++i)
        for (const Index v : chains.vertices_of(i)) stops.push_back({static_cast<Index>(i), v});
    for_meeting_pairs(
        segments, diagonals,
        [&](std::span<const SegmentPair> pairs) {
            for (const SegmentPair& pair : pairs) stops.push_back({pair.first, pair.second / 2});
        },
        control);
    // A segment passes columns of pixels in the order of x and each column in one of y.
    base::parallel_sort(std::span(stops), [&](const EdgeStop& a, const EdgeStop& b) {
        if (a.segment != b.segment) return a.segment < b.segment;
        const Point p = points[a.vertex], q = points[b.vertex];
        const Segment& s = segments[a.segment];
        if (p.x != q.x) return (p.x < q.x) == (s.a.x <= s.b.x);
        return p.y != q.y && (p.y < q.y) == (s.a.y <= s.b.y);
    });
    const auto same = [](const EdgeStop& a, const EdgeStop& b) {
        return a.segment == b.segment && a.vertex == b.vertex;
    };
    stops.erase(std::unique(stops.begin(), stops.end(), same), stops.end());
    chains.chain.clear();
    chains.chain_begins.assign(segments.size() + 1, 0);
    for (const EdgeStop& stop : stops) {
        ++chains.chain_begins[stop.segment + 1];
        chains.chain.push_back(stop.vertex);
    }
    std::partial_sum(chains.chain_begins.begin(), chains.chain_begins.end(),
                     chains.chain_begins.begin());
}

/// Equal edges become one.
void gather(const std::vector<CoveredEdge>& covered, std::size_t vertices, Linework& linework) {
    std::vector<std::size_t> begins(vertices + 1);
    for (const CoveredEdge& each : covered) ++begins[each.edge.from + 1];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    base::Array<CoveredEdge> sorted(covered.size());
    std::vector<std::size_t> place(begins.begin(), begins.end() - 1);
    for (const CoveredEdge& each : covered) sorted[place[each.edge.from]++] = each;
    const auto key = [](const CoveredEdge& e) {
        return std::tuple(e.edge.to, e.cover.segment, e.cover.direction);
    };
    base::parallel_blocks(vertices, 4096, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t v = begin; v < end; ++v) {
            std::sort(sorted.data() + begins[v], sorted.data() + begins[v + 1],
                      [&](const CoveredEdge& a, const CoveredEdge& b) { return key(a) < key(b); });
        }
    });
    linework.covers.reserve(covered.size());
    for (const CoveredEdge& next : sorted) {
        if (linework.edges.empty() || linework.edges.back() != next.edge) {
            linework.edges.push_back(next.edge);
            linework.cover_begins.push_back(linework.covers.size());
        }
        linework.covers.push_back(next.cover);
    }
    linework.cover_begins.push_back(linework.covers.size());
}

/// Segments stand for themselves.
struct EachItself {
    std::span<const Covering> operator()(std::size_t segment) {
        self.segment = static_cast<Index>(segment);
        return {&self, 1};
    }
    Covering self{0, 1};
};

/// The linework of one round. On a grid a segment is led through each vertex whose pixel, the
/// square of one side around it, it passes.
template <class CoversOf>
Noding rounded_noding(ExactNoding exact, std::span<const Segment> segments, Rounding rounding,
                      base::Control control, CoversOf covers_of) {
    RoundedVertices rounded(exact.vertices, rounding);
    for (Index& v : exact.chain) v = rounded.numbers[v];
    if (rounding.side() > 0)
        lead_through_pixels(exact, segments, rounded.points, rounding.side(), control);
    Noding noding;
    gather(covered_edges(exact, covers_of), rounded.points.size(), noding);
    noding.vertices = std::move(rounded.points);
    return noding;
}

/// The edges of a round, and behind them the vertices that none of them reaches, as segments.
std::vector<Segment> pieces(const Noding& noding) {
    std::vector<Segment> segments;
    segments.reserve(noding.edges.size());
    std::vector<bool> reached(noding.vertices.size());
    for (std::size_t i = 0; i < noding.edges.size(); ++i) {
        segments.push_back(noding.edge(i));
        reached[noding.edges[i].from] = reached[noding.edges[i].to] = true;
    }
    for (std::size_t v = 0; v < reached.size(); ++v) {
        if (!reached[v]) segments.push_back({noding.vertices[v], noding.vertices[v]});
    }
    return segments;
}

/// A unit of the last place of the largest coordinate.
double last_place(std::span<const Segment> segments) {
    double largest = 0;
    for (const Segment& s : segments)
        for (const double c : {s.a.x, s.a.y, s.b.x, s.b.y})
            largest = std::max(largest, std::abs(c));
    return largest == 0 ? std::numeric_limits<double>::denorm_min()
                        : std::ldexp(1, std::max(std::ilogb(largest) - 52, -1074));
}

bool any_crossing(const ExactNoding& exact) {
    return !std::all_of(exact.vertices.begin(), exact.vertices.end(),
                        [](const ExactVertex& vertex) { return vertex.is_end(); });
}

}  // namespace

ExactLinework exact_linework(std::span<const Segment> segments, base::Control control) {
    ExactNoding exact = split(segments, control);
    ExactLinework linework;
    linework.segments = segments;
    gather(covered_edges(exact, EachItself()), exact.vertices.size(), linework);
    linework.vertices = std::move(exact.vertices);
    return linework;
}

Noding noding_of(base::Array<Point> vertices, std::span<const Side> sides) {
    std::vector<CoveredEdge> covered(sides.size());
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const auto [from, to] = sides[i];
        covered[i] = {{std::min(from, to), std::max(from, to)},
                      {static_cast<Index>(i), from < to ? 1 : -1}};
    }
    Noding noding;
    gather(covered, vertices.size(), noding);
    noding.vertices = std::move(vertices);
    return noding;
}

Noding node(std::span<const Segment> segments, base::Control control, Rounding rounding) {
    ExactNoding exact = split(segments, control);
    bool done = !any_crossing(exact) && rounding.side() == 0;
    Noding noding = rounded_noding(std::move(exact), segments, rounding, control, EachItself());
    std::size_t rounds = 1;
    for (; !done; ++rounds) {
        const std::vector<Segment> parts = pieces(noding);
        exact = split(parts, control);
        done = exact.chain.size() == noding.edges.size() + parts.size();
        if (done) break;
        if (rounds == fine_rounds && rounding.side() == 0) rounding = Rounding(last_place(parts));
        if (rounds >= rounds_on_a_grid) rounding = Rounding(2 * rounding.side());
        const Noding before = std::move(noding);
        noding = rounded_noding(std::move(exact), parts, rounding, control, [&](std::size_t i) {
            return i < before.edges.size() ? before.covers_of(i) : std::span<const Covering>();
        });
    }
    noding.rounds = rounds;
    return noding;
}

}  // namespace pipelab::geometry
