#include "geometry/layer_locator.hpp"

#include "base/parallel.hpp"
#include "geometry/boxes.hpp"
#include "geometry/members.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace pipelab::geometry {
namespace {

constexpr std::size_t cells_per_polygon = 64;
constexpr std::size_t edges_per_cell = 8;
constexpr std::size_t most_cells = std::size_t{1} << 24;
constexpr std::size_t entries_per_cell = 16;

/// Columns and rows of a raster that a box meets.
struct Window {
    Window(const Box& box, const CellAxis& columns, const CellAxis& rows)
        : left(columns.cell(box.low.x)),
          right(columns.cell(box.high.x)),
          bottom(rows.cell(box.low.y)),
          top(rows.cell(box.high.y)) {}
    std::uint32_t left, right, bottom, top;
    std::size_t cells() const {
        return (std::size_t{right} - left + 1) * (std::size_t{top} - bottom + 1);
    }
};

}  // namespace

LayerLocator::LayerLocator(std::span<const Shape> polygons) {
    std::vector<const Shape*> areas;
    for (std::uint32_t i = 0; i < polygons.size(); ++i) {
        for_members(polygons[i], [&](const Shape& member) {
            if (!member.areal()) return;
            areas.push_back(&member);
            owners_.push_back(i);
        });
    }
    if (areas.size() > none / 2) throw std::length_error("too many polygons");
    locators_.resize(areas.size());
    base::parallel_for(areas.size(), [&](std::size_t i) { locators_[i] = RingLocator(*areas[i]); });
    bool any = false;
    for (const RingLocator& locator : locators_) {
        if (locator.empty()) continue;
        box_ = any ? joined(box_, locator.box()) : locator.box();
        any = true;
    }
    if (!any) return;
    choose_raster();
    fill_raster();
}

/// How many times wider than high the raster must be, in cells, so that these have the proportions
/// of the polygons' boxes on average.
double LayerLocator::proportion() const {
    double widths = 0, heights = 0;
    for (const RingLocator& locator : locators_) {
        if (locator.empty()) continue;
        widths += locator.box().high.x / 2 - locator.box().low.x / 2;
        heights += locator.box().high.y / 2 - locator.box().low.y / 2;
    }
    const double across = (box_.high.x / 2 - box_.low.x / 2) / widths;
    const double up = (box_.high.y / 2 - box_.low.y / 2) / heights;
    const double ratio = across / up;
    return std::isfinite(ratio) && ratio > 0 ? std::clamp(ratio, 1e-9, 1e9) : 1;
}

/// Fewer cells where boxes cover so much of the layer that the lists would be long.
void LayerLocator::choose_raster() {
    std::size_t edges = 0;
    for (const RingLocator& locator : locators_) edges += locator.edges();
    std::size_t cells = std::min(
        most_cells, std::max(cells_per_polygon * locators_.size(), edges / edges_per_cell));
    const double ratio = proportion();
    for (;; cells /= 4) {
        const auto all = static_cast<double>(cells);
        const double columns = std::clamp(std::sqrt(all * ratio), 1.0, std::max(all, 1.0));
        const double rows = std::max(all / columns, 1.0);
        columns_ = CellAxis(box_.low.x, box_.high.x, static_cast<std::uint32_t>(columns));
        rows_ = CellAxis(box_.low.y, box_.high.y, static_cast<std::uint32_t>(rows));
        std::size_t covered = 0;
        for (const RingLocator& locator : locators_) {
            if (!locator.empty()) covered += Window(locator.box(), columns_, rows_).cells();
        }
        if (cells < 4 || covered <= entries_per_cell * (cells + locators_.size())) break;
    }
}

void LayerLocator::fill_raster() {
    const std::size_t width = columns_.cells();
    // What each polygon is to the cells of its window: cells it does not meet are not listed.
    std::vector<base::Array<Location>> known(locators_.size());
    base::parallel_for(locators_.size(), [&](std::size_t i) {
        if (locators_[i].empty()) return;
        const Window window(locators_[i].box(), columns_, rows_);
        for (std::uint32_t row = window.bottom; row <= window.top; ++row) {
            const auto [low_y, high_y] = rows_.bounds(row);
            for (std::uint32_t column = window.left; column <= window.right; ++column) {
                const auto [low_x, high_x] = columns_.bounds(column);
                known[i].push_back(locators_[i].locate_all({{low_x, low_y}, {high_x, high_y}}));
            }
        }
    });
    const auto for_entries = [&](auto&& work) {
        for (std::size_t i = 0; i < locators_.size(); ++i) {
            if (locators_[i].empty()) continue;
            const Window window(locators_[i].box(), columns_, rows_);
            const Location* place = known[i].data();
            for (std::size_t row = window.bottom; row <= window.top; ++row) {
                for (std::size_t column = window.left; column <= window.right; ++column, ++place) {
                    if (*place == Location::outside) continue;
                    const auto inside = static_cast<std::uint32_t>(*place == Location::inside);
                    work(row * width + column, static_cast<std::uint32_t>(2 * i) + inside);
                }
            }
        }
    };
    ends_.assign(width * rows_.cells(), 0);
    for_entries([&](std::size_t cell, std::uint32_t) { ++ends_[cell]; });
    std::uint64_t entries = 0;
    for (std::uint32_t& end : ends_) {
        const std::uint32_t count = end;
        end = static_cast<std::uint32_t>(entries);
        entries += count;
    }
    if (entries > none) throw std::length_error("too many polygons for an index");
    entries_.resize(entries);
    for_entries([&](std::size_t cell, std::uint32_t entry) { entries_[ends_[cell]++] = entry; });
}

/// found(containing) for each in order, as long as it returns true.
template <class Found>
void LayerLocator::visit(Point p, Found&& found) const {
    const bool within =
        p.x >= box_.low.x && p.x <= box_.high.x && p.y >= box_.low.y && p.y <= box_.high.y;
    if (!within || ends_.empty()) return;
    const std::size_t cell = std::size_t{rows_.cell(p.y)} * columns_.cells() + columns_.cell(p.x);
    for (std::size_t i = cell == 0 ? 0 : ends_[cell - 1]; i < ends_[cell];) {
        const std::uint32_t owner = owners_[entries_[i] / 2];
        Location location = Location::outside;
        for (; i < ends_[cell] && owners_[entries_[i] / 2] == owner; ++i) {
            if (location == Location::inside) continue;
            const bool surely = entries_[i] % 2 != 0;
            location = std::max(location,
                                surely ? Location::inside : locators_[entries_[i] / 2].locate(p));
        }
        if (location != Location::outside && !found(Containing{owner, location})) return;
    }
}

std::optional<Containing> LayerLocator::first(Point point) const {
    std::optional<Containing> result;
    visit(point, [&](Containing containing) {
        result = containing;
        return false;
    });
    return result;
}

void LayerLocator::first(std::span<const Point> points, std::span<Containing> out) const {
    const auto block = [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            out[i] = {none, Location::outside};
            visit(points[i], [&](Containing containing) {
                out[i] = containing;
                return false;
            });
        }
    };
    if (points.size() <= located_at_once) return block(0, 0, points.size());
    base::parallel_blocks(points.size(), located_at_once, block);
}

void LayerLocator::all(Point point, base::Array<Containing>& out) const {
    visit(point, [&](Containing containing) {
        out.push_back(containing);
        return true;
    });
}

}  // namespace pipelab::geometry
