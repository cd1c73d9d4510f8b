#include "geometry/rounded.hpp"
#include "geometry/simplify.hpp"

#include <array>
#include <cmath>

namespace pipelab::geometry {
namespace {

constexpr double most_pieces = 0x1p53;

/// Whether count pieces of at most `longest` reach from a to b.
bool reaches(Point a, Point b, double longest, double count) {
    return sign_of([&](auto number) {
               return square(number(count) * number(longest)) - square(number(b.x) - number(a.x)) -
                      square(number(b.y) - number(a.y));
           }) >= 0;
}

Point part_of(Point a, Point b, double i, double count) {
    const auto [x, y] = rounded([&](auto number) {
        const auto k = number(count), along = number(i), rest = number(count - i);
        return std::array{(number(a.x) * rest + number(b.x) * along) / k,
                          (number(a.y) * rest + number(b.y) * along) / k};
    });
    return {x, y};
}

template <class Visit>
void for_edge_ends(std::size_t size, bool closed, Visit&& visit) {
    for (std::size_t i = 0; i + 1 < size; ++i) visit(i, i + 1);
    if (closed && size > 1) visit(size - 1, std::size_t{0});
}

}  // namespace

std::optional<std::uint64_t> pieces(Point a, Point b, double longest) {
    if (reaches(a, b, longest, 1)) return 1;
    if (!reaches(a, b, longest, most_pieces)) return std::nullopt;
    double few = 1, enough = most_pieces;
    // The estimate is off by a few units of its last place.
    const double estimate =
        std::hypot(b.x / longest - a.x / longest, b.y / longest - a.y / longest);
    for (double slack = 1; estimate < most_pieces && slack < most_pieces; slack *= 4) {
        const double low = std::floor(estimate) - slack, high = std::floor(estimate) + slack;
        if (low > few && !reaches(a, b, longest, low)) few = low;
        if (high < enough && reaches(a, b, longest, high)) enough = high;
        if (enough - few <= 2 * slack) break;
    }
    while (enough - few > 1) {
        const double middle = few + std::floor((enough - few) / 2);
        (reaches(a, b, longest, middle) ? enough : few) = middle;
    }
    return static_cast<std::uint64_t>(enough);
}

std::optional<std::uint64_t> densified_size(std::span<const Point> path, bool closed,
                                            double longest) {
    std::optional<std::uint64_t> size(path.size());
    for_edge_ends(path.size(), closed, [&](std::size_t i, std::size_t j) {
        const auto count = size ? pieces(path[i], path[j], longest) : std::nullopt;
        size = count ? std::optional(*size + *count - 1) : std::nullopt;
        if (size && *size > static_cast<std::uint64_t>(most_pieces)) size.reset();
    });
    return size;
}

base::Array<Point> densified(std::span<const Point> path, bool closed, double longest,
                             base::Control control) {
    constexpr std::uint64_t often = 1 << 14;
    base::Array<Point> result;
    for_edge_ends(path.size(), closed, [&](std::size_t i, std::size_t j) {
        const std::uint64_t count = pieces(path[i], path[j], longest).value();
        result.push_back(path[i]);
        if (i % often == 0) base::stop_if_requested(control.cancellation);
        for (std::uint64_t k = 1; k < count; ++k) {
            if (k % often == 0) base::stop_if_requested(control.cancellation);
            result.push_back(
                part_of(path[i], path[j], static_cast<double>(k), static_cast<double>(count)));
        }
    });
    if (!path.empty() && (!closed || path.size() == 1)) result.push_back(path.back());
    return result;
}

std::optional<Shape> densified(const Shape& shape, double longest, base::Control control) {
    if (shape.type == Shape::Type::point || shape.type == Shape::Type::multi_point) return shape;
    Shape result;
    result.type = shape.type;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        if (!densified_size(shape.path(i), shape.areal(), longest)) return std::nullopt;
        const auto path = densified(shape.path(i), shape.areal(), longest, control);
        result.points.insert(result.points.end(), path.begin(), path.end());
        result.path_ends.push_back(result.points.size());
    }
    result.part_ends = shape.part_ends;
    for (const Shape& member : shape.members) {
        auto dense = densified(member, longest, control);
        if (!dense) return std::nullopt;
        result.members.push_back(std::move(*dense));
    }
    return result;
}

}  // namespace pipelab::geometry
