#include "geometry/ring_locator.hpp"

#include "base/parallel.hpp"
#include "geometry/edge_crossing.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace pipelab::geometry {
namespace {

constexpr double cells_per_edge = 32;
constexpr double entries_per_edge = 16;
constexpr double most_cells_of_axis = 0x1p22;
constexpr std::size_t edges_worth_a_raster = 12;
constexpr std::size_t edges_worth_threads = 1 << 16;
constexpr std::uint32_t toggle = std::uint32_t{1} << 31;

/// The vertices in cells of a raster.
struct Positions {
    base::Array<double> u, v;
    base::Array<std::uint32_t> row;
};

/// The cells [first, last] of a row that an edge may touch.
struct Run {
    std::uint32_t first, last;
};

/// Visits the rows of [begin, end) that an edge meets: visit(row, run, crosses) with `crosses` if
/// the edge goes through the lower border of the row. Positions are within 2^-29 of the truth, and
/// so is what is computed from them in units of the slope; the margin is far wider.
template <class Visit>
void visit_rows(const Positions& at, std::size_t edge, const CellAxis& columns, std::uint32_t begin,
                std::uint32_t end, Visit&& visit) {
    const std::uint32_t row0 = at.row[edge], row1 = at.row[edge + 1];
    const std::uint32_t first_row = std::max(std::min(row0, row1), begin);
    const std::uint32_t last_row = std::max(row0, row1);
    if (first_row >= end || last_row < begin) return;
    const double u0 = at.u[edge], u1 = at.u[edge + 1], v0 = at.v[edge], v1 = at.v[edge + 1];
    const double u_low = std::min(u0, u1), u_high = std::max(u0, u1);
    const bool steep = std::abs(v1 - v0) >= 1;
    const double slope = steep ? (u1 - u0) / (v1 - v0) : 0;
    const double margin = (1 + std::abs(slope)) * 0x1p-20;
    for (std::uint32_t row = first_row; row <= last_row && row < end; ++row) {
        double low = u_low, high = u_high;
        if (steep) {
            const double below = u0 + (row - v0) * slope, above = below + slope;
            low = std::clamp(std::min(below, above) - margin, u_low, u_high);
            high = std::clamp(std::max(below, above) + margin, u_low, u_high);
        }
        visit(row, Run{columns.cell_at(low), columns.cell_at(high)}, (row0 < row) != (row1 < row));
    }
}

Box box_of(std::span<const Point> points) {
    Box box{points[0], points[0]};
    for (const Point p : points) {
        box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
        box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
    }
    return box;
}

}  // namespace

RingLocator::RingLocator(std::span<const Point> ring) {
    add_ring(ring);
    build();
}

RingLocator::RingLocator(const Shape& shape) {
    for_rings(shape, [this](std::span<const Point> ring) { add_ring(ring); });
    build();
}

void RingLocator::add_ring(std::span<const Point> ring) {
    if (ring.empty()) return;
    if (vertices_.size() + ring.size() >= 0xffffffff) throw std::length_error("too many vertices");
    starts_.push_back(static_cast<std::uint32_t>(vertices_.size()));
    vertices_.insert(vertices_.end(), ring.begin(), ring.end());
    vertices_.push_back(ring[0]);
}

void RingLocator::build() {
    if (vertices_.empty()) return;
    starts_.push_back(static_cast<std::uint32_t>(vertices_.size()));
    box_ = box_of(vertices_);
    choose_raster();
    fill_raster();
}

/// An edge meets about 1 + du + dv cells, du and dv its extent in cells: given their sums over the
/// edges for one cell, the sides of the raster that keep the sum of all least for a number of
/// cells, and fewer cells where that is too much.
void RingLocator::choose_raster() {
    columns_ = CellAxis(box_.low.x, box_.high.x, 1);
    rows_ = CellAxis(box_.low.y, box_.high.y, 1);
    const auto edges = static_cast<double>(vertices_.size() - 1);
    if (vertices_.size() <= edges_worth_a_raster) return;
    double across = 1, up = 1;
    for (std::size_t i = 0; i + 1 < vertices_.size(); ++i) {
        const Point a = vertices_[i], b = vertices_[i + 1];
        across += std::abs(columns_.position(b.x) - columns_.position(a.x));
        up += std::abs(rows_.position(b.y) - rows_.position(a.y));
    }
    const double affordable = entries_per_edge * edges / 2;
    const double cells = std::min(cells_per_edge * edges, affordable * affordable / across / up);
    const auto side = [&](double wished) {
        return static_cast<std::uint32_t>(
            std::clamp(wished, 1.0, std::min(cells, most_cells_of_axis)));
    };
    if (cells < 4) return;
    const std::uint32_t columns = side(std::sqrt(cells * up / across));
    columns_ = CellAxis(box_.low.x, box_.high.x, columns);
    rows_ = CellAxis(box_.low.y, box_.high.y, side(cells / columns_.cells()));
}

/// The parity at a corner counts the edges to its left that cross the height just below the row.
/// An edge that does so left of a cell without touching it has all of its cells of this row left
/// of the cell, so it counts from the cell behind its last one on; those that touch the cell are
/// left to locate_in_cell.
void RingLocator::fill_raster() {
    Positions at;
    const std::size_t size = vertices_.size();
    at.u.resize(size), at.v.resize(size), at.row.resize(size);
    for (std::size_t i = 0; i < size; ++i) {
        at.u[i] = columns_.position(vertices_[i].x);
        at.v[i] = rows_.position(vertices_[i].y);
        at.row[i] = rows_.cell_at(at.v[i]);
    }
    const std::size_t width = columns_.cells(), cells = width * rows_.cells();
    base::Array<std::uint32_t> counts(cells, 0);  // and whether parity changes from here on
    const bool large = size >= edges_worth_threads;
    const std::size_t band = large ? (rows_.cells() + 15) / 16 : rows_.cells();
    const auto for_runs = [&](auto&& work) {  // edges in order, in each band of rows
        base::parallel_blocks(rows_.cells(), band, [&](std::size_t, std::size_t b, std::size_t e) {
            for (std::size_t ring = 0; ring + 1 < starts_.size(); ++ring) {
                for (std::size_t i = starts_[ring]; i + 1 < starts_[ring + 1]; ++i) {
                    visit_rows(at, i, columns_, static_cast<std::uint32_t>(b),
                               static_cast<std::uint32_t>(e),
                               [&](std::uint32_t row, Run run, bool crosses) {
                                   work(i, counts.data() + row * width, run, crosses);
                               });
                }
            }
        });
    };
    for_runs([&](std::size_t, std::uint32_t* row, Run run, bool crosses) {
        for (std::uint32_t i = run.first; i <= run.last; ++i) ++row[i];
        if (crosses && run.last + 1 < width) row[run.last + 1] ^= toggle;
    });

    raster_.assign(cells / 64 + 1, {});
    std::uint64_t entries = 0;
    for (std::size_t cell = 0, odd = 0, column = 0; cell < cells; ++cell, ++column) {
        if (column == width) column = odd = 0;
        Cells& word = raster_[cell / 64];
        if (cell % 64 == 0) word.before = static_cast<std::uint32_t>(ends_.size());
        odd ^= counts[cell] / toggle;
        word.odd |= std::uint64_t{odd} << cell % 64;
        const std::uint32_t count = counts[cell] % toggle;
        if (count == 0) continue;
        word.listed |= std::uint64_t{1} << cell % 64;
        counts[cell] = static_cast<std::uint32_t>(entries);
        entries += count;
        if (entries > 0xffffffff) throw std::length_error("too many edges for an index");
        ends_.push_back(static_cast<std::uint32_t>(entries));
    }
    edges_.resize(entries);
    for_runs([&](std::size_t edge, std::uint32_t* row, Run run, bool) {
        for (std::uint32_t i = run.first; i <= run.last; ++i) {
            edges_[row[i]++] = static_cast<std::uint32_t>(edge);
        }
    });
}

/// Of each listed edge: whether the ray from the point crosses it, and whether the way up the
/// cell's side does, told by the ends that lie left of the cell and not above the point: what an
/// edge crosses of the border of the region left of that way, it crosses as often as it has ends
/// in there, modulo two.
Location RingLocator::locate_in_cell(Point p, std::size_t cell) const {
    const Cells& word = raster_[cell / 64];
    const std::uint64_t bit = std::uint64_t{1} << cell % 64;
    const std::size_t list =
        word.before + static_cast<std::size_t>(std::popcount(word.listed & (bit - 1)));
    const double column = static_cast<double>(cell % columns_.cells());
    const double height = static_cast<double>(cell / columns_.cells());
    bool odd = (word.odd & bit) != 0;
    for (std::size_t i = list == 0 ? 0 : ends_[list - 1]; i < ends_[list]; ++i) {
        const Point a = vertices_[edges_[i]], b = vertices_[edges_[i] + 1];
        const Crossing crossing = crossing_of_ray(p, a, b);
        if (crossing == Crossing::on) return Location::boundary;
        const auto in_region = [&](Point end) {
            return end.y <= p.y && rows_.position(end.y) >= height &&
                   columns_.position(end.x) < column;
        };
        odd ^= (crossing != Crossing::none) ^ in_region(a) ^ in_region(b);
    }
    return odd ? Location::inside : Location::outside;
}

Location RingLocator::locate(Point point) const {
    if (empty() || !in_box(point)) return Location::outside;
    const std::size_t k = cell(point);
    const Cells& word = raster_[k / 64];
    if ((word.listed >> k % 64 & 1) != 0) return locate_in_cell(point, k);
    return (word.odd >> k % 64 & 1) != 0 ? Location::inside : Location::outside;
}

void RingLocator::locate(std::span<const Point> points, std::span<Location> out) const {
    const auto block = [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) out[i] = locate(points[i]);
    };
    if (points.size() <= located_at_once) return block(0, 0, points.size());
    base::parallel_blocks(points.size(), located_at_once, block);
}

Location RingLocator::locate_all(Box box, std::size_t most) const {
    if (empty() || box.low.x > box_.high.x || box.high.x < box_.low.x || box.low.y > box_.high.y ||
        box.high.y < box_.low.y) {
        return Location::outside;
    }
    const bool sticks_out = box.low.x < box_.low.x || box.high.x > box_.high.x ||
                            box.low.y < box_.low.y || box.high.y > box_.high.y;
    const std::uint32_t first = columns_.cell(std::max(box.low.x, box_.low.x));
    const std::uint32_t last = columns_.cell(std::min(box.high.x, box_.high.x));
    const std::uint32_t bottom = rows_.cell(std::max(box.low.y, box_.low.y));
    const std::uint32_t top = rows_.cell(std::min(box.high.y, box_.high.y));
    if ((std::size_t{last} - first + 1) * (std::size_t{top} - bottom + 1) > most) {
        return Location::boundary;
    }
    bool any_odd = false, any_even = sticks_out;
    for (std::size_t row = bottom; row <= top; ++row) {
        for (std::size_t column = first; column <= last; ++column) {
            const std::size_t k = row * columns_.cells() + column;
            if ((raster_[k / 64].listed >> k % 64 & 1) != 0) return Location::boundary;
            const bool odd = (raster_[k / 64].odd >> k % 64 & 1) != 0;
            any_odd |= odd, any_even |= !odd;
        }
    }
    if (any_odd && any_even) return Location::boundary;
    return any_odd ? Location::inside : Location::outside;
}

}  // namespace pipelab::geometry
