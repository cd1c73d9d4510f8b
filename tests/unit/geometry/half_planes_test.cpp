#include "geometry/half_planes.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "rational_plane.hpp"

#include <algorithm>
#include <set>

namespace half_planes_test {

using namespace pipelab;
using namespace pipelab::geometry;
using namespace pipelab::testing;

namespace {

using Kind = HalfPlaneRegion::Kind;
using Planes = std::vector<HalfPlane>;

struct RationalLine {
    mpq_class a, b, c;
    bool trivial() const { return a == 0 && b == 0; }
    mpq_class excess(const RationalPoint& p) const { return a * p.x + b * p.y - c; }
    mpq_class along(const RationalPoint& d) const { return a * d.x + b * d.y; }
};

std::vector<RationalLine> rational(const Planes& planes) {
    std::vector<RationalLine> lines;
    for (const HalfPlane& plane : planes) {
        const auto& v = plane.values;
        if (plane.form == HalfPlane::Form::coefficients) {
            lines.push_back({v[0], v[1], v[2]});
        } else {
            const RationalPoint p(v[0], v[1]), q(v[2], v[3]);
            const mpq_class a = q.y - p.y, b = p.x - q.x;
            lines.push_back({a, b, a * p.x + b * p.y});
        }
    }
    return lines;
}

/// A region by all its vertices and the extreme directions in which it goes on for ever, found by
/// trying all pairs of lines.
struct Reference {
    explicit Reference(const std::vector<RationalLine>& lines) {
        for (const auto& line : lines) impossible |= line.trivial() && line.c < 0;
        for (const auto& g : lines) {
            if (g.trivial()) continue;
            constrained = true;
            for (const auto& h : lines) {
                const mpq_class det = g.a * h.b - h.a * g.b;
                if (det == 0) continue;
                crossing = true;
                const RationalPoint p((g.c * h.b - h.c * g.b) / det, (g.a * h.c - h.a * g.c) / det);
                const auto holds = [&](const auto& k) { return k.excess(p) <= 0; };
                if (std::all_of(lines.begin(), lines.end(), holds)) vertices.insert(p);
            }
            for (const int sign : {-1, 1}) {
                const RationalPoint d(-sign * g.b, sign * g.a);
                const auto holds = [&](const auto& k) { return k.along(d) <= 0; };
                if (!std::all_of(lines.begin(), lines.end(), holds)) continue;
                const auto same = [&](const RationalPoint& e) {
                    return d.x * e.y == d.y * e.x && d.x * e.x + d.y * e.y > 0;
                };
                if (std::none_of(rays.begin(), rays.end(), same)) rays.push_back(d);
            }
        }
        if (!crossing) measure_strip(lines);
    }

    /// All lines are parallel: along the normal of one of them an interval is left.
    void measure_strip(const std::vector<RationalLine>& lines) {
        const RationalLine* base = nullptr;
        for (const auto& line : lines) {
            if (line.trivial()) continue;
            if (base == nullptr) base = &line;
            const mpq_class scale = base->a != 0 ? line.a / base->a : line.b / base->b;
            const mpq_class end = line.c / scale;
            if (scale > 0 && (!high || end < *high)) high = end;
            if (scale < 0 && (!low || end > *low)) low = end;
        }
    }

    Kind kind() const {
        if (impossible) return Kind::empty;
        if (!constrained) return Kind::plane;
        if (!crossing) {
            if (!low || !high) return Kind::half_plane;
            return *low < *high ? Kind::strip : *low == *high ? Kind::line : Kind::empty;
        }
        if (vertices.empty()) return Kind::empty;
        if (rays.empty()) {
            return vertices.size() == 1   ? Kind::point
                   : vertices.size() == 2 ? Kind::segment
                                          : Kind::polygon;
        }
        return rays.size() == 1 && vertices.size() == 1 ? Kind::ray : Kind::unbounded;
    }

    bool impossible = false, constrained = false, crossing = false;
    std::optional<mpq_class> low, high;
    std::set<RationalPoint> vertices;
    std::vector<RationalPoint> rays;
};

Point nearest(const RationalPoint& p) { return {nearest_double(p.x), nearest_double(p.y)}; }

/// Whether the chosen half-planes contradict each other and no fewer of them do.
bool minimal_contradiction(const std::vector<RationalLine>& lines,
                           const std::vector<std::size_t>& chosen) {
    const auto empty_without = [&](std::size_t left_out) {
        std::vector<RationalLine> some;
        for (const std::size_t i : chosen) {
            if (i != left_out) some.push_back(lines[i]);
        }
        return Reference(some).kind() == Kind::empty;
    };
    if (chosen.empty() || chosen.size() > 3 || !empty_without(~std::size_t{0})) return false;
    return std::none_of(chosen.begin(), chosen.end(), empty_without);
}

bool turns_left(const std::vector<Point>& ring) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const RationalPoint a = ring[i], b = ring[(i + 1) % ring.size()];
        const RationalPoint c = ring[(i + 2) % ring.size()];
        if ((b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x) < 0) return false;
    }
    return true;
}

std::size_t wrong_region(const Planes& planes) {
    const auto lines = rational(planes);
    const Reference expected(lines);
    const HalfPlaneRegion region = intersect(planes);
    if (region.kind != expected.kind()) return 1;
    if (region.kind == Kind::empty) return !minimal_contradiction(lines, region.bounds);
    std::multiset<std::pair<double, double>> found, exact;
    for (const Point p : region.vertices) found.insert({p.x, p.y});
    for (const RationalPoint& p : expected.vertices) exact.insert({nearest(p).x, nearest(p).y});
    if (expected.crossing && found != exact) return 1;
    std::size_t wrong = 0;
    if (region.kind == Kind::polygon) {
        wrong += region.bounds.size() != region.vertices.size();
        wrong += !turns_left(region.vertices);
    }
    const auto leads_away = [&](Point direction) {
        const RationalPoint d = direction;
        return std::any_of(expected.rays.begin(), expected.rays.end(), [&](const auto& ray) {
            // Differences of points were rounded.
            const mpq_class along = d.x * ray.x + d.y * ray.y;
            return along > 0 && abs(d.x * ray.y - d.y * ray.x) <= 0x1p-52 * along;
        });
    };
    if (!expected.rays.empty()) {
        wrong += !leads_away(region.first_direction) || !leads_away(region.last_direction);
    }
    return wrong;
}

std::size_t wrong_optimum(Point objective, const Planes& planes) {
    const auto lines = rational(planes);
    const Reference region(lines);
    const LinearOptimum found = maximise(objective, planes);
    const auto value = [&](const RationalPoint& p) -> mpq_class {
        return mpq_class(objective.x) * p.x + mpq_class(objective.y) * p.y;
    };
    if (region.kind() == Kind::empty) {
        return found.kind != LinearOptimum::Kind::infeasible ||
               !minimal_contradiction(lines, found.constraints);
    }
    if (!region.crossing) {  // bounded only across the lines, if at all
        bool bounded = false;
        for (const auto& line : lines) {
            bounded |= !line.trivial() && line.a * objective.y == line.b * objective.x &&
                       line.a * objective.x + line.b * objective.y > 0;
        }
        return found.kind != (bounded ? LinearOptimum::Kind::edge : LinearOptimum::Kind::unbounded);
    }
    bool grows = false, level = false;
    for (const RationalPoint& ray : region.rays) {
        grows |= value(ray) > 0;
        level |= value(ray) == 0;
    }
    if (grows) {
        const RationalPoint d = found.direction;
        bool away = value(d) > 0;
        for (const auto& line : lines) away &= line.along(d) <= 0x1p-52;
        return found.kind != LinearOptimum::Kind::unbounded || !away;
    }
    std::vector<RationalPoint> best;
    for (const RationalPoint& p : region.vertices) {
        if (!best.empty() && value(p) > value(best[0])) best.clear();
        if (best.empty() || value(p) == value(best[0])) best.push_back(p);
    }
    std::vector<std::size_t> tight;
    const bool edge = level || best.size() > 1;
    std::size_t wrong =
        found.kind != (edge ? LinearOptimum::Kind::edge : LinearOptimum::Kind::vertex);
    wrong += found.point != nearest(best.front()) || found.other != nearest(best.back());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].trivial() && lines[i].excess(best.front()) == 0) tight.push_back(i);
    }
    return wrong + (found.constraints != tight);
}

/// Half-planes of both forms with small integer coefficients: full of parallels, coincidences,
/// lines through one point and contradictions. `scale` moves them to hard doubles.
Planes lattice_planes(std::size_t count, std::uint64_t seed, double scale) {
    const base::Random random(seed, 4);
    Planes planes;
    for (std::size_t i = 0; i < count; ++i) {
        const auto draw = [&](std::uint64_t k, int most) {
            const auto bound = static_cast<std::uint64_t>(2 * most + 1);
            return scale * (static_cast<double>(random.integer(5 * i + k, bound)) - most);
        };
        if (random.integer(5 * i + 4, 2) == 0) {
            planes.push_back(HalfPlane::at_most(draw(0, 2), draw(1, 2), draw(2, 3)));
        } else {
            planes.push_back(
                HalfPlane::left_of({{draw(0, 2), draw(1, 2)}, {draw(2, 2), draw(3, 2)}}));
        }
    }
    return planes;
}

}  // namespace

TEST_CASE("half-planes: all pairs of lines over rationals") {
    std::size_t wrong = 0;
    std::set<Kind> seen;
    for (std::uint64_t seed = 0; seed < 3000; seed += quick ? 5 : 1) {
        const auto planes = lattice_planes(seed % 9, seed, seed % 3 == 0 ? 1 : 0.1);
        wrong += wrong_region(planes);
        seen.insert(intersect(planes).kind);
    }
    CHECK(wrong == 0);
    CHECK(seen.size() >= (quick ? 6 : 10));
}

TEST_CASE("half-planes around a disc") {
    std::size_t wrong = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const base::Random random(seed, 5);
        Planes planes;
        for (std::uint64_t i = 0; i < 40; ++i) {
            const double a = random.normal(3 * i), b = random.normal(3 * i + 1);
            planes.push_back(
                HalfPlane::at_most(a, b, std::hypot(a, b) + random.uniform(3 * i + 2)));
        }
        wrong += wrong_region(planes);
    }
    CHECK(wrong == 0);
}

TEST_CASE("linear programmes: all pairs of lines over rationals") {
    std::size_t wrong = 0;
    const std::uint64_t rounds = quick ? 300 : 3000;
    for (std::uint64_t seed = 0; seed < rounds; ++seed) {
        const base::Random random(seed, 6);
        const auto draw = [&](std::uint64_t k) {
            return static_cast<double>(random.integer(k, 5)) - 2;
        };
        const Point objective{draw(0), draw(1)};
        if (objective == Point{0, 0}) continue;
        wrong += wrong_optimum(objective, lattice_planes(seed % 9, seed, seed % 2 == 0 ? 1 : 0.1));
    }
    CHECK(wrong == 0);
}

TEST_CASE("linear programmes: what there is no reference for") {
    CHECK(maximise({1, 0}, {}).kind == LinearOptimum::Kind::unbounded);
    CHECK(maximise({0, 0}, {}).kind == LinearOptimum::Kind::vertex);
    const Planes corner{HalfPlane::at_most(-1, 0, -2), HalfPlane::at_most(0, -1, -3)};
    CHECK(maximise({0, 0}, corner).point == Point{2, 3});
    const Planes strip{HalfPlane::at_most(0, 1, 1), HalfPlane::at_most(0, -1, 1)};
    const auto top = maximise({0, 2}, strip);
    CHECK(top.kind == LinearOptimum::Kind::edge);
    CHECK(top.point == Point{0, 1});
    CHECK(top.constraints == std::vector<std::size_t>{0});
}

TEST_CASE("kernel of a polygon") {
    const std::vector<Point> square{{0, 0}, {2, 0}, {2, 2}, {0, 2}};
    CHECK(kernel(square).vertices == std::vector<Point>{{2, 0}, {2, 2}, {0, 2}, {0, 0}});
    const std::vector<Point> reversed(square.rbegin(), square.rend());
    CHECK(kernel(reversed).kind == Kind::polygon);
    // An L is seen from its corner square, two rooms from the door between them, a comb from
    // nowhere.
    CHECK(kernel(std::vector<Point>{{0, 0}, {2, 0}, {2, 1}, {1, 1}, {1, 2}, {0, 2}}).vertices ==
          std::vector<Point>{{1, 0}, {1, 1}, {0, 1}, {0, 0}});
    const std::vector<Point> rooms{{0, 0}, {2, 0}, {2, 1}, {4, 1}, {4, 3}, {2, 3}, {2, 2}, {0, 2}};
    CHECK(kernel(rooms).kind == Kind::segment);
    CHECK(kernel(std::vector<Point>{{0, 0}, {3, 0}, {3, 2}, {2, 2}, {2, 1}, {1, 1}, {1, 2}, {0, 2}})
              .kind == Kind::empty);
    CHECK(kernel(std::vector<Point>{}).kind == Kind::empty);
    CHECK(kernel(std::vector<Point>{{0, 0}, {1, 1}, {2, 2}}).kind == Kind::empty);
    const auto star = kernel(
        std::vector<Point>{{0, 0}, {0, 0}, {3, 1}, {6, 0}, {5, 3}, {6, 6}, {3, 5}, {0, 6}, {1, 3}});
    CHECK(star.kind == Kind::polygon);
    CHECK(star.vertices.size() == 8);
}

}  // namespace half_planes_test
