#include "geometry/turn.hpp"

#include <cmath>
#include <optional>

namespace pipelab::geometry {

using namespace formula;

namespace {

/// The sine of a multiple of 15 degrees in [0, 360) where it is rational (Niven's theorem).
std::optional<double> rational_sine(double degrees) {
    const double sign = degrees < 180 ? 1 : -1, half_turn = std::fmod(degrees, 180);
    if (half_turn == 0) return 0;
    if (half_turn == 30 || half_turn == 150) return sign / 2;
    if (half_turn == 90) return sign;
    return {};
}

}  // namespace

Turn::Turn(double angle, AngleUnit unit) : angle_(angle), degrees_(unit == AngleUnit::degrees) {
    if (degrees_) angle_ = std::fmod(angle, 360);
    std::optional<double> cosine, sine;
    if (angle_ == 0 || (degrees_ && std::fmod(angle_, 15) == 0)) {
        const double degrees = angle_ < 0 ? angle_ + 360 : angle_;
        diagonal_ = std::fmod(degrees, 90) == 45;
        if (diagonal_) {
            cosine = degrees == 45 || degrees == 315 ? 1 : -1;
            sine = degrees < 180 ? 1 : -1;
        } else {
            cosine = rational_sine(std::fmod(degrees + 90, 360));
            sine = rational_sine(degrees);
        }
    }
    cosine_ = make_part(false, cosine);
    sine_ = make_part(true, sine);
}

Turn::Part Turn::make_part(bool sine, std::optional<double> rational) const {
    if (rational) return {true, *rational, sine};
    return {false, to_bounded(precise(sine, 192)), sine};
}

Ball Turn::precise(bool sine, long bits) const {
    Ball radians(angle_, bits);
    if (degrees_) radians = radians * Ball::pi(bits) / Ball(180, bits);
    return sine ? sin(radians) : cos(radians);
}

Point rotated(Point p, const Turn& turn, Point centre) {
    return rounded_point([&](const auto& number) {
        return at(number, centre) + turn.apply(number, between(number, centre, p));
    });
}

}  // namespace pipelab::geometry
