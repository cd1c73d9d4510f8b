#include "geometry/generate.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"
#include "geometry/members.hpp"
#include "geometry/ring_locator.hpp"
#include "geometry/rounded.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>

namespace pipelab::geometry {
namespace {

constexpr std::size_t block_of_samples = 4096;

/// make(i) for each point, in parallel.
template <class Make>
base::Array<Point> points(std::size_t count, Make&& make) {
    base::Array<Point> result(count);
    base::parallel_blocks(count, block_of_samples,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t i = begin; i < end; ++i) result[i] = make(i);
                          });
    return result;
}

/// In [low, high), also where the difference is too large for a double.
double within(double low, double high, double t) {
    const double value = low * (1 - t) + high * t;
    if (value >= high && low < high) {
        return std::nextafter(high, -std::numeric_limits<double>::infinity());
    }
    return std::max(value, low);
}

Point in_box(const Box& box, double s, double t) {
    return {within(box.low.x, box.high.x, s), within(box.low.y, box.high.y, t)};
}

double moved(double value, std::int64_t units) {
    const double towards =
        std::copysign(std::numeric_limits<double>::infinity(), static_cast<double>(units));
    for (; units != 0; units += units < 0 ? 1 : -1) value = std::nextafter(value, towards);
    return value;
}

/// The point of a circle at i / count + turns full turns. Where that is a number of quarters sine
/// and cosine are whole, which no precision tells.
Point on_circle(Point centre, double radius, double turns, std::size_t i, std::size_t count) {
    const auto share = static_cast<double>(i), all = static_cast<double>(count);
    const double quarters = std::nearbyint(4 * turns + 4 * share / all);
    const bool whole = sign_of([&](auto number) {
                           return number(4) * (number(turns) * number(all) + number(share)) -
                                  number(quarters) * number(all);
                       }) == 0;
    if (whole) {
        constexpr std::array<Point, 4> directions{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};
        const double quarter = quarters - 4 * std::floor(quarters / 4);
        const Point d = directions[static_cast<std::size_t>(quarter)];
        return {centre.x + d.x * radius, centre.y + d.y * radius};
    }
    const auto [x, y] = rounded([&](auto number) {
        const auto angle =
            number(2) * number.pi() * (number(turns) * number(all) + number(share)) / number(all);
        return std::array{number(centre.x) + number(radius) * cos(angle),
                          number(centre.y) + number(radius) * sin(angle)};
    });
    return {x, y};
}

}  // namespace

base::Array<Point> random_in_box(std::size_t count, const Box& box, base::Random random) {
    return points(count, [&](std::size_t i) {
        return in_box(box, random.uniform(2 * i), random.uniform(2 * i + 1));
    });
}

base::Array<Point> random_in_ring(std::size_t count, Point centre, double inner, double outer,
                                  base::Random random) {
    const double ratio = outer > 0 ? inner / outer : 0;
    return points(count, [&](std::size_t i) {
        const double share = ratio * ratio + (1 - ratio * ratio) * random.uniform(2 * i);
        const double radius = inner == outer ? outer : outer * std::sqrt(share);
        const double turns = random.uniform(2 * i + 1);
        return Point{centre.x + radius * base::cos_turns(turns),
                     centre.y + radius * base::sin_turns(turns)};
    });
}

base::Array<Point> random_in_triangle(std::size_t count, Point a, Point b, Point c,
                                      base::Random random) {
    return points(count, [&](std::size_t i) {
        double s = random.uniform(2 * i), t = random.uniform(2 * i + 1);
        if (s + t > 1) s = 1 - s, t = 1 - t;  // the other half of the parallelogram
        const double r = 1 - s - t;
        return Point{r * a.x + s * b.x + t * c.x, r * a.y + s * b.y + t * c.y};
    });
}

base::Array<Point> random_normal(std::size_t count, Point centre, Point spread,
                                 base::Random random) {
    return points(count, [&](std::size_t i) {
        return Point{centre.x + spread.x * random.normal(2 * i),
                     centre.y + spread.y * random.normal(2 * i + 1)};
    });
}

std::optional<base::Array<Point>> random_in_shape(std::size_t count, const Shape& shape,
                                                  base::Random random, std::size_t most_tries) {
    if (count == 0) return base::Array<Point>();
    const auto united = united_areas(shape);
    const RingLocator locator(united ? *united : shape);
    if (locator.empty()) return std::nullopt;
    std::atomic<bool> failed{false};
    // The tries of point i are the elements of a generator of its own.
    auto result = points(count, [&](std::size_t i) {
        const base::Random own(random.bits(i), random.stream());
        for (std::size_t k = 0; k < most_tries && !failed; ++k) {
            const Point p = in_box(locator.box(), own.uniform(2 * k), own.uniform(2 * k + 1));
            if (locator.locate(p) == Location::inside) return p;
        }
        failed = true;
        return Point{};
    });
    if (failed) return std::nullopt;
    return result;
}

base::Array<Point> random_near_line(std::size_t count, Point a, Point b, unsigned units,
                                    base::Random random) {
    const std::uint64_t choices = 2 * std::uint64_t{units} + 1;
    const auto shift = [&](std::size_t index) {
        return static_cast<std::int64_t>(random.integer(index, choices)) -
               static_cast<std::int64_t>(units);
    };
    return points(count, [&](std::size_t i) {
        const double t = random.uniform(3 * i);
        return Point{moved(within(a.x, b.x, t), shift(3 * i + 1)),
                     moved(within(a.y, b.y, t), shift(3 * i + 2))};
    });
}

base::Array<Point> square_grid(std::size_t rows, std::size_t columns, Point low, Point step) {
    return points(rows * columns, [&](std::size_t i) {
        return Point{low.x + static_cast<double>(i % columns) * step.x,
                     low.y + static_cast<double>(i / columns) * step.y};
    });
}

base::Array<Point> hexagonal_grid(std::size_t rows, std::size_t columns, Point low, double step) {
    constexpr double height = 0x1.bb67ae8584caap-1;  // sqrt(3) / 2
    return points(rows * columns, [&](std::size_t i) {
        const std::size_t row = i / columns;
        const double shift = row % 2 == 0 ? 0 : 0.5;
        return Point{low.x + (static_cast<double>(i % columns) + shift) * step,
                     low.y + static_cast<double>(row) * height * step};
    });
}

base::Array<Point> regular_polygon(std::size_t corners, Point centre, double radius, double turns) {
    return points(corners,
                  [&](std::size_t i) { return on_circle(centre, radius, turns, i, corners); });
}

base::Array<Point> star_polygon(std::size_t spikes, Point centre, double inner, double outer,
                                double turns) {
    return points(spikes < 2 ? 0 : 2 * spikes, [&](std::size_t i) {
        return on_circle(centre, i % 2 == 0 ? outer : inner, turns, i, 2 * spikes);
    });
}

}  // namespace pipelab::geometry
