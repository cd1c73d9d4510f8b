#pragma once

#include "geometry/crossing.hpp"
#include "geometry/vector_formula.hpp"

namespace pipelab::geometry::formula {

/// The point of a CrossingPoint is s.a + (share / whole) (s.b - s.a).
template <class Make>
auto share(const CrossingPoint& p, const Make& number) {
    return cross(between(number, p.s.a, p.t.a), between(number, p.t.a, p.t.b));
}
template <class Make>
auto whole(const CrossingPoint& p, const Make& number) {
    return cross(between(number, p.s.a, p.s.b), between(number, p.t.a, p.t.b));
}
template <class Make>
auto meeting_point(const CrossingPoint& p, const Make& number) {
    const auto all = whole(p, number);
    return (at(number, p.s.a) * all + between(number, p.s.a, p.s.b) * share(p, number)) / all;
}

}  // namespace pipelab::geometry::formula
