#include "geometry/inscribed_circle.hpp"

#include "geometry/even_odd.hpp"
#include "geometry/matrix_game.hpp"
#include "geometry/members.hpp"
#include "geometry/ring_locator.hpp"
#include "geometry/segment_tree.hpp"
#include "geometry/trapezoids.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

/// Edges, near a triangle, that bound what is inside of it: the most useful ones.
class NearEdges {
  public:
    static constexpr std::size_t most = 9;

    std::span<const std::uint32_t> all() const { return {edges_.data(), size_}; }
    bool has(std::uint32_t edge) const {
        return std::find(edges_.begin(), edges_.begin() + size_, edge) != edges_.begin() + size_;
    }
    bool full() const { return size_ == most; }
    void add(std::uint32_t edge) {
        if (!full()) edges_[size_++] = edge;
    }
    void replace(std::size_t place, std::uint32_t edge) { edges_[place] = edge; }

  private:
    std::array<std::uint32_t, most> edges_{};
    std::uint32_t size_ = 0;
};

struct Cell {
    double bound;
    std::array<Point, 3> corners;
    NearEdges edges;
    /// Of equal bounds the leftmost first.
    bool operator<(const Cell& other) const {
        if (bound != other.bound) return bound < other.bound;
        return before(other.corners[0], corners[0]);
    }
};

double height_at(const Segment& edge, double x) {
    if (x == edge.a.x) return edge.a.y;
    if (x == edge.b.x) return edge.b.y;
    const double share = (x - edge.a.x) / (edge.b.x - edge.a.x);
    return std::clamp(edge.a.y + share * (edge.b.y - edge.a.y), std::min(edge.a.y, edge.b.y),
                      std::max(edge.a.y, edge.b.y));
}

/// Up to a few units in the last place of the coordinates.
double near_distance(Point p, const Segment& s) {
    const double ux = s.b.x - s.a.x, uy = s.b.y - s.a.y;
    const double all = ux * ux + uy * uy;
    const double along = (p.x - s.a.x) * ux + (p.y - s.a.y) * uy;
    if (along > 0 && along < all)
        return std::abs(ux * (p.y - s.a.y) - uy * (p.x - s.a.x)) / std::sqrt(all);
    return std::sqrt(near_square(p, along > 0 ? s.b : s.a));
}

class CircleSearch {
  public:
    CircleSearch(const Shape& rings, double tolerance)
        : edges_(edges_of(rings)), locator_(rings), tolerance_(std::max(tolerance, 1e-13)) {
        for (const Point p : rings.points)
            slack_ = std::max({slack_, 0x1p-47 * std::abs(p.x), 0x1p-47 * std::abs(p.y)});
    }

    std::optional<Circle> run(base::Control control) {
        start();
        while (!cells_.empty() && open(cells_.top().bound)) {
            base::stop_if_requested(control.cancellation);
            Cell cell = cells_.top();
            cells_.pop();
            tighten(cell);
            if (open(cell.bound)) halve(cell);
        }
        polish();
        if (!best_) return std::nullopt;
        return Circle{best_->from(), best_->distance()};
    }

  private:
    bool open(double bound) const { return bound > std::sqrt(most_) * (1 + tolerance_) + slack_; }

    void start() {
        base::Array<Segment> segments;
        for (std::size_t i = 0; i < edges_.size(); ++i) segments.push_back(edges_[i]);
        for (const Trapezoid& t : trapezoids(segments)) {
            const Segment &lower = edges_[t.lower], &upper = edges_[t.upper];
            const Point a{t.left, height_at(lower, t.left)}, b{t.right, height_at(lower, t.right)};
            const Point c{t.right, height_at(upper, t.right)}, d{t.left, height_at(upper, t.left)};
            NearEdges beside;
            beside.add(t.lower);
            beside.add(t.upper);
            add({0, {a, b, c}, beside});
            add({0, {a, c, d}, beside});
        }
    }

    detail::GameBound bound(const Cell& cell) const {
        std::array<detail::Column, NearEdges::most> columns;
        const auto edges = cell.edges.all();
        for (std::size_t i = 0; i < edges.size(); ++i) {
            for (std::size_t k = 0; k < 3; ++k)
                columns[i][k] = near_distance(cell.corners[k], edges_[edges[i]]);
        }
        return detail::solve_game({columns.data(), edges.size()});
    }

    void add(Cell cell) {
        cell.bound = bound(cell).value;
        if (open(cell.bound)) cells_.push(cell);
    }

    /// The edge nearest to a point, up to rounding; a centre, if it is the best so far.
    std::uint32_t look_at(Point p) {
        std::size_t nearest = 0;
        double least = std::numeric_limits<double>::infinity(), square = least;
        edges_.search(
            p, [&](const NearSquare& box) { return box.value > square; },
            [&](std::size_t i) {
                const double next = near_distance(p, edges_[i]);
                if (next > least || (next == least && i > nearest)) return;
                least = next, square = next * next, nearest = i;
            });
        if (square > most_ * (1 - 0x1p-40)) offer(p);
        return static_cast<std::uint32_t>(nearest);
    }
    void offer(Point p) {
        const Approach nearest = edges_.nearest(p)->approach;
        if (best_ && nearest.compare(*best_) <= 0) return;
        if (locator_.locate(p) != Location::inside) return;
        best_ = nearest;
        most_ = nearest.square().value;
    }

    /// Finds edges that lower the bound: those nearest to where it is reached.
    void tighten(Cell& cell) {
        for (int round = 0; round < 12; ++round) {
            const auto game = bound(cell);
            cell.bound = std::min(cell.bound, game.value);
            if (!open(cell.bound)) return;
            Point p{0, 0};
            for (std::size_t k = 0; k < 3; ++k) {
                p.x += game.rows[k] * cell.corners[k].x;
                p.y += game.rows[k] * cell.corners[k].y;
            }
            const std::uint32_t edge = look_at(p);
            if (cell.edges.has(edge)) return;
            if (cell.edges.full()) return drop_farthest(cell, edge);
            cell.edges.add(edge);
        }
    }

    /// The edge that is farthest from the triangle makes room for another.
    void drop_farthest(Cell& cell, std::uint32_t edge) const {
        const auto edges = cell.edges.all();
        std::size_t farthest = 0;
        double most = -1;
        for (std::size_t i = 0; i < edges.size(); ++i) {
            double sum = 0;
            for (const Point corner : cell.corners) sum += near_distance(corner, edges_[edges[i]]);
            if (sum > most) most = sum, farthest = i;
        }
        cell.edges.replace(farthest, edge);
    }

    void halve(const Cell& cell) {
        std::size_t longest = 0;
        double most = -1;
        for (std::size_t k = 0; k < 3; ++k) {
            const double square = near_square(cell.corners[k], cell.corners[(k + 1) % 3]);
            if (square > most) most = square, longest = k;
        }
        const Point a = cell.corners[longest], b = cell.corners[(longest + 1) % 3];
        const Point c = cell.corners[(longest + 2) % 3];
        const Point middle{a.x / 2 + b.x / 2, a.y / 2 + b.y / 2};
        // So small that doubles do not divide it: the slack says the rest.
        if (middle == a || middle == b) return;
        for (const auto& corners : {std::array{a, middle, c}, std::array{middle, b, c}}) {
            Cell half{0, corners, cell.edges};
            half.bound = std::min(cell.bound, bound(half).value);
            if (open(half.bound)) cells_.push(half);
        }
    }

    /// Smaller and smaller triangles around the best centre: there all distances are all but
    /// linear, and the linear programme finds a centre that is better by orders of magnitude.
    void polish() {
        if (!best_) return;
        const double radius = std::sqrt(most_);
        for (const double share : {0x1p-7, 0x1p-12, 0x1p-17, 0x1p-22}) {
            const Point p = best_->from();
            const double size = radius * share;
            Cell cell{radius * 2,
                      {{{p.x - 2 * size, p.y - size},
                        {p.x + 2 * size, p.y - size},
                        {p.x, p.y + 2 * size}}},
                      {}};
            for (const Point corner : cell.corners) {
                const auto edge = static_cast<std::uint32_t>(edges_.nearest(corner)->index);
                if (!cell.edges.has(edge)) cell.edges.add(edge);
            }
            const double tolerance = std::exchange(tolerance_, 0);
            const double slack = std::exchange(slack_, 0);
            tighten(cell);
            tolerance_ = tolerance, slack_ = slack;
        }
    }

    SegmentTree edges_;
    RingLocator locator_;
    double tolerance_, slack_ = 0;
    std::optional<Approach> best_;
    double most_ = 0;  ///< its near square
    std::priority_queue<Cell> cells_;
};

}  // namespace

std::optional<Circle> inscribed_circle(const Shape& shape, double tolerance,
                                       base::Control control) {
    if (const auto united = united_areas(shape, control))
        return inscribed_circle(*united, tolerance, control);
    double largest = 0;
    for_rings(shape, [&](std::span<const Point> ring) {
        for (const Point p : ring) largest = std::max({largest, std::abs(p.x), std::abs(p.y)});
    });
    // So that no square overflows or underflows.
    const double scale = scale_of(largest);
    Shape rings;
    rings.type = Shape::Type::rings;
    for_rings(shape, [&](std::span<const Point> ring) {
        base::Array<Point> scaled(ring.begin(), ring.end());
        for (Point& p : scaled) p = {p.x * scale, p.y * scale};
        rings.add_path(scaled);
    });
    auto circle = CircleSearch(even_odd_rings(rings, control), tolerance).run(control);
    if (circle) {
        const Point centre = circle->centre;
        circle = Circle{{centre.x / scale, centre.y / scale}, circle->radius / scale};
    }
    return circle;
}

}  // namespace pipelab::geometry
