#include "geometry/half_plane_lines.hpp"

#include <algorithm>

namespace pipelab::geometry {
namespace {

bool in_box(const BoundLine& line) { return line.place == no_place; }
bool off_the_box(const LinearVertex& vertex) {
    return !in_box(vertex.first) && !in_box(vertex.second);
}

/// The way to infinity at a vertex on the box: along the line that is not of the box, or to the
/// corner.
Point way_out(const LinearVertex& vertex) {
    const BoundLine *line = &vertex.first, *side = &vertex.second;
    if (in_box(*line)) std::swap(line, side);
    if (in_box(*line)) {
        return {vertex.first.plane.values[0] + vertex.second.plane.values[0],
                vertex.first.plane.values[1] + vertex.second.plane.values[1]};
    }
    const Point along = direction(line->plane);
    const auto& out = side->plane.values;
    const bool forward = out[0] * along.x + out[1] * along.y > 0;
    return forward ? along : Point{-along.x, -along.y};
}

/// Whether the value changes along the line that holds an optimum at infinity.
bool grows(const LinearVertex& vertex, Point objective) {
    const BoundLine& line = in_box(vertex.first) ? vertex.second : vertex.first;
    return in_box(line) || turn(HalfPlane::at_most(objective.x, objective.y, 0), line.plane) != 0;
}

Point rounded_vertex(const LinearVertex& vertex) {
    return rounded_meeting(vertex.first.plane, vertex.second.plane);
}

std::vector<std::size_t> tight_at(const LinearVertex& vertex, std::span<const BoundLine> lines) {
    std::vector<std::size_t> tight;
    for (const BoundLine& line : lines) {
        if (side_of_meeting(vertex.first, vertex.second, line, false) == 0) {
            tight.push_back(line.place);
        }
    }
    return tight;
}

std::vector<std::size_t> sorted_places(std::span<const BoundLine> lines) {
    std::vector<std::size_t> result;
    for (const BoundLine& line : lines) result.push_back(line.place);
    std::sort(result.begin(), result.end());
    return result;
}

/// The answer to a zero objective: a place of the region that is not empty.
LinearOptimum any_point(std::span<const HalfPlane> planes) {
    const HalfPlaneRegion region = intersect(planes);
    LinearOptimum optimum;
    optimum.constraints = region.bounds;
    std::sort(optimum.constraints.begin(), optimum.constraints.end());
    if (region.kind == HalfPlaneRegion::Kind::empty) return optimum;
    optimum.kind = LinearOptimum::Kind::vertex;
    optimum.constraints.clear();
    if (!region.vertices.empty()) {
        optimum.point = *std::min_element(region.vertices.begin(), region.vertices.end(), before);
        optimum.other = optimum.point;
    }
    return optimum;
}

}  // namespace

LinearOptimum maximise(Point objective, std::span<const HalfPlane> planes) {
    if (objective == Point{0, 0}) return any_point(planes);
    const BoundLines bounds(planes);
    LinearOptimum optimum;
    if (bounds.impossible) {
        optimum.constraints = {*bounds.impossible};
        return optimum;
    }
    const std::vector<BoundLine> random = shuffled(bounds.lines);
    const auto best = [&](double sign) {
        return best_vertex(random, std::array{objective, Point{-sign, 0}, Point{0, -sign}}, false);
    };
    const LinearVertex least = best(1);
    if (!least.feasible) {
        optimum.constraints = sorted_places(least.contradiction);
        return optimum;
    }
    if (!off_the_box(least) && grows(least, objective)) {
        optimum.kind = LinearOptimum::Kind::unbounded;
        optimum.direction = way_out(least);
        return optimum;
    }
    const LinearVertex greatest = best(-1);
    const auto same = [](const LinearVertex& p, const LinearVertex& q) {
        return side_of_meeting(p.first, p.second, q.first, false) == 0 &&
               side_of_meeting(p.first, p.second, q.second, false) == 0;
    };
    if (off_the_box(least) && off_the_box(greatest) && same(least, greatest)) {
        optimum.kind = LinearOptimum::Kind::vertex;
        optimum.point = optimum.other = rounded_vertex(least);
        optimum.constraints = tight_at(least, bounds.lines);
        return optimum;
    }
    optimum.kind = LinearOptimum::Kind::edge;
    if (!off_the_box(greatest)) {
        optimum.direction = way_out(greatest);
    } else if (!off_the_box(least)) {
        optimum.direction = way_out(least);
    }
    if (off_the_box(least) || off_the_box(greatest)) {
        const LinearVertex& end = off_the_box(least) ? least : greatest;
        optimum.point = rounded_vertex(end);
        optimum.other = off_the_box(greatest) ? rounded_vertex(greatest) : optimum.point;
        optimum.constraints = tight_at(end, bounds.lines);
        return optimum;
    }
    const BoundLine& line = in_box(least.first) ? least.second : least.first;
    optimum.point = optimum.other = rounded_foot(line.plane);
    for (const BoundLine& other : bounds.lines) {
        if (turn(line.plane, other.plane) == 0 && side_of_parallel(line, other, false) == 0) {
            optimum.constraints.push_back(other.place);
        }
    }
    return optimum;
}

}  // namespace pipelab::geometry
