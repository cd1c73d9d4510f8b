#include "geometry/half_planes.hpp"

#include "base/parallel.hpp"
#include "base/parallel_sort.hpp"
#include "geometry/half_plane_lines.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <iterator>

namespace pipelab::geometry {
namespace {

using RegionKind = HalfPlaneRegion::Kind;

constexpr Point axes[] = {{-1, 0}, {0, -1}};

std::vector<std::size_t> places(std::span<const BoundLine> lines) {
    std::vector<std::size_t> result;
    for (const BoundLine& line : lines) result.push_back(line.place);
    return result;
}

Point opposite(Point direction) { return {-direction.x, -direction.y}; }

/// The angle of a boundary in [0, 2 pi), in halves: less than pi, or not.
int half_turn(const HalfPlane& plane) {
    const auto [x, y] = direction_signs(plane);
    return y < 0 || (y == 0 && x < 0);
}

/// By angle; of equal directions the one that bounds the other first, then by place.
bool before_around(const BoundLine& g, const BoundLine& h) {
    const int g_half = half_turn(g.plane), h_half = half_turn(h.plane);
    if (g_half != h_half) return g_half < h_half;
    if (const int side = turn(g.plane, h.plane); side != 0) return side > 0;
    const int looser = side_of_parallel(g, h, false);
    return looser != 0 ? looser < 0 : g.place < h.place;
}

/// A number from 0 to 4 that grows with the angle of a boundary, off by less than 2^-49.
double angle_key(const HalfPlane& plane) {
    const Point d = direction(plane);
    // Two quotients of numbers below 2^1000, so that nothing overflows or vanishes.
    const double scale = std::max(std::abs(d.x), std::abs(d.y));
    const double x = d.x / scale, y = d.y / scale;
    if (!std::isfinite(scale) || scale < 0x1p-1000) return -1;
    const double part = x / (std::abs(x) + std::abs(y));
    return d.y > 0 || (d.y == 0 && d.x > 0) ? 1 - part : 3 + part;
}

/// One line for each direction, the tightest, by angle.
std::vector<BoundLine> by_angle(std::span<const BoundLine> lines) {
    struct Key {
        double angle;
        std::uint32_t line;
    };
    std::vector<Key> keys(lines.size());
    base::parallel_blocks(
        lines.size(), 1 << 14, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                keys[i] = {angle_key(lines[i].plane), static_cast<std::uint32_t>(i)};
            }
        });
    const bool approximate =
        std::none_of(keys.begin(), keys.end(), [](const Key& key) { return key.angle < 0; });
    base::parallel_sort(std::span(keys), [&](const Key& a, const Key& b) {
        if (approximate && std::abs(a.angle - b.angle) > 0x1p-47) return a.angle < b.angle;
        return before_around(lines[a.line], lines[b.line]);
    });
    std::vector<BoundLine> around;
    around.reserve(lines.size());
    for (const Key& key : keys) {
        const BoundLine& line = lines[key.line];
        const bool again = !around.empty() &&
                           half_turn(around.back().plane) == half_turn(line.plane) &&
                           turn(around.back().plane, line.plane) == 0;
        if (!again) around.push_back(line);
    }
    return around;
}

/// Whether the boundary of h cuts the vertex of f and g off, or goes through it.
bool cuts(const BoundLine& h, const BoundLine& f, const BoundLine& g) {
    return side_of_meeting(f, g, h, false) >= 0;
}

/// The boundary of a region with inner points. `closed`: it is bounded, so the chain meets itself.
std::vector<BoundLine> boundary_lines(std::span<const BoundLine> lines, bool closed) {
    std::deque<BoundLine> chain;
    const auto last = [&](std::size_t i) -> const BoundLine& { return chain[chain.size() - i]; };
    const auto trim_back = [&](const BoundLine& h, std::size_t least) {
        while (chain.size() >= least && cuts(h, last(2), last(1))) chain.pop_back();
    };
    const auto trim_front = [&](const BoundLine& h, std::size_t least) {
        while (chain.size() >= least && cuts(h, chain[0], chain[1])) chain.pop_front();
    };
    for (const BoundLine& h : lines) {
        trim_back(h, 2);
        if (closed) trim_front(h, 2);
        chain.push_back(h);
    }
    if (closed) {
        trim_back(chain.front(), 3);
        trim_front(chain.back(), 3);
    }
    return {chain.begin(), chain.end()};
}

/// Where the angle to the next direction is at least half a turn, if anywhere: behind which of the
/// lines.
std::optional<std::size_t> open_side(std::span<const BoundLine> lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const BoundLine& next = lines[(i + 1) % lines.size()];
        if (turn(lines[i].plane, next.plane) <= 0) return i;
    }
    return {};
}

void set_vertices(HalfPlaneRegion& region, std::span<const BoundLine> chain, bool closed) {
    const std::size_t count = chain.size() - (closed ? 0 : 1);
    region.vertices.resize(count);
    base::parallel_blocks(count, 1024, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const BoundLine& next = chain[(i + 1) % chain.size()];
            region.vertices[i] = rounded_meeting(chain[i].plane, next.plane);
        }
    });
}

/// The region if it has inner points, of at least one line.
HalfPlaneRegion solid_region(std::span<const BoundLine> lines) {
    std::vector<BoundLine> around = by_angle(lines);
    const auto open = open_side(around);
    if (open)
        std::rotate(around.begin(),
                    std::next(around.begin(), static_cast<std::ptrdiff_t>(*open) + 1),
                    around.end());
    const std::vector<BoundLine> chain = boundary_lines(around, !open);
    HalfPlaneRegion region;
    region.bounds = places(chain);
    if (!open) {
        region.kind = RegionKind::polygon;
        set_vertices(region, chain, true);
        return region;
    }
    region.first_direction = opposite(direction(chain.front().plane));
    region.last_direction = direction(chain.back().plane);
    const bool parallel = turn(chain.front().plane, chain.back().plane) == 0;
    if (chain.size() > 2 || !parallel) {
        region.kind = RegionKind::unbounded;
        set_vertices(region, chain, false);
    } else {
        region.kind = chain.size() == 1 ? RegionKind::half_plane : RegionKind::strip;
        for (const BoundLine& line : chain) region.vertices.push_back(rounded_foot(line.plane));
    }
    return region;
}

/// A region that is a part of the line that two opposite half-planes share.
HalfPlaneRegion linear_region(const BoundLine& line, const BoundLine& reverse,
                              std::span<const BoundLine> lines) {
    const LinePart part = part_of_line(line, lines, false);
    HalfPlaneRegion region;
    region.bounds = {line.place, reverse.place};
    for (const auto& end : {part.lower, part.upper}) {
        if (!end) continue;
        region.bounds.push_back(end->place);
        region.vertices.push_back(rounded_meeting(line.plane, end->plane));
    }
    const Point along = direction(line.plane);
    if (part.lower && part.upper) {
        region.kind = part.order == 0 ? RegionKind::point : RegionKind::segment;
        if (part.order == 0) region.vertices.pop_back();
    } else if (part.lower || part.upper) {
        region.kind = RegionKind::ray;
        region.first_direction = region.last_direction = part.lower ? along : opposite(along);
    } else {
        region.kind = RegionKind::line;
        region.vertices = {rounded_foot(line.plane)};
        region.first_direction = opposite(along);
        region.last_direction = along;
    }
    return region;
}

HalfPlaneRegion empty_region(std::vector<std::size_t> contradiction) {
    HalfPlaneRegion region;
    region.kind = RegionKind::empty;
    region.bounds = std::move(contradiction);
    return region;
}

}  // namespace

HalfPlaneRegion intersect(std::span<const HalfPlane> planes, base::Control control) {
    const BoundLines bounds(planes);
    if (bounds.impossible) return empty_region({*bounds.impossible});
    if (bounds.lines.empty()) return {};
    const std::vector<BoundLine> random = shuffled(bounds.lines);
    const LinearVertex inner = best_vertex(random, axes, true);
    base::stop_if_requested(control.cancellation);
    if (inner.feasible) return solid_region(bounds.lines);
    const LinearVertex any = best_vertex(random, axes, false);
    if (!any.feasible) return empty_region(places(any.contradiction));
    // Without inner points up to three half-planes already have none: two opposite ones share a
    // line, else three a point.
    const std::vector<BoundLine>& tight = inner.contradiction;
    if (tight.size() == 2) return linear_region(tight[0], tight[1], bounds.lines);
    HalfPlaneRegion region;
    region.kind = RegionKind::point;
    region.bounds = places(tight);
    region.vertices = {rounded_meeting(tight[0].plane, tight[1].plane)};
    return region;
}

HalfPlaneRegion kernel(std::span<const Point> ring) {
    std::vector<Point> points;
    std::vector<std::size_t> places_of;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        if (points.empty() || ring[i] != points.back()) {
            points.push_back(ring[i]);
            places_of.push_back(i);
        }
    }
    while (points.size() > 1 && points.front() == points.back()) points.pop_back();
    const std::size_t n = points.size();
    if (n < 3) return empty_region({});
    const auto least = static_cast<std::size_t>(
        std::min_element(points.begin(), points.end(), before) - points.begin());
    const int sense =
        orientation(points[(least + n - 1) % n], points[least], points[(least + 1) % n]);
    if (sense == 0) return empty_region({});
    std::vector<HalfPlane> planes;
    for (std::size_t i = 0; i < n; ++i) {
        const Segment edge{points[i], points[(i + 1) % n]};
        planes.push_back(HalfPlane::left_of(sense > 0 ? edge : Segment{edge.b, edge.a}));
    }
    HalfPlaneRegion region = intersect(planes);
    for (std::size_t& place : region.bounds) place = places_of[place];
    return region;
}

}  // namespace pipelab::geometry
