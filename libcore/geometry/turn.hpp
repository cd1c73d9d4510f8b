#pragma once

#include "geometry/vector_formula.hpp"
#include "geometry/vectors.hpp"

#include <optional>

namespace pipelab::geometry {

/// Cosine and sine of one angle, for formulas that turn many vectors by it: exact at multiples of
/// 90 degrees, correct to any number of digits elsewhere, the same on every CPU. Multiples of 30
/// and 45 degrees keep what is rational about them, so that formulas of them are decided.
class Turn {
  public:
    /// Counterclockwise; costs some 20 microseconds.
    Turn(double angle, AngleUnit unit);

    /// v turned, as numbers of a formula.
    template <class Make, class Number>
    formula::Vector<Number> apply(const Make& number, const formula::Vector<Number>& v) const {
        const Number c = part(number, cosine_), s = part(number, sine_);
        const formula::Vector<Number> turned = v * c + formula::left(v) * s;
        if (!diagonal_) return turned;
        return turned * sqrt(number(0.5));
    }

  private:
    struct Part {
        bool exact = false;
        Bounded value;  // to 32 digits unless exact
        bool sine = false;
    };
    template <class Make>
    auto part(const Make& number, const Part& part) const {
        if (part.exact) return number(part.value.hi);
        return number.constant(part.value, [&](long bits) { return precise(part.sine, bits); });
    }
    Ball precise(bool sine, long bits) const;
    Part make_part(bool sine, std::optional<double> rational) const;

    double angle_;
    bool degrees_;
    bool diagonal_ = false;  // the parts are those of the angle times sqrt(2)
    Part cosine_, sine_;
};

/// p turned counterclockwise by `angle` about `centre`. Each coordinate is the exact one rounded
/// to nearest; exact for multiples of 90 degrees wherever the result is representable.
Point rotated(Point p, const Turn& turn, Point centre = {});

}  // namespace pipelab::geometry
