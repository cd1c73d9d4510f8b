#include "geometry/point_discs.hpp"

#include "geometry/delaunay.hpp"
#include "geometry/offset_formula.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;

/// Whether the circle through three points is surely no larger than a radius.
bool surely_within(Point a, Point b, Point c, double radius) {
    const double left = (b.x - a.x) * (c.y - a.y), right = (b.y - a.y) * (c.x - a.x);
    const double error = 0x1p-49 * (std::abs(left) + std::abs(right));
    const double twice_area = (std::abs(left - right) - error) * (1 - 0x1p-40);
    if (!(twice_area > 0x1p-900)) return false;
    const double ab = offset::length_of(a, b), bc = offset::length_of(b, c);
    const double ca = offset::length_of(c, a);
    return ab / twice_area * bc * ca * 0.5 <= radius;
}

class Triangles {
  public:
    Triangles(std::span<const Point> points, double radius)
        : points_(points), mesh_(delaunay(points)), small_(mesh_.triangles.size() / 3) {
        for (std::size_t t = 0; t < small_.size(); ++t)
            small_[t] = surely_within(corner(3 * t), corner(3 * t + 1), corner(3 * t + 2), radius);
    }

    CoveringDiscs discs() const {
        CoveringDiscs result;
        result.between.type = Shape::Type::rings;
        // Corners of small triangles, and of these those at the outline of all.
        std::vector<bool> within(points_.size()), at_outline(points_.size());
        for (Index h = 0; h < mesh_.triangles.size(); ++h) {
            if (small_[h / 3]) within[mesh_.triangles[h]] = true;
            if (is_outline(h) || !small_[h / 3])
                at_outline[mesh_.triangles[h]] = at_outline[mesh_.triangles[next(h)]] = true;
        }
        add_rings(result.between);
        for (const Duplicate& duplicate : mesh_.duplicates) {
            within[duplicate.point] = true;
            at_outline[duplicate.point] = false;
        }
        for (std::size_t i = 0; i < points_.size(); ++i) {
            if (!within[i] || at_outline[i]) result.centres.push_back(points_[i]);
        }
        return result;
    }

  private:
    static Index next(Index h) { return Triangulation::next(h); }
    Point corner(std::size_t h) const { return points_[mesh_.triangles[h]]; }
    /// Small on its left only.
    bool is_outline(Index h) const {
        const Index other = mesh_.halfedges[h];
        return small_[h / 3] && (other == Triangulation::none || !small_[other / 3]);
    }
    void add_rings(Shape& rings) const {
        std::vector<bool> done(mesh_.triangles.size());
        std::vector<Point> ring;
        for (Index first = 0; first < done.size(); ++first) {
            if (done[first] || !is_outline(first)) continue;
            ring.clear();
            for (Index h = first; !done[h];) {
                done[h] = true;
                ring.push_back(corner(h));
                h = next(h);
                while (!is_outline(h)) h = next(mesh_.halfedges[h]);
            }
            rings.add_path(ring);
        }
    }

    std::span<const Point> points_;
    Triangulation mesh_;
    std::vector<bool> small_;
};

}  // namespace

CoveringDiscs covering_discs(std::span<const Point> points, double least) {
    return Triangles(points, least * (1 - 0x1p-30)).discs();
}

}  // namespace pipelab::geometry
