#pragma once

#include "geometry/circle.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace pipelab::geometry {

/// Whether points are collinear is decided exactly. Numbers and coordinates are the exact values
/// rounded to the nearest double, ties to even, infinite beyond the largest (rounded.hpp). Where
/// sums of side lengths enter, a value that is a double or a tie by coincidence of irrational
/// lengths is found after 16384 bits, in milliseconds, then within 2^-12000 of the exact one,
/// relatively to the size of the triangle.

/// The area, positive if a, b, c run counterclockwise.
double triangle_area(Point a, Point b, Point c);

/// The circle through three points; none if they are collinear.
std::optional<Circle> circumcircle(Point a, Point b, Point c);
/// The circle that touches the three sides from inside; none if the points are collinear.
std::optional<Circle> incircle(Point a, Point b, Point c);
/// The circles that touch one side from outside and the lines of the others: beyond bc, ca, ab.
/// None if the points are collinear.
std::optional<std::array<Circle, 3>> excircles(Point a, Point b, Point c);

/// The classical centres, by their numbers X(n) in Kimberling, Encyclopedia of Triangle Centers.
enum class Centre : std::uint8_t {
    incentre,      ///< X(1)  where the bisectors of the angles meet
    centroid,      ///< X(2)  of the medians
    circumcentre,  ///< X(3)  of the perpendicular bisectors of the sides
    orthocentre,   ///< X(4)  of the altitudes
    nine_point,    ///< X(5)  of the circle through the feet of the altitudes
    symmedian,     ///< X(6)  Lemoine point: of the medians mirrored at the bisectors
    gergonne,      ///< X(7)  of the lines from corners to where the incircle touches
    nagel,         ///< X(8)  of the lines from corners to where the excircles touch
    mittenpunkt,   ///< X(9)  of the lines from excentres through the middles of sides
    spieker,       ///< X(10) centroid of the perimeter
    fermat,        ///< least sum of distances: X(13), or the corner with an angle >= 120 degrees
};
inline constexpr std::array<std::string_view, 11> centre_names{
    "incentre", "centroid", "circumcentre", "orthocentre", "nine-point", "symmedian",
    "gergonne", "nagel",    "mittenpunkt",  "spieker",     "fermat"};

/// None if the points are collinear.
std::optional<Point> centre(Centre which, Point a, Point b, Point c);

}  // namespace pipelab::geometry
