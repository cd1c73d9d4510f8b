#include "geometry/clip.hpp"

#include "geometry/edges_along.hpp"
#include "geometry/face_tour.hpp"
#include "geometry/members.hpp"
#include "geometry/outlines.hpp"
#include "geometry/region_locator.hpp"
#include "geometry/ring_edges.hpp"
#include "geometry/windings.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using Type = Shape::Type;

/// Of a set of inputs some are marked; lists them in no order.
class Marked {
  public:
    explicit Marked(std::size_t size) : place_(size, none) {}
    void set(Index i, bool is_in) {
        if (is_in) {
            place_[i] = static_cast<Index>(list_.size());
            list_.push_back(i);
        } else {
            place_[list_.back()] = place_[i];
            list_[place_[i]] = list_.back();
            list_.pop_back();
            place_[i] = none;
        }
    }
    bool has(Index i) const { return place_[i] != none; }
    const std::vector<Index>& list() const { return list_; }

  private:
    static constexpr Index none = ~Index{0};
    std::vector<Index> place_, list_;
};

/// Shapes without collections, and the region: segments of both, split.
class Clipper {
  public:
    Clipper(std::span<const Shape* const> shapes, std::span<const Shape> region, FillRule rule,
            Keep keep, base::Control control)
        : shapes_(shapes), region_(region), rule_(rule), keep_(keep), control_(control) {
        RingEdges edges;
        const auto next_input = [&](Index input) {
            input_of_.resize(edges.segments.size(), input);
        };
        for (Index i = 0; i < shapes.size(); ++i) {
            line_begins_.push_back(edges.segments.size());
            if (is_linear(*shapes[i]))
                add_lines(*shapes[i], edges.segments);
            else if (shapes[i]->areal())
                edges.add(*shapes[i]);
            else
                add_if_on_edge(shapes[i]->points, edges.segments);
            next_input(i);
        }
        for (const Shape& part : region) {
            for_members(part, [&](const Shape& member) {
                edges.add(member);
                next_input(region_input_++);
            });
        }
        segments_ = std::move(edges.segments);
        lines_ = exact_linework(segments_, control);
        faces_.emplace(lines_);
        tour();
    }

    std::vector<Shape> results() {
        std::vector<Shape> all(shapes_.size());
        std::stable_sort(borders_.begin(), borders_.end(),
                         [](const Border& a, const Border& b) { return a.input < b.input; });
        Outlines outlines(*faces_);
        std::size_t next = 0;
        std::vector<Index> boundary;
        for (Index i = 0; i < shapes_.size(); ++i) {
            boundary.clear();
            for (; next < borders_.size() && borders_[next].input == i; ++next)
                boundary.push_back(borders_[next].half_edge);
            const Shape& shape = *shapes_[i];
            if (shape.areal()) {
                all[i] = unpacked(outlines.polygons(boundary, control_));
            } else if (is_linear(shape)) {
                all[i] = clipped_line(i);
            } else {
                all[i] = clipped_points(shape);
            }
        }
        return all;
    }

  private:
    /// Their edges, and behind them those paths that are but a place.
    void add_lines(const Shape& lines, std::vector<Segment>& segments) {
        for_edges(lines, [&](const Segment& s) {
            if (s.a != s.b) segments.push_back(s);
        });
        for (std::size_t p = 0; p < lines.paths(); ++p)
            if (is_place(lines.path(p))) add_if_on_edge(lines.path(p).first(1), segments);
    }
    /// Points on edges of the region become vertices.
    void add_if_on_edge(std::span<const Point> points, std::vector<Segment>& segments) {
        if (!locator_) locator_.emplace(region_, rule_);
        for (const Point p : points)
            if (locator_->locate(p) == Location::boundary) segments.push_back({p, p});
    }
    bool is_region(Index input) const { return input >= shapes_.size(); }
    bool is_kept(std::size_t regions) const { return (regions > 0) == (keep_ == Keep::inside); }

    /// Finds in which faces the region is, and the borders of what is left of each area.
    void tour();
    void find_borders(Index face, const FaceSides<ExactLinework>& sides);
    void cross(Index half_edge);

    Shape clipped_line(Index input);
    Shape clipped_points(const Shape& shape);
    bool is_left(Point point) const;
    bool is_at_region(Point end) const;
    bool runs_in_region(Index edge) const {
        return in_region_[faces_->face(2 * edge)] || in_region_[faces_->face(2 * edge + 1)];
    }

    std::span<const Shape* const> shapes_;
    std::span<const Shape> region_;
    FillRule rule_;
    Keep keep_;
    base::Control control_;
    Index region_input_ = static_cast<Index>(shapes_.size());
    std::vector<Segment> segments_;
    std::vector<Index> input_of_;           // of segments
    std::vector<std::size_t> line_begins_;  // the first segment of each shape
    ExactLinework lines_;
    std::optional<Arrangement<ExactLinework>> faces_;

    struct Border {
        Index input, half_edge;
    };
    std::vector<Border> borders_;
    std::vector<bool> in_region_;  // faces
    std::optional<Windings> windings_;
    std::optional<Marked> within_;  // areas in which the tour stands
    std::size_t regions_ = 0;       // parts of the region in which it stands

    std::optional<EdgesAlong> along_;
    std::optional<RegionLocator> locator_;
};

void Clipper::cross(Index half_edge) {
    step_over(*faces_, half_edge, [&](Index segment, int turn) {
        const Index input = input_of_[segment];
        if (!is_region(input) && !shapes_[input]->areal()) return;
        windings_->cross(input, turn, [&](bool is_inside) {
            if (is_region(input))
                is_inside ? ++regions_ : --regions_;
            else
                within_->set(input, is_inside);
        });
    });
}

void Clipper::tour() {
    windings_.emplace(region_input_, rule_);
    within_.emplace(shapes_.size());
    in_region_.resize(faces_->faces().size());
    const FaceSides<ExactLinework> sides(*faces_);
    tour_faces(
        *faces_, sides, [&](Index h) { cross(h); },
        [&](Index face) {
            in_region_[face] = regions_ > 0;
            if (is_kept(regions_) && !within_->list().empty()) find_borders(face, sides);
        });
}

void Clipper::find_borders(Index face, const FaceSides<ExactLinework>& sides) {
    const std::vector<Index> here = within_->list();
    for (const Index h : sides.of(face)) {
        cross(h);
        const bool kept = is_kept(regions_);
        for (const Index input : here)
            if (!kept || !within_->has(input)) borders_.push_back({input, h});
        cross(twin(h));
    }
}

Shape Clipper::clipped_line(Index input) {
    if (!along_) along_.emplace(lines_, segments_.size());
    const Shape& shape = *shapes_[input];
    PathParts parts;
    std::size_t segment = line_begins_[input];
    for (std::size_t p = 0; p < shape.paths(); ++p) {
        const auto path = shape.path(p);
        if (is_place(path)) {
            if (is_left(path[0])) parts.keep(path);
            continue;
        }
        follow_path(
            lines_, *along_, path, segment,
            [&](Index edge, Index from, Index to, bool is_last) {
                if (runs_in_region(edge) == (keep_ == Keep::inside))
                    parts.run(lines_.place(from), lines_.place(to), is_last);
                else
                    parts.cut();
            },
            [&](Point point) { parts.repeat(point); });
        parts.cut();
    }
    return std::move(parts).parts();
}

bool Clipper::is_left(Point point) const {
    const Location at = locator_->locate(point);
    const bool in = at == Location::boundary ? is_at_region(point) : at == Location::inside;
    return in == (keep_ == Keep::inside);
}

/// Whether a face around the vertex at an end of a segment belongs to the region.
bool Clipper::is_at_region(Point end) const {
    const auto around = faces_->around(vertex_at(lines_, end));
    return std::any_of(around.begin(), around.end(),
                       [&](Index h) { return in_region_[faces_->face(h)]; });
}

Shape Clipper::clipped_points(const Shape& shape) {
    base::Array<Point> left;
    for (const Point p : shape.points)
        if (is_left(p)) left.push_back(p);
    Shape result;
    result.type = shape.type;
    if (!left.empty()) result.add_path(left);
    return result;
}

/// The shapes that are no collections, in order, of all members too.
void add_plain(const Shape& shape, std::vector<const Shape*>& plain) {
    if (shape.type != Type::collection) plain.push_back(&shape);
    for (const Shape& member : shape.members) add_plain(member, plain);
}

/// Puts clipped shapes in the place of those that add_plain() found.
Shape put_back(const Shape& shape, std::vector<Shape>::iterator& next) {
    if (shape.type != Type::collection) return std::move(*next++);
    Shape result;
    result.type = Type::collection;
    for (const Shape& member : shape.members) {
        Shape left = put_back(member, next);
        if (!left.empty()) result.members.push_back(std::move(left));
    }
    return result;
}

}  // namespace

std::vector<Shape> clip(std::span<const Shape* const> shapes, std::span<const Shape> region,
                        FillRule rule, Keep keep, base::Control control) {
    std::vector<const Shape*> plain;
    for (const Shape* shape : shapes) add_plain(*shape, plain);
    std::vector<Shape> clipped = Clipper(plain, region, rule, keep, control).results();
    std::vector<Shape> results;
    auto next = clipped.begin();
    for (const Shape* shape : shapes) results.push_back(put_back(*shape, next));
    return results;
}

}  // namespace pipelab::geometry
