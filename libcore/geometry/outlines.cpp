#include "geometry/outlines.hpp"

#include "geometry/index.hpp"
#include "geometry/predicates.hpp"
#include "geometry/windings.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using detail::none;
constexpr Index several = none - 1;

/// What sides wind around counterclockwise. Rounding may have turned some of it over, which goes.
Shape wound_around(const Noding& noding, RingPoints wanted) {
    Arrangement<Noding> faces(noding);
    const std::vector<bool> wound = faces_within(faces, FillRule::positive);
    std::vector<Index> around, edges;
    for (Index h = 0; h < faces.half_edges(); ++h) {
        if (!wound[faces.face(h)] || wound[faces.face(twin(h))]) continue;
        around.push_back(2 * static_cast<Index>(edges.size()) + h % 2);
        edges.push_back(faces.edge(h));
    }
    if (edges.size() < noding.edges.size()) faces = Arrangement<Noding>(noding, edges);
    std::vector<Index> chosen(around.size());
    std::transform(around.begin(), around.end(), chosen.begin(),
                   [&](Index h) { return faces.face(h); });
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    return polygons_of(faces, chosen, wanted);
}

}  // namespace

Outlines::Outlines(const Arrangement<ExactLinework>& faces, Rounding rounding)
    : faces_(&faces),
      rounding_(rounding),
      at_vertex_(faces.lines().vertices.size(), none),
      continues_(faces.half_edges()) {}

std::vector<Side> Outlines::sides(std::span<const Index> boundary) {
    for (const Index h : boundary) {
        Index& leaving = at_vertex_[faces_->origin(h)];
        leaving = leaving == none ? h : several;
    }
    const auto continued = [&](Index h) {
        const Index out = at_vertex_[faces_->origin(twin(h))];
        if (out == several) return none;
        const auto& lines = faces_->lines();
        const Segment s = lines.direction(faces_->edge(h)), t = lines.direction(faces_->edge(out));
        const bool same = s.a == t.a && s.b == t.b;
        return same || cross_sign(s.a, s.b, t.a, t.b) == 0 ? out : none;
    };
    for (const Index h : boundary) {
        if (const Index out = continued(h); out != none) continues_[out] = true;
    }
    std::vector<Side> result;
    for (const Index h : boundary) {
        if (continues_[h]) continue;
        Index last = h;
        for (Index out = continued(h); out != none; out = continued(last)) last = out;
        result.push_back({faces_->origin(h), faces_->origin(twin(last))});
    }
    for (const Index h : boundary) {
        at_vertex_[faces_->origin(h)] = none;
        continues_[h] = false;
    }
    return result;
}

/// Whether rounding moves a vertex.
bool Outlines::is_moved(Index vertex) const {
    const ExactVertex& v = faces_->lines().vertices[vertex];
    if (rounding_(v.rounded) != v.rounded) return true;
    if (v.is_end()) return false;
    const auto segments = faces_->lines().segments;
    return compare({segments[v.first], segments[v.second]}, v.rounded) != 0;
}

Noding Outlines::rounded(std::span<const Side> sides, base::Control control) const {
    std::vector<Segment> segments;
    for (const Side& side : sides) {
        const Segment s{rounding_(faces_->lines().place(side.from)),
                        rounding_(faces_->lines().place(side.to))};
        if (s.a != s.b) segments.push_back(s);
    }
    return node(segments, control, rounding_);
}

/// Of sides between vertices that are doubles.
Noding Outlines::unmoved(std::vector<Side> sides) {
    std::vector<Index> corners;
    for (const Side& side : sides) {  // each corner begins one
        if (at_vertex_[side.from] == none) corners.push_back(side.from);
        at_vertex_[side.from] = several;
    }
    std::sort(corners.begin(), corners.end());
    base::Array<Point> points;
    for (const Index v : corners) {
        at_vertex_[v] = static_cast<Index>(points.size());
        const Point p = faces_->lines().place(v);
        points.push_back({p.x + 0.0, p.y + 0.0});  // no -0
    }
    for (Side& side : sides) side = {at_vertex_[side.from], at_vertex_[side.to]};
    for (const Index v : corners) at_vertex_[v] = none;
    return noding_of(std::move(points), sides);
}

Shape Outlines::polygons(std::span<const Index> boundary, base::Control control,
                         RingPoints wanted) {
    std::vector<Side> all = sides(boundary);
    const bool moved =
        std::any_of(all.begin(), all.end(), [&](const Side& side) { return is_moved(side.from); });
    return wound_around(moved ? rounded(all, control) : unmoved(std::move(all)), wanted);
}

}  // namespace pipelab::geometry
