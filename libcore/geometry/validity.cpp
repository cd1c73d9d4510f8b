#include "geometry/validity.hpp"

#include "geometry/face_tour.hpp"
#include "geometry/members.hpp"
#include "geometry/noding.hpp"
#include "geometry/ring_edges.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using Type = Shape::Type;
using ExactFaces = Arrangement<ExactLinework>;

/// The defects of one areal shape.
class RingCheck {
  public:
    RingCheck(const Shape& shape, base::Control control) : shape_(shape) {
        for (std::size_t i = 0; i < shape.paths(); ++i) {
            has_places_.push_back(has_three_places(shape.path(i)));
            if (!has_places_[i] && !shape.path(i).empty())
                put(Flaw::too_few_points, shape.path(i)[0], i);
        }
        edges_.add(shape);
        for (Index ring = 0; ring < edges_.ring_ends.size(); ++ring)
            ring_of_.resize(edges_.ring_ends[ring], ring);
        lines_ = exact_linework(edges_.segments, control);
        const ExactFaces faces(lines_);
        find_overlaps();
        for (Index v = 0; v < lines_.vertices.size(); ++v)
            if (faces.around(v).size() > 2) check_vertex(faces, v);
        if (found_.empty() && shape.type != Type::rings) check_nesting(faces);
    }
    std::vector<Defect> found() && { return std::move(found_); }

  private:
    /// The ring of a segment passes a vertex from one half-edge around it to another.
    struct Pass {
        Index ring;
        std::size_t from, to;  // places around the vertex
    };

    static bool has_three_places(std::span<const Point> ring) {
        const auto differs = [&](Point p) { return p != ring[0]; };
        const auto second = std::find_if(ring.begin(), ring.end(), differs);
        return std::any_of(second, ring.end(), [&](Point p) { return differs(p) && p != *second; });
    }
    void put(Flaw flaw, Point place, std::size_t ring, std::optional<std::size_t> other = {}) {
        found_.push_back({flaw, {place.x + 0.0, place.y + 0.0}, ring, other});
    }
    void put(Flaw flaw, Index vertex, Index ring, Index other) {
        put(flaw, lines_.place(vertex), std::min(ring, other),
            ring == other ? std::nullopt : std::optional<std::size_t>(std::max(ring, other)));
    }

    void find_overlaps();
    std::vector<Pass> passes(const ExactFaces& faces, Index vertex) const;
    void check_vertex(const ExactFaces& faces, Index vertex);
    void check_nesting(const ExactFaces& faces);
    Index previous(Index segment) const {
        const std::size_t begin =
            ring_of_[segment] == 0 ? 0 : edges_.ring_ends[ring_of_[segment] - 1];
        const std::size_t end = edges_.ring_ends[ring_of_[segment]];
        return static_cast<Index>((segment == begin ? end : segment) - 1);
    }

    const Shape& shape_;
    std::vector<Defect> found_;
    RingEdges edges_;
    std::vector<bool> has_places_;  // three of them, of rings
    std::vector<Index> ring_of_;    // of segments
    ExactLinework lines_;
};

void RingCheck::find_overlaps() {
    std::set<std::pair<Index, Index>> seen;
    for (std::size_t e = 0; e < lines_.edges.size(); ++e) {
        const auto covers = lines_.covers_of(e);
        for (std::size_t i = 1; i < covers.size(); ++i) {
            const Index ring = ring_of_[covers[i - 1].segment], other = ring_of_[covers[i].segment];
            if (!has_places_[ring] || !has_places_[other]) continue;
            if (seen.emplace(std::min(ring, other), std::max(ring, other)).second)
                put(Flaw::overlap, lines_.edges[e].from, ring, other);
        }
    }
}

/// Along edges of one segment alone.
std::vector<RingCheck::Pass> RingCheck::passes(const ExactFaces& faces, Index vertex) const {
    const auto around = faces.around(vertex);
    std::vector<std::pair<Index, std::size_t>> arriving;  // segment, place
    const auto cover = [&](std::size_t place) {
        const Covering& c = lines_.covers_of(faces.edge(around[place]))[0];
        const bool leaves = (around[place] % 2 == 0) == (c.direction > 0);
        return std::pair(c.segment, leaves);
    };
    const auto is_single = [&](std::size_t place) {
        return lines_.covers_of(faces.edge(around[place])).size() == 1;
    };
    for (std::size_t i = 0; i < around.size(); ++i)
        if (const auto [segment, leaves] = cover(i); !leaves && is_single(i))
            arriving.emplace_back(segment, i);
    std::sort(arriving.begin(), arriving.end());
    const auto arrival = [&](Index segment) {
        const auto at =
            std::lower_bound(arriving.begin(), arriving.end(), std::pair(segment, std::size_t{0}));
        return at != arriving.end() && at->first == segment ? std::optional(at->second)
                                                            : std::nullopt;
    };
    std::vector<Pass> result;
    for (std::size_t i = 0; i < around.size(); ++i) {
        const auto [segment, leaves] = cover(i);
        if (!leaves || !is_single(i)) continue;
        auto from = arrival(segment);
        if (!from) from = arrival(previous(segment));
        if (from) result.push_back({ring_of_[segment], *from, i});
    }
    return result;
}

/// Passes cross if they do not nest like brackets.
void RingCheck::check_vertex(const ExactFaces& faces, Index vertex) {
    const std::vector<Pass> all = passes(faces, vertex);
    constexpr std::size_t none = ~std::size_t{0};
    std::vector<std::size_t> pass_at(faces.around(vertex).size(), none);
    for (std::size_t i = 0; i < all.size(); ++i) pass_at[all[i].from] = pass_at[all[i].to] = i;
    std::vector<std::size_t> open;
    std::vector<bool> was_opened(all.size());
    for (const std::size_t i : pass_at) {
        if (i == none) continue;
        if (!was_opened[i]) {
            was_opened[i] = true;
            open.push_back(i);
        } else if (open.back() == i) {
            open.pop_back();
        } else {
            return put(Flaw::crossing, vertex, all[i].ring, all[open.back()].ring);
        }
    }
    std::vector<Index> rings;
    for (const Pass& pass : all) rings.push_back(pass.ring);
    std::sort(rings.begin(), rings.end());
    for (std::size_t i = 1; i < rings.size(); ++i) {
        if (rings[i] == rings[i - 1] && (i == 1 || rings[i] != rings[i - 2]))
            put(Flaw::self_touch, lines_.place(vertex), rings[i]);
    }
}

/// Of rings that only touch each other.
void RingCheck::check_nesting(const ExactFaces& faces) {
    const std::size_t polygons = shape_.parts(), rings = shape_.paths();
    std::vector<Index> polygon_of(rings);
    std::vector<bool> is_shell(rings), in_ring(rings), has_defect(rings);
    for (std::size_t p = 0; p < polygons; ++p) {
        const auto [begin, end] = shape_.part(p);
        std::fill(polygon_of.begin() + static_cast<std::ptrdiff_t>(begin),
                  polygon_of.begin() + static_cast<std::ptrdiff_t>(end), static_cast<Index>(p));
        if (begin < end) is_shell[begin] = true;
    }
    struct Standing {
        bool in_shell = false;
        std::size_t holes = 0;
        bool inside() const { return in_shell && holes == 0; }
    };
    std::vector<Standing> standing(polygons);
    std::set<Index> inside;  // polygons
    std::vector<std::vector<Index>> faces_of(polygons);
    Index crossed = 0;
    const auto put_once = [&](Flaw flaw, Index ring, std::optional<std::size_t> other) {
        if (!has_defect[ring]) put(flaw, shape_.path(ring)[0], ring, other);
        has_defect[ring] = true;
    };
    const auto shell = [&](Index polygon) {
        return static_cast<Index>(shape_.part(polygon).first);
    };
    tour_faces(
        faces,
        [&](Index h) {
            crossed = ring_of_[lines_.covers_of(faces.edge(h))[0].segment];
            Standing& at = standing[polygon_of[crossed]];
            in_ring[crossed] = !in_ring[crossed];
            if (is_shell[crossed])
                at.in_shell = in_ring[crossed];
            else
                in_ring[crossed] ? ++at.holes : --at.holes;
            if (at.inside())
                inside.insert(polygon_of[crossed]);
            else
                inside.erase(polygon_of[crossed]);
        },
        [&](Index face) {
            if (face == 0) return;
            const Index polygon = polygon_of[crossed];
            const Standing& at = standing[polygon];
            if (!is_shell[crossed] && at.holes > 0 && !at.in_shell)
                put_once(Flaw::hole_outside, crossed, shell(polygon));
            if (!is_shell[crossed] && in_ring[crossed] && at.holes > 1 && !has_defect[crossed]) {
                const auto [begin, end] = shape_.part(polygon);
                Index around = static_cast<Index>(begin) + 1;
                while (around == crossed || !in_ring[around]) ++around;
                put_once(Flaw::nested_holes, crossed, around);
            }
            if (inside.size() > 1 && inside.count(polygon) != 0)
                put_once(Flaw::nested_shells, shell(polygon),
                         shell(*inside.begin() == polygon ? *std::next(inside.begin())
                                                          : *inside.begin()));
            if (at.inside()) faces_of[polygon].push_back(face);
        });
    if (!found_.empty()) return;
    for (Index p = 0; p < polygons; ++p) {
        if (faces_of[p].size() < 2) continue;
        // Around each part but the one that the tour came to first there is a point of contact.
        Index least = ~Index{0};
        const Index start = faces.cycles()[*faces.faces()[faces_of[p][1]].outer].half_edge;
        Index h = start;
        do {
            if (faces.around(faces.origin(h)).size() > 2) least = std::min(least, faces.origin(h));
            h = faces.next(h);
        } while (h != start);
        put(Flaw::split_interior, lines_.place(least), shell(p));
    }
}

void add_defects(const Shape& shape, std::size_t& paths, std::vector<Defect>& all,
                 base::Control control) {
    std::vector<Defect> found;
    if (shape.areal()) {
        found = RingCheck(shape, control).found();
    } else if (is_linear(shape)) {
        for (std::size_t i = 0; i < shape.paths(); ++i) {
            const auto path = shape.path(i);
            if (!path.empty() && is_one_place(path))
                found.push_back({Flaw::too_few_points, path[0], i, std::nullopt});
        }
    }
    for (Defect& defect : found) {
        defect.path += paths;
        if (defect.other) *defect.other += paths;
        all.push_back(defect);
    }
    paths += shape.paths();
    for (const Shape& member : shape.members) add_defects(member, paths, all, control);
}

}  // namespace

std::string_view name_of(Flaw flaw) {
    constexpr std::array<std::string_view, 8> names{
        "too-few-points", "crossing",     "overlap",       "self-touch",
        "hole-outside",   "nested-holes", "nested-shells", "split-interior"};
    return names[static_cast<std::size_t>(flaw)];
}

std::vector<Defect> defects(const Shape& shape, base::Control control) {
    std::vector<Defect> all;
    std::size_t paths = 0;
    add_defects(shape, paths, all, control);
    std::sort(all.begin(), all.end(), [](const Defect& a, const Defect& b) {
        const auto key = [](const Defect& d) {
            return std::tuple(d.flaw, d.place.x, d.place.y, d.path, d.other);
        };
        return key(a) < key(b);
    });
    return all;
}

}  // namespace pipelab::geometry
