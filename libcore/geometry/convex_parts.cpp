#include "geometry/convex_parts.hpp"

#include "geometry/index.hpp"
#include "geometry/polygon_triangles.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <cstdint>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;
using detail::none;

/// Polygons as cycles of half-edges.
class ConvexPieces {
  public:
    explicit ConvexPieces(const PolygonTriangles& mesh) : mesh_(&mesh) {
        for (Index h = 0; h < mesh.triangles.size(); ++h) {
            next_.push_back(h % 3 == 2 ? h - 2 : h + 1);
            previous_.push_back(h % 3 == 0 ? h + 2 : h - 1);
        }
    }
    /// Leaves out the edge of h and its other half if the corners at its ends stay convex.
    void join_across(Index h) {
        const Index other = mesh_->halfedges[h];
        if (other == none || h > other) return;
        if (!turns_left(previous_[h], next_[other]) || !turns_left(previous_[other], next_[h]))
            return;
        link(previous_[h], next_[other]);
        link(previous_[other], next_[h]);
        next_[h] = next_[other] = none;
    }
    std::vector<std::vector<Point>> polygons() const {
        std::vector<std::vector<Point>> result;
        std::vector<bool> done(next_.size());
        for (Index first = 0; first < next_.size(); ++first) {
            if (done[first] || next_[first] == none) continue;
            std::vector<Point> ring;
            for (Index h = first; !done[h]; h = next_[h]) {
                done[h] = true;
                ring.push_back(origin(h));
            }
            std::rotate(ring.begin(), std::min_element(ring.begin(), ring.end(), before),
                        ring.end());
            result.push_back(std::move(ring));
        }
        return result;
    }

  private:
    Point origin(Index h) const { return mesh_->points[mesh_->triangles[h]]; }
    /// Or goes straight on, of two half-edges one of which is to follow the other.
    bool turns_left(Index in, Index out) const {
        const Point a = origin(in), b = origin(out), c = origin(next_[out]);
        const int side = orientation(a, b, c);
        return side > 0 || (side == 0 && dot_sign(a, b, b, c) > 0);
    }
    void link(Index in, Index out) {
        next_[in] = out;
        previous_[out] = in;
    }

    const PolygonTriangles* mesh_;
    std::vector<Index> next_, previous_;
};

}  // namespace

std::vector<std::vector<Point>> convex_parts(const Shape& shape, base::Control control) {
    const PolygonTriangles mesh = polygon_delaunay(shape, control);
    ConvexPieces pieces(mesh);
    for (Index h = 0; h < mesh.triangles.size(); ++h) pieces.join_across(h);
    return pieces.polygons();
}

}  // namespace pipelab::geometry
