#include "geometry/circles.hpp"
#include "geometry/even_odd.hpp"
#include "geometry/location.hpp"
#include "geometry/predicates.hpp"
#include "geometry/vector_formula.hpp"

#include <algorithm>
#include <deque>
#include <utility>

namespace pipelab::geometry {
namespace {

using namespace formula;

/// Where arcs might cancel.
constexpr long most_bits_of_arcs = 512;

/// An edge and how it lies to the circle: which of its ends are outside of the part that the
/// circle cuts off, if it cuts one at all.
struct CutEdge {
    Point a, b;
    bool enters = false;  // a comes before the chord
    bool leaves = false;  // b comes after it
    bool chord = false;   // some of the edge is inside
};

CutEdge edge(const Circle& circle, Point a, Point b) {
    const bool a_inside = side(a, circle) > 0, b_inside = side(b, circle) > 0;
    if (a_inside || b_inside) return {a, b, !a_inside, !b_inside, true};
    // Neither end is inside: a chord if the foot of the centre lies between and inside.
    const bool between_ends =
        dot_sign(a, b, a, circle.centre) > 0 && dot_sign(b, a, b, circle.centre) > 0;
    const bool near = sign_of([&](const auto& number) {
                          const auto u = between(number, a, b);
                          const auto away = cross(u, between(number, a, circle.centre));
                          const auto r = number(circle.radius);
                          return r * r * square(u) - away * away;
                      }) > 0;
    const bool chord = between_ends && near;
    return {a, b, chord, chord, chord};
}

/// Twice the area between the edge's part inside and the centre, and of the sectors beside it.
template <class Make>
auto twice_swept(const Make& number, const Circle& circle, const CutEdge& e) {
    const auto p = between(number, circle.centre, e.a), q = between(number, circle.centre, e.b);
    const auto rr = number(circle.radius) * number(circle.radius);
    const auto sector = [&](const auto& from, const auto& to) {
        return rr * atan2(cross(from, to), dot(from, to));
    };
    if (!e.chord) return sector(p, q);
    if (!e.enters && !e.leaves) return cross(p, q);
    const auto u = q - p;
    const auto uu = square(u), away = cross(p, u), along = -dot(p, u);
    const auto root = sqrt(rr * uu - away * away);
    const auto on_circle = [&](const auto& share) { return p + u * share / uu; };
    const auto first = on_circle(along - root), second = on_circle(along + root);
    if (!e.leaves) return sector(p, first) + cross(first, q);
    if (!e.enters) return cross(p, second) + sector(second, q);
    return sector(p, first) + cross(first, second) + sector(second, q);
}

/// A ring as the area it has in common with a circle sees it.
struct CutRing {
    int sign;
    std::vector<CutEdge> edges;  // none if no edge enters the circle
    double turns = 0;            // then: of the ring around the circle
};

CutRing cut(const Circle& circle, std::span<const Point> ring, int sign) {
    CutRing made{sign, {}, 0};
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point a = ring[i], b = ring[(i + 1) % ring.size()];
        if (a != b) made.edges.push_back(edge(circle, a, b));
    }
    if (std::any_of(made.edges.begin(), made.edges.end(), [](const CutEdge& e) { return e.chord; }))
        return made;
    made.edges.clear();
    made.turns = static_cast<double>(winding_number(circle.centre, ring).value_or(0));
    return made;
}

template <class Make>
auto area_in(const Make& number, const Circle& circle, const CutRing& ring) {
    const auto r = number(circle.radius);
    if (ring.edges.empty()) return number(ring.turns) * number.pi() * r * r;
    auto sum = number(0.0);
    for (const CutEdge& e : ring.edges) sum = sum + twice_swept(number, circle, e);
    return sum * number(0.5);
}

void cut_rings(const Circle& circle, const Shape& shape, std::vector<CutRing>& cuts) {
    std::deque<Shape> made;
    if (shape.areal())
        for (const SignedRing& ring : signed_rings(shape, made))
            if (ring.sign != 0) cuts.push_back(cut(circle, ring.points, ring.sign));
    for (const Shape& member : shape.members) cut_rings(circle, member, cuts);
}

double sum_of_areas(const Circle& circle, std::vector<CutRing> rings) {
    std::erase_if(rings, [](const CutRing& ring) { return ring.edges.empty() && ring.turns == 0; });
    if (rings.empty()) return 0;
    return rounded(
        [&](const auto& number) {
            auto sum = number(0.0);
            for (const CutRing& ring : rings)
                sum = sum + number(ring.sign) * area_in(number, circle, ring);
            return sum;
        },
        most_bits_of_arcs);
}

}  // namespace

double common_area(const Circle& circle, std::span<const Point> ring) {
    if (ring.size() < 3 || circle.radius == 0) return 0;
    return sum_of_areas(circle, {cut(circle, ring, 1)});
}

double common_area(const Circle& circle, const Shape& shape) {
    if (circle.radius == 0) return 0;
    std::vector<CutRing> rings;
    cut_rings(circle, shape, rings);
    return sum_of_areas(circle, std::move(rings));
}

}  // namespace pipelab::geometry
