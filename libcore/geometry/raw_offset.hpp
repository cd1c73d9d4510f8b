#pragma once

#include "geometry/buffer.hpp"
#include "geometry/strip_curve.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Offset curves of rings and lines that may cross themselves and each other: rings that wind
/// around what is offset plus each strip and join, all of them counterclockwise; for a negative
/// distance, which only rings have, clockwise. Strips are trimmed at inner corners between edges
/// long enough.
class RawOffset {
  public:
    /// `directions`: 4 N unit vectors at equal angles, counterclockwise from (1, 0).
    /// Without `takes_hulls` all is in the curves, dents filled if the style says so.
    RawOffset(double distance, const BufferStyle& style, std::span<const Point> directions,
              bool takes_hulls = true);

    /// A ring of a valid polygon that has its inside on the left.
    void add_ring(std::span<const Point> ring);
    /// Points may repeat; none: nothing.
    void add_line(std::span<const Point> path);
    /// What of the curves runs along the right side of the last line, of which both sides count:
    /// the first segments of a path. None where nothing was added.
    struct Side {
        std::size_t path = 0, segments = 0;
    };
    Side side() const { return side_; }
    void add_point(Point p);
    /// The same for many, with what is between them (covering_discs) where the style has discs.
    void add_points(std::span<const Point> points);

    /// Of type rings.
    const Shape& curves() const { return curve_.curves(); }
    /// The offset curves, counterclockwise, of the hulls that stand for fine detail: what they wind
    /// around is to be added; for a negative distance to be taken away.
    Shape hulls() const { return hulls_ ? hulls_->curves() : Shape{}; }

  private:
    struct Corner {
        Point at;
        bool bare = false;   ///< the edge from here has no strip: a hull stands for it
        bool cap = false;    ///< the path comes to its end here and goes back
        bool fixed = false;  ///< may not go
    };
    struct Edge {
        Point offset;  ///< from the edge to its parallel
        double length;
        Point from, to;  ///< ends of the parallel
        bool bare;
    };
    using Corners = std::vector<Corner>;

    Corners without_dents(const Corners& corners) const;
    bool is_dent(const Corner& before, const Corner& corner, const Corner& after) const;
    Corners with_hulls(const Corners& path, bool closed);
    void add_hull(std::span<const Point> points);
    void add_side(const Corners& corners, bool closed, std::span<const Point> way_back,
                  std::size_t side_edges = 0);
    bool is_mitered(Point before, Point corner, Point after, const Edge& in, const Edge& out) const;
    std::vector<Edge> edges_of(const Corners& corners, bool closed) const;
    void put_corner(const Edge& in, const Edge& out, Point before, const Corner& corner,
                    Point after);
    void put_flat_cap(const Edge& in, const Edge& out, Point before, Point corner, Point after);
    void put_arc(const Edge& in, const Edge& out, Point centre);
    std::size_t first_direction(Point v, bool strictly_after) const;

    double distance_;
    int sign_;
    BufferStyle style_;
    std::span<const Point> directions_;
    double chord_;
    bool takes_hulls_;
    StripCurve curve_;
    std::unique_ptr<RawOffset> hulls_;
    std::vector<Point> fan_;
    Side side_;
};

}  // namespace pipelab::geometry
