#include "geometry/relate_pieces.hpp"

#include "geometry/face_tour.hpp"
#include "geometry/noding.hpp"
#include "geometry/winding_locator.hpp"
#include "geometry/windings.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace pipelab::geometry::detail {
namespace {

using Index = std::uint32_t;

bool is_line(const Shape& shape) {
    return shape.type == Shape::Type::line_string || shape.type == Shape::Type::multi_line_string;
}

/// The pieces of two shapes, laid over each other.
class LaidOver {
  public:
    LaidOver(const Pieces& a, const Pieces& b, base::Control control) : sides_{&a, &b} {
        for (std::size_t side = 0; side < 2; ++side) add(side);
        for (const Pieces* pieces : sides_) {
            for (const Point p : pieces->points) segments_.push_back({p, p});
        }
        lines_ = exact_linework(segments_, control);
        marks_.resize(lines_.vertices.size());
    }

    IntersectionMatrix matrix() {
        if (!lines_.edges.empty()) {
            const Arrangement<ExactLinework> faces(lines_);
            add_faces(faces);
            add_edges(faces);
        }
        add_vertices();
        return matrix_;
    }

  private:
    /// What input a segment belongs to: an areal geometry, or the lines of a side.
    struct Source {
        std::size_t side;
        bool areal;
    };
    enum Mark : std::uint8_t { bound = 1, in = 2, line = 4, end = 8, point = 16 };
    struct Marks {
        std::array<std::uint8_t, 2> of{};
        bool on_edge = false;
    };

    void add(std::size_t side) {
        const Pieces& pieces = *sides_[side];
        std::size_t begin = 0;
        const auto add_source = [&](std::size_t end_of, bool areal) {
            segments_.insert(segments_.end(), pieces.edges.begin() + to_difference(begin),
                             pieces.edges.begin() + to_difference(end_of));
            source_of_.resize(segments_.size(), static_cast<Index>(sources_.size()));
            sources_.push_back({side, areal});
            begin = end_of;
        };
        for (const std::size_t area_end : pieces.area_ends) add_source(area_end, true);
        add_source(pieces.edges.size(), false);
    }
    static std::ptrdiff_t to_difference(std::size_t i) { return static_cast<std::ptrdiff_t>(i); }

    void add_faces(const Arrangement<ExactLinework>& faces) {
        inside_.resize(faces.faces().size());
        Windings windings(sources_.size(), FillRule::even_odd);
        std::array<std::size_t, 2> within{};
        tour_faces(
            faces,
            [&](Index h) {
                step_over(faces, h, [&](Index segment, int turn) {
                    const Index i = source_of_[segment];
                    if (!sources_[i].areal) return;
                    std::size_t& count = within[sources_[i].side];
                    windings.cross(i, turn, [&](bool is_inside) { is_inside ? ++count : --count; });
                });
            },
            [&](Index face) {
                inside_[face] = {within[0] > 0, within[1] > 0};
                matrix_.raise(location(inside_[face][0]), location(inside_[face][1]), 2);
            });
    }
    static Location location(bool inside) { return inside ? Location::inside : Location::outside; }

    void add_edges(const Arrangement<ExactLinework>& faces) {
        for (Index e = 0; e < lines_.edges.size(); ++e) {
            std::array<Location, 2> where{};
            for (std::size_t side = 0; side < 2; ++side) {
                const bool left = inside_[faces.face(2 * e)][side];
                const bool right = inside_[faces.face(2 * e + 1)][side];
                const bool covered = !left && !right && runs_along(e, side);
                where[side] = left != right ? Location::boundary : location(left || covered);
                const auto mark = left != right ? bound : left ? in : covered ? line : 0;
                for (const Index v : {lines_.edges[e].from, lines_.edges[e].to})
                    marks_[v].of[side] |= static_cast<std::uint8_t>(mark);
            }
            for (const Index v : {lines_.edges[e].from, lines_.edges[e].to})
                marks_[v].on_edge = true;
            matrix_.raise(where[0], where[1], 1);
        }
    }
    bool runs_along(Index edge, std::size_t side) const {
        const auto covers = lines_.covers_of(edge);
        return std::any_of(covers.begin(), covers.end(), [&](const Covering& cover) {
            const Source& source = sources_[source_of_[cover.segment]];
            return source.side == side && !source.areal;
        });
    }

    void add_vertices() {
        for (Index v = 0; v < lines_.vertices.size(); ++v) {
            if (lines_.vertices[v].is_end()) ends_.push_back(v);
        }
        for (std::size_t side = 0; side < 2; ++side) {
            for (const Point p : sides_[side]->points) mark(p, side, point);
            for (const Point p : sides_[side]->ends) mark(p, side, end);
        }
        for (Index v = 0; v < lines_.vertices.size(); ++v) {
            if (!marks_[v].on_edge) place_alone(v);
            matrix_.raise(at_vertex(v, 0), at_vertex(v, 1), 0);
        }
    }
    void mark(Point p, std::size_t side, Mark mark) {
        const auto found = std::lower_bound(ends_.begin(), ends_.end(), p, [&](Index v, Point q) {
            return before(lines_.vertices[v].rounded, q);
        });
        marks_[*found].of[side] |= mark;
    }
    /// Areas come before lines, lines before points.
    Location at_vertex(Index v, std::size_t side) const {
        const std::uint8_t marks = marks_[v].of[side];
        if (marks & bound) return Location::boundary;
        if (marks & in) return Location::inside;
        if (marks & end) return Location::boundary;
        return location(marks & (line | point));
    }
    /// A point without edges lies in some face.
    void place_alone(Index v) {
        if (locators_.empty()) make_locators();
        for (std::size_t i = 0; i < locators_.size(); ++i) {
            if (!locators_[i]) continue;
            const auto winding = locators_[i]->winding_number(lines_.vertices[v].rounded);
            if (winding && fills(FillRule::even_odd, *winding))
                marks_[v].of[sources_[i].side] |= in;
        }
    }
    void make_locators() {
        std::size_t begin = 0;
        for (std::size_t i = 0; i < sources_.size(); ++i) {
            auto& locator = locators_.emplace_back();
            std::size_t end_of = begin;
            while (end_of < source_of_.size() && source_of_[end_of] == i) ++end_of;
            if (sources_[i].areal && end_of > begin)
                locator.emplace(std::vector<Segment>(segments_.begin() + to_difference(begin),
                                                     segments_.begin() + to_difference(end_of)));
            begin = end_of;
        }
    }

    std::array<const Pieces*, 2> sides_;
    std::vector<Segment> segments_;
    std::vector<Index> source_of_;  // of segments that are no points
    std::vector<Source> sources_;
    ExactLinework lines_;
    std::vector<std::array<bool, 2>> inside_;              // of faces
    std::vector<Marks> marks_;                             // of vertices
    std::vector<Index> ends_;                              // vertices that are ends of segments
    std::vector<std::optional<WindingLocator>> locators_;  // of sources
    IntersectionMatrix matrix_;
};

}  // namespace

void visit_pieces(const Shape& shape, const PieceVisitor& visitor) {
    if (shape.areal()) {
        visitor.area(shape);
    } else if (is_line(shape)) {
        for (std::size_t i = 0; i < shape.paths(); ++i) {
            const auto path = shape.path(i);
            if (path.empty()) continue;
            const bool shrunk =
                std::all_of(path.begin(), path.end(), [&](Point p) { return p == path.front(); });
            if (shrunk)
                visitor.point(path.front());
            else
                visitor.line(path);
        }
    } else {
        for (const Point p : shape.points) visitor.point(p);
    }
    for (const Shape& member : shape.members) visit_pieces(member, visitor);
}

std::vector<Point> odd_points(std::vector<Point> points) {
    std::sort(points.begin(), points.end(), before);
    std::vector<Point> odd;
    for (const Point p : points) {
        if (!odd.empty() && odd.back() == p)
            odd.pop_back();
        else
            odd.push_back(p);
    }
    return odd;
}

Pieces pieces_of(const Shape& shape) {
    Pieces pieces;
    std::vector<Point> ends;
    std::vector<Segment> line_edges;
    const auto add = [](std::vector<Segment>& edges, Point a, Point b) {
        if (a != b) edges.push_back({a, b});
    };
    visit_pieces(shape, {[&](const Shape& areal) {
                             for (std::size_t i = 0; i < areal.paths(); ++i) {
                                 const auto ring = areal.path(i);
                                 for (std::size_t k = 0; k < ring.size(); ++k)
                                     add(pieces.edges, ring[k],
                                         ring[k + 1 < ring.size() ? k + 1 : 0]);
                             }
                             pieces.area_ends.push_back(pieces.edges.size());
                         },
                         [&](std::span<const Point> line) {
                             for (std::size_t k = 0; k + 1 < line.size(); ++k)
                                 add(line_edges, line[k], line[k + 1]);
                             ends.insert(ends.end(), {line.front(), line.back()});
                         },
                         [&](Point p) { pieces.points.push_back(p); }});
    pieces.edges.insert(pieces.edges.end(), line_edges.begin(), line_edges.end());
    pieces.ends = odd_points(std::move(ends));
    return pieces;
}

IntersectionMatrix relate(const Pieces& a, const Pieces& b, base::Control control) {
    return LaidOver(a, b, control).matrix();
}

}  // namespace pipelab::geometry::detail
