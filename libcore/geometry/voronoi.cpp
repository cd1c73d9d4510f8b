#include "geometry/voronoi.hpp"

#include "base/parallel.hpp"
#include "geometry/box_clip.hpp"
#include "geometry/index.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace pipelab::geometry {
namespace {

using detail::Bisector;
using detail::BisectorEnd;

using detail::none;
constexpr std::size_t block_of_cells = 1 << 12;

/// The diagram as the triangulation and the centres of its triangles.
class Diagram {
  public:
    Diagram(std::span<const Point> points, const Triangulation& triangulation, const Box& box)
        : points_(points), triangulation_(triangulation), box_(box) {
        centres_.resize(triangulation.size());
        base::parallel_blocks(
            centres_.size(), block_of_cells, [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t t = begin; t < end; ++t) {
                    const auto corner = [&](std::size_t k) {
                        return points[triangulation.triangles[3 * t + k]];
                    };
                    centres_[t] = detail::circumcentre(corner(0), corner(1), corner(2), box);
                }
            });
    }

    const Triangulation& triangulation() const { return triangulation_; }

    /// The centres of the triangles beside an edge; none where there is no triangle.
    const detail::Centre* centre(std::uint32_t halfedge) const {
        return halfedge == none ? nullptr : &centres_[halfedge / 3];
    }

    /// The edge between the cells of p and q, with p on its left, from the centre of one triangle
    /// to that of the next one counterclockwise around p.
    std::optional<Bisector::Part> edge(std::uint32_t p, std::uint32_t q, const detail::Centre* from,
                                       const detail::Centre* to) const {
        if (from != nullptr && to != nullptr && (from->outside | to->outside) == 0) {
            return Bisector::Part{{from->at, {}}, {to->at, {}}};
        }
        return Bisector(points_[p], points_[q], box_).part(from, to);
    }

    /// Writes the corners of a cell: first all its edges, counterclockwise, then finish().
    class Cell {
      public:
        Cell(const Diagram& diagram, base::Array<Point>& corners)
            : diagram_(diagram), corners_(corners), begin_(corners.size()) {}

        void add_edge(std::uint32_t p, std::uint32_t q, const detail::Centre* from,
                      const detail::Centre* to) {
            const auto part = diagram_.edge(p, q, from, to);
            if (!part) {
                if (first_side_ || last_side_ || corners_.size() != begin_) return;
                has_corner_ =
                    has_corner_ && Bisector(diagram_.points_[p], diagram_.points_[q], diagram_.box_)
                                       .has_first_corner();
                return;
            }
            if (part->start.side) enter(*part->start.side);
            add(part->start.at);
            add(part->end.at);
            last_side_ = part->end.side;
        }

        void finish() {
            if (first_side_) {
                walk(*last_side_, *first_side_);
            } else if (corners_.size() == begin_ && has_corner_) {
                for (std::uint32_t k = 0; k < 4; ++k) add(detail::corner(diagram_.box_, k));
            }
            while (corners_.size() > begin_ + 1 && corners_.back() == corners_[begin_]) {
                corners_.pop_back();
            }
            if (corners_.size() < begin_ + 3) corners_.resize(begin_);
        }

      private:
        void enter(std::uint32_t side) {
            if (last_side_) {
                walk(*last_side_, side);
            } else {
                first_side_ = side;
            }
        }
        /// Along the box counterclockwise from one side to another.
        void walk(std::uint32_t from, std::uint32_t to) {
            for (std::uint32_t k = from; k != to;) {
                k = (k + 1) % 4;
                add(detail::corner(diagram_.box_, k));
            }
        }
        void add(Point p) {
            if (corners_.size() == begin_ || corners_.back() != p) corners_.push_back(p);
        }

        const Diagram& diagram_;
        base::Array<Point>& corners_;
        std::size_t begin_;
        std::optional<std::uint32_t> first_side_, last_side_;
        bool has_corner_ = true;  // while there is no edge
    };

  private:
    std::span<const Point> points_;
    const Triangulation& triangulation_;
    const Box& box_;
    base::Array<detail::Centre> centres_;
};

bool has_area(const Box& box) { return box.low.x < box.high.x && box.low.y < box.high.y; }

/// The cell of point `p`, whose half-edges start with `leaving`.
void add_cell(const Diagram& diagram, std::uint32_t p, std::uint32_t leaving,
              base::Array<Point>& corners) {
    const Triangulation& t = diagram.triangulation();
    Diagram::Cell cell(diagram, corners);
    std::uint32_t h = leaving;
    do {
        cell.add_edge(p, t.target(h), diagram.centre(t.halfedges[h]), diagram.centre(h));
        const std::uint32_t arriving = Triangulation::previous(h);
        if (t.halfedges[arriving] == none) {
            cell.add_edge(p, t.origin(arriving), diagram.centre(arriving), nullptr);
        }
        h = t.halfedges[arriving];
    } while (h != none && h != leaving);
    cell.finish();
}

/// Collinear points: strips between parallel bisectors.
VoronoiCells cells_of_line(const Diagram& diagram, std::size_t points) {
    const auto& line = diagram.triangulation().line;
    VoronoiCells cells;
    std::vector<base::Array<Point>> corners(points);
    for (std::size_t i = 0; i < line.size(); ++i) {
        Diagram::Cell cell(diagram, corners[line[i]]);
        if (i > 0) cell.add_edge(line[i], line[i - 1], nullptr, nullptr);
        if (i + 1 < line.size()) cell.add_edge(line[i], line[i + 1], nullptr, nullptr);
        cell.finish();
    }
    for (const auto& cell : corners) {
        cells.corners.insert(cells.corners.end(), cell.begin(), cell.end());
        cells.ends.push_back(cells.corners.size());
    }
    return cells;
}

}  // namespace

Box voronoi_box(std::span<const Point> points) {
    if (points.empty()) return {{-1, -1}, {1, 1}};
    Box box{points[0], points[0]};
    for (const Point p : points) {
        box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
        box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
    }
    const double longer = std::max(box.high.x / 2 - box.low.x / 2, box.high.y / 2 - box.low.y / 2);
    const double margin = longer > 0 ? longer / 5 : 1;
    constexpr double most = std::numeric_limits<double>::max();
    // At least the next double, where the margin is less than that.
    const auto down = [&](double x) {
        return std::max(-most, std::min(x - margin, std::nextafter(x, -most)));
    };
    box.low = {down(box.low.x), down(box.low.y)};
    box.high = {-down(-box.high.x), -down(-box.high.y)};
    return box;
}

VoronoiCells voronoi_cells(std::span<const Point> points, const Triangulation& triangulation,
                           const Box& box) {
    VoronoiCells cells;
    if (!has_area(box)) {
        cells.ends.assign(points.size(), 0);
        return cells;
    }
    const Diagram diagram(points, triangulation, box);
    if (triangulation.size() == 0) return cells_of_line(diagram, points.size());

    const auto leaving = leaving_halfedges(triangulation, points.size());
    std::vector<base::Array<Point>> parts(base::Blocks{points.size(), block_of_cells}.count());
    cells.ends.resize(points.size());
    base::parallel_blocks(
        points.size(), block_of_cells, [&](std::size_t b, std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                if (leaving[i] != none) {
                    add_cell(diagram, static_cast<std::uint32_t>(i), leaving[i], parts[b]);
                }
                cells.ends[i] = parts[b].size();
            }
        });
    std::vector<std::size_t> begins(parts.size());
    std::size_t all = 0;
    for (std::size_t b = 0; b < parts.size(); ++b) {
        begins[b] = all;
        all += parts[b].size();
    }
    cells.corners.resize(all);
    base::parallel_blocks(
        points.size(), block_of_cells, [&](std::size_t b, std::size_t begin, std::size_t end) {
            std::copy(parts[b].begin(), parts[b].end(),
                      cells.corners.begin() + static_cast<std::ptrdiff_t>(begins[b]));
            for (std::size_t i = begin; i < end; ++i) cells.ends[i] += begins[b];
        });
    return cells;
}

base::Array<VoronoiEdge> voronoi_edges(std::span<const Point> points,
                                       const Triangulation& triangulation, const Box& box) {
    base::Array<VoronoiEdge> result;
    if (!has_area(box)) return result;
    const Diagram diagram(points, triangulation, box);
    const auto add = [&](std::uint32_t p, std::uint32_t q, const detail::Centre* from,
                         const detail::Centre* to) {
        const auto part = diagram.edge(p, q, from, to);
        if (part && part->start.at != part->end.at) {
            result.push_back({{part->start.at, part->end.at}, p, q});
        }
    };
    const auto& line = triangulation.line;
    for (std::size_t i = 1; i < line.size(); ++i) add(line[i - 1], line[i], nullptr, nullptr);
    for (std::uint32_t h = 0; h < triangulation.triangles.size(); ++h) {
        const std::uint32_t twin = triangulation.halfedges[h];
        if (h < twin) {
            add(triangulation.origin(h), triangulation.target(h), diagram.centre(twin),
                diagram.centre(h));
        }
    }
    return result;
}

}  // namespace pipelab::geometry
