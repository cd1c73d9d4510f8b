#pragma once

#include "geometry/delaunay.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// What is wrong with triangulations.
namespace pipelab::geometry::test {

using Triple = std::array<std::uint32_t, 3>;

inline std::vector<Triple> triples(const Triangulation& triangulation) {
    std::vector<Triple> result(triangulation.size());
    for (std::size_t t = 0; t < result.size(); ++t) {
        for (std::size_t k = 0; k < 3; ++k) result[t][k] = triangulation.triangles[3 * t + k];
    }
    return result;
}

/// The points that equal no earlier one.
inline std::vector<std::uint32_t> firsts(std::span<const Point> points,
                                         std::vector<Duplicate>& duplicates) {
    const auto less = [](Point a, Point b) { return before(a, b); };
    std::map<Point, std::uint32_t, decltype(less)> seen(less);
    std::vector<std::uint32_t> result;
    for (std::uint32_t i = 0; i < points.size(); ++i) {
        const auto [place, fresh] = seen.try_emplace(points[i], i);
        if (fresh) {
            result.push_back(i);
        } else {
            duplicates.push_back({i, place->second});
        }
    }
    return result;
}

/// Why the triangulation is none, or "". A closed surface of counterclockwise triangles with
/// Euler's number of them inside of a convex boundary, each edge of which is locally Delaunay, but
/// for `fixed` half-edges.
inline std::string flaw(std::span<const Point> points, const Triangulation& t,
                        std::span<const std::uint8_t> fixed = {}) {
    std::vector<Duplicate> duplicates;
    const auto used = firsts(points, duplicates);
    if (duplicates != t.duplicates) return "duplicates";
    if (t.size() == 0) {
        if (t.line.size() != used.size()) return "points on the line";
        for (std::size_t i = 1; i < t.line.size(); ++i) {
            if (!before(points[t.line[i - 1]], points[t.line[i]])) return "order of the line";
            if (orientation(points[t.line[0]], points[t.line[1]], points[t.line[i]]) != 0) {
                return "not a line";
            }
        }
        return "";
    }
    if (!t.line.empty()) return "line";
    if (t.size() + 2 + t.hull.size() != 2 * used.size()) return "number of triangles";
    const auto all = triples(t);
    if (!std::is_sorted(all.begin(), all.end())) return "order";
    std::set<std::uint32_t> corners(t.triangles.begin(), t.triangles.end());
    if (corners.size() != used.size()) return "corners";
    std::size_t open = 0;
    for (std::uint32_t h = 0; h < t.halfedges.size(); ++h) {
        const std::uint32_t twin = t.halfedges[h];
        const Point a = points[t.origin(h)], b = points[t.target(h)];
        const Point c = points[t.triangles[Triangulation::previous(h)]];
        if (h % 3 == 0 && orientation(a, b, c) != 1) return "orientation";
        if (h % 3 != 0 && t.triangles[h] < t.triangles[h - h % 3]) return "least corner";
        if (twin == Triangulation::none) {
            ++open;
            continue;
        }
        if (t.halfedges[twin] != h || t.origin(twin) != t.target(h)) return "halfedges";
        const Point d = points[t.triangles[Triangulation::previous(twin)]];
        if (!fixed.empty() && fixed[h] != fixed[twin]) return "fixed on one side only";
        if (!fixed.empty() && fixed[h] != 0) continue;
        if (in_circle_perturbed(a, b, c, d) >= 0) return "not Delaunay";
    }
    if (open != t.hull.size()) return "number of hull edges";
    for (std::size_t i = 0; i < t.hull.size(); ++i) {
        const std::uint32_t h = t.hull[i], g = t.hull[(i + 1) % t.hull.size()];
        if (t.halfedges[h] != Triangulation::none || t.target(h) != t.origin(g)) return "hull";
        if (orientation(points[t.origin(h)], points[t.target(h)], points[t.target(g)]) < 0) {
            return "hull not convex";
        }
    }
    for (const Point p : points) {
        if (before(p, points[t.origin(t.hull[0])])) return "start of the hull";
    }
    return "";
}

using Corners = std::array<std::pair<double, double>, 3>;
/// The triangles without regard to the order of points.
inline std::vector<Corners> by_corners(std::span<const Point> points, const Triangulation& t) {
    std::vector<Corners> result;
    for (const Triple& triple : triples(t)) {
        Corners corners;
        for (std::size_t k = 0; k < 3; ++k) {
            corners[k] = {points[triple[k]].x, points[triple[k]].y};
        }
        std::sort(corners.begin(), corners.end());
        result.push_back(corners);
    }
    std::sort(result.begin(), result.end());
    return result;
}

}  // namespace pipelab::geometry::test
