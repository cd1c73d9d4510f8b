#include "geometry/outer_rows.hpp"

#include "geometry/fence.hpp"

#include <algorithm>

namespace pipelab::geometry {
namespace {

constexpr std::size_t few_points = 1024, sample_size = 1024, directions_of_quarter = 2;

/// The places of the rows of one block that are kept, from the first row of all.
void choose(std::span<const Point> points, std::size_t first, base::Array<std::uint32_t>& kept) {
    const std::size_t before = kept.size();
    if (points.size() < few_points) {
        for (std::size_t i = 0; i < points.size(); ++i)
            kept.push_back(static_cast<std::uint32_t>(first + i));
        return;
    }
    const auto sample =
        evenly_spaced(points.size(), sample_size, [&](std::size_t i) { return points[i]; });
    Fence(sample, directions_of_quarter).filter(points, kept);
    for (std::size_t i = before; i < kept.size(); ++i) kept[i] += static_cast<std::uint32_t>(first);
}

Carried chosen(const Carried& all, std::span<const std::uint32_t> kept) {
    Carried some;
    for (std::size_t i = 0; all.size() > 0 && i < kept.size(); ++i) some.add(all[kept[i]]);
    return some;
}

}  // namespace

void keep_outer(Rows& rows) {
    const std::size_t size = rows.size();
    base::Array<Point> points(size);
    for (std::size_t i = 0; i < size; ++i) points[i] = {rows.values[2 * i], rows.values[2 * i + 1]};
    base::Array<std::uint32_t> kept;
    std::size_t begin = 0;
    for (std::uint64_t& end : rows.block_ends) {
        choose(std::span(points).subspan(begin, end - begin), begin, kept);
        begin = end;
        end = kept.size();
    }
    choose(std::span(points).subspan(begin), begin, kept);
    if (kept.size() == size) return;

    Rows outer;
    outer.values.reserve(2 * kept.size());
    for (const std::uint32_t i : kept) {
        outer.values.push_back(points[i].x);
        outer.values.push_back(points[i].y);
        if (!rows.numbers.empty()) outer.numbers.push_back(rows.numbers[i]);
    }
    rows.carried = chosen(rows.carried, kept);
    rows.ids = chosen(rows.ids, kept);
    rows.values.swap(outer.values);
    rows.numbers.swap(outer.numbers);
}

}  // namespace pipelab::geometry
