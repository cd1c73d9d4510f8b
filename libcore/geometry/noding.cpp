#include "geometry/noding.hpp"

#include "base/parallel.hpp"
#include "base/parallel_sort.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using Edge = Noding::Edge;

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

/// The edges that segments run along, each from vertex number_of(v) to the next of its chain; what
/// segment i stands for is in covers_of(i).
template <class NumberOf, class CoversOf>
std::vector<CoveredEdge> covered_edges(const ExactNoding& exact, std::size_t segments,
                                       const NumberOf& number_of, CoversOf covers_of) {
    std::vector<CoveredEdge> covered;
    for (std::size_t i = 0; i < segments; ++i) {
        const auto chain = exact.vertices_of(i);
        for (std::size_t k = 1; k < chain.size(); ++k) {
            const Index from = number_of(chain[k - 1]), to = number_of(chain[k]);
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

/// The linework of one round.
template <class CoversOf>
Noding rounded_noding(const ExactNoding& exact, std::size_t segments, Rounding rounding,
                      CoversOf covers_of) {
    RoundedVertices rounded(exact.vertices, rounding);
    Noding noding;
    gather(covered_edges(
               exact, segments, [&](Index v) { return rounded.numbers[v]; }, covers_of),
           rounded.points.size(), noding);
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

bool any_crossing(const ExactNoding& exact) {
    return !std::all_of(exact.vertices.begin(), exact.vertices.end(),
                        [](const ExactVertex& vertex) { return vertex.is_end(); });
}

}  // namespace

ExactLinework exact_linework(std::span<const Segment> segments, base::Control control) {
    ExactNoding exact = split(segments, control);
    ExactLinework linework;
    linework.segments = segments;
    gather(covered_edges(
               exact, segments.size(), [](Index v) { return v; }, EachItself()),
           exact.vertices.size(), linework);
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
    Noding noding = rounded_noding(exact, segments.size(), rounding, EachItself());
    std::size_t rounds = 1;
    for (; any_crossing(exact); ++rounds) {
        const std::vector<Segment> parts = pieces(noding);
        exact = split(parts, control);
        const bool whole = exact.chain.size() == noding.edges.size() + parts.size();
        if (whole) break;
        noding = rounded_noding(exact, noding.edges.size(), rounding,
                                [&](std::size_t i) { return noding.covers_of(i); });
    }
    noding.rounds = rounds;
    return noding;
}

}  // namespace pipelab::geometry
