#include "geometry/generate_rings.hpp"

#include "base/elementary.hpp"

#include <cstdint>
#include <vector>

namespace pipelab::geometry {
namespace {

Point on_circle(Point centre, double radius, double turns) {
    return {centre.x + radius * base::cos_turns(turns), centre.y + radius * base::sin_turns(turns)};
}

Point between(Point a, Point b, double t) { return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}; }

/// A part of a coast still to be drawn: from a to b within the triangle a b c, by `edges` edges.
struct Stretch {
    Point a, b, c;
    std::size_t edges;
    std::uint64_t draw;  ///< of the random numbers: children of k are 2 k and 2 k + 1
};

}  // namespace

base::Array<Point> random_star(std::size_t count, Point centre, double inner, double outer,
                               base::Random random) {
    base::Array<Point> ring;
    for (std::size_t i = 0; count >= 3 && i < count; ++i) {
        const double radius = inner + (outer - inner) * random.uniform(i);
        ring.push_back(
            on_circle(centre, radius, static_cast<double>(i) / static_cast<double>(count)));
    }
    return ring;
}

base::Array<Point> random_coast(std::size_t count, Point centre, double radius,
                                base::Random random) {
    constexpr std::size_t sides = 6;
    base::Array<Point> ring;
    if (count < sides) return ring;
    std::vector<Stretch> stack;
    for (std::size_t i = sides; i-- > 0;) {
        const auto corner = [&](double j) { return on_circle(centre, 0.85 * radius, j / sides); };
        const auto side = static_cast<double>(i);
        const Point tip = on_circle(centre, radius, (side + 0.5) / sides);
        const std::size_t edges = count * (i + 1) / sides - count * i / sides;
        stack.push_back({corner(side), corner(side + 1), tip, edges, sides + i});
    }
    while (!stack.empty()) {
        const Stretch s = stack.back();
        stack.pop_back();
        if (s.edges == 1) {
            ring.push_back(s.a);
            continue;
        }
        const double t = 0.4 + 0.2 * random.uniform(3 * s.draw);
        const Point foot = between(s.a, s.b, 0.4 + 0.2 * random.uniform(3 * s.draw + 1));
        const Point bend = between(foot, s.c, 0.5 + 0.45 * random.uniform(3 * s.draw + 2));
        const std::size_t left = s.edges / 2;
        stack.push_back({bend, s.b, between(s.a, s.b, t + 0.02), s.edges - left, 2 * s.draw + 1});
        stack.push_back({s.a, bend, between(s.a, s.b, t - 0.02), left, 2 * s.draw});
    }
    return ring;
}

}  // namespace pipelab::geometry
