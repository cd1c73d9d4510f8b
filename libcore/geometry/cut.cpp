#include "geometry/cut.hpp"

#include "geometry/boxes.hpp"
#include "geometry/edges_along.hpp"
#include "geometry/members.hpp"
#include "geometry/polygonize.hpp"
#include "geometry/ring_edges.hpp"
#include "geometry/vectors.hpp"
#include "geometry/windings.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using Type = Shape::Type;

/// Behind the edges of a shape; points as segments with equal ends.
void add_blades(const Shape& shape, const Blades& blades, std::vector<Segment>& segments) {
    const std::vector<Segment> near = blades.near(*bounding_box(shape));
    segments.insert(segments.end(), near.begin(), near.end());
}

/// An area and blades, noded; segments from `first_blade` on are those of blades.
class AreaCut {
  public:
    AreaCut(const Noding& noding, std::size_t first_blade, FillRule rule)
        : noding_(noding), first_blade_(first_blade), faces_(noding) {
        inside_ = faces_within(faces_, rule, [&](Index segment) { return segment < first_blade_; });
    }

    Shape pieces() const {
        std::vector<Index> edges;
        for (Index h = 0; h < faces_.half_edges(); h += 2)
            if (is_wall(h)) edges.push_back(faces_.edge(h));
        const std::vector<Index> enclosing = roles_of(noding_, edges).enclosing;
        const Arrangement<Noding> parts(noding_, enclosing);
        std::vector<Index> chosen;
        for (Index face = 1; face < parts.faces().size(); ++face) {
            const Index h = parts.cycles()[*parts.faces()[face].outer].half_edge;
            if (inside_[faces_.face(2 * parts.edge(h) + h % 2)]) chosen.push_back(face);
        }
        return polygons_of(parts, chosen);
    }

  private:
    /// Whether the area lies on one side of an edge, or on both and a blade runs along it.
    bool is_wall(Index half_edge) const {
        const bool left = inside_[faces_.face(half_edge)],
                   right = inside_[faces_.face(twin(half_edge))];
        const auto covers = noding_.covers_of(faces_.edge(half_edge));
        return left != right ||
               (left && std::any_of(covers.begin(), covers.end(), [&](const Covering& cover) {
                    return cover.segment >= first_blade_;
                }));
    }

    const Noding& noding_;
    std::size_t first_blade_;
    Arrangement<Noding> faces_;
    std::vector<bool> inside_;
};

void cut_area(const Shape& shape, const Blades& blades, FillRule rule, base::Control control,
              std::vector<Shape>& pieces) {
    RingEdges edges;
    edges.add(shape);
    std::vector<Segment>& segments = edges.segments;
    const std::size_t first_blade = segments.size();
    add_blades(shape, blades, segments);
    std::erase_if(segments, [](const Segment& s) { return s.a == s.b; });
    const Shape all = AreaCut(node(segments, control), first_blade, rule).pieces();
    for (std::size_t i = 0; i < all.parts(); ++i) pieces.push_back(all.part_shape(i));
}

/// Which vertices and edges of lines lie on a blade.
struct OnBlades {
    OnBlades(const ExactLinework& lines, std::size_t first_blade)
        : vertices(lines.vertices.size()), edges(lines.edges.size()) {
        for (std::size_t e = 0; e < lines.edges.size(); ++e) {
            if (lines.covers_of(e).back().segment < first_blade) continue;
            edges[e] = true;
            vertices[lines.edges[e].from] = vertices[lines.edges[e].to] = true;
        }
        for (const Segment& s : lines.segments.subspan(first_blade))
            if (s.a == s.b) vertices[vertex_at(lines, s.a)] = true;
    }
    std::vector<bool> vertices, edges;
};

void cut_lines(const Shape& shape, const Blades& blades, base::Control control,
               std::vector<Shape>& pieces) {
    std::vector<Segment> segments;
    for_edges(shape, [&](const Segment& s) {
        if (s.a != s.b) segments.push_back(s);
    });
    const std::size_t first_blade = segments.size();
    add_blades(shape, blades, segments);
    const ExactLinework lines = exact_linework(segments, control);
    const EdgesAlong along(lines, segments.size());
    const OnBlades on(lines, first_blade);
    PathParts parts;
    std::size_t segment = 0;
    for (std::size_t p = 0; p < shape.paths(); ++p) {
        const auto path = shape.path(p);
        if (is_place(path)) parts.keep(path);
        bool was_on = false;
        follow_path(
            lines, along, path, segment,
            [&](Index edge, Index from, Index to, bool is_last) {
                if (on.vertices[from] && !(was_on && on.edges[edge])) parts.cut();
                was_on = on.edges[edge];
                parts.run(lines.place(from), lines.place(to), is_last);
            },
            [&](Point point) { parts.repeat(point); });
        parts.cut();
    }
    const Shape all = std::move(parts).parts();
    for (std::size_t i = 0; i < all.paths(); ++i) pieces.push_back(line_shape(all.path(i)));
}

void add_pieces(const Shape& shape, const Blades& blades, FillRule rule, base::Control control,
                std::vector<Shape>& pieces) {
    if (shape.type == Type::collection && !is_null(shape)) {
        for (const Shape& member : shape.members) add_pieces(member, blades, rule, control, pieces);
        return;
    }
    const std::size_t before = pieces.size();
    if (shape.points.empty()) {
        pieces.push_back(shape);
    } else if (shape.areal()) {
        cut_area(shape, blades, rule, control, pieces);
    } else if (is_linear(shape)) {
        cut_lines(shape, blades, control, pieces);
    } else {
        pieces.push_back(shape);
    }
    if (pieces.size() == before) {
        Shape nothing;
        nothing.type = shape.type;
        pieces.push_back(std::move(nothing));
    }
}

}  // namespace

Blades::Blades(std::vector<Segment> segments)
    : segments_(std::move(segments)), boxes_(boxes_of(segments_)) {}

std::vector<Segment> Blades::near(const Box& box) const {
    std::vector<std::size_t> places;
    boxes_.visit(box, [&](std::size_t i) { places.push_back(i); });
    std::sort(places.begin(), places.end());
    std::vector<Segment> result;
    for (const std::size_t i : places) result.push_back(segments_[i]);
    return result;
}

std::vector<Shape> cut(const Shape& shape, const Blades& blades, FillRule rule,
                       base::Control control) {
    std::vector<Shape> pieces;
    add_pieces(shape, blades, rule, control, pieces);
    return pieces;
}

}  // namespace pipelab::geometry
