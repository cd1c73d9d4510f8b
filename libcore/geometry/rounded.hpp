#pragma once

#include "geometry/ball.hpp"
#include "geometry/bounded.hpp"

#include <array>
#include <cstddef>
#include <type_traits>

namespace pipelab::geometry {

/// Formulas of doubles as correctly rounded values. A formula is written once, for any number
/// type, as a function of what makes numbers of it:
///
///   const double x = rounded([&](auto number) {
///       return (number(a.x) + number(b.x)) / number(2);
///   });
///
/// with +, -, *, /, sqrt, square, sin, cos, atan2 and number.pi(). It is evaluated with some 32
/// digits and a rigorous error bound (Bounded), and where that does not decide, again with MPFR
/// at 128, 256, ... bits until the error interval rounds to one double (Ziv 1991, "Fast evaluation
/// of elementary mathematical functions with correctly rounded last bit"). Exact values, ties
/// among them, end this because polynomials become exact, quotients and roots of exact numbers
/// too. So divide last: a formula whose value is itself a double or a tie, though its parts are no
/// binary fractions (1 / 3 * 3, sqrt(2) * sqrt(2)), ends only at `most_bits`, after milliseconds,
/// with the rounded midpoint, which is within 2^-30000 of the value, relatively.
/// A formula must not divide by zero nor take the root of a negative number, as real numbers; it
/// may branch on facts found by predicates or sign_of, never on its numbers. It may be evaluated
/// several times.
inline constexpr long most_bits = 32768;

/// Makes the numbers of one evaluation.
struct BoundedNumbers {
    Bounded operator()(double value) const { return value; }
    Bounded pi() const { return {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53, 0x1p-106}; }
    /// A constant at hand to 32 digits and computed to any other precision by precise(bits).
    template <class Precise>
    Bounded constant(const Bounded& value, const Precise&) const {
        return value;
    }
};
struct BallNumbers {
    long bits;
    Ball operator()(double value) const { return Ball(value, bits); }
    Ball pi() const { return Ball::pi(bits); }
    template <class Precise>
    Ball constant(const Bounded&, const Precise& precise) const {
        return precise(bits);
    }
};

namespace detail {

template <class Number, class Result>
bool all_settled(const Number& value, Result& result) {
    return settled(value, result);
}
template <class Number, class Result, std::size_t count>
bool all_settled(const std::array<Number, count>& values, std::array<Result, count>& results) {
    bool all = true;
    for (std::size_t i = 0; i < count; ++i) all &= settled(values[i], results[i]);
    return all;
}

template <class Value, class Number>
struct Settled {
    using type = Value;
};
template <class Value, class Number, std::size_t count>
struct Settled<Value, std::array<Number, count>> {
    using type = std::array<Value, count>;
};

template <class Result, class Formula>
[[gnu::noinline]] Result with_precision(const Formula& formula, long most) {
    Result result{};
    for (long bits = 128; bits <= most; bits *= 2) {
        if (all_settled(formula(BallNumbers{bits}), result)) break;
    }
    return result;
}

template <class Value, class Formula>
auto evaluate(const Formula& formula, long most) {
    const auto value = formula(BoundedNumbers{});
    typename Settled<Value, std::remove_const_t<decltype(value)>>::type result;
    if (all_settled(value, result)) return result;
    return with_precision<decltype(result)>(formula, most);
}

}  // namespace detail

/// The value of the formula as a real number, rounded to the nearest double, ties to even;
/// infinite where it lies beyond the largest double by half a unit or more. An array of doubles
/// for a formula that returns a std::array of numbers. 0 is +0 or -0. `most` is the precision at
/// which a formula that may be undecidable ends.
template <class Formula>
auto rounded(const Formula& formula, long most = most_bits) {
    return detail::evaluate<double>(formula, most);
}

/// The sign of the formula's value: -1, 0 or 1. Exact for formulas without roots; a sum of roots
/// that cancels counts as zero only after `most_bits`, in milliseconds.
template <class Formula>
auto sign_of(const Formula& formula, long most = most_bits) {
    return detail::evaluate<int>(formula, most);
}

}  // namespace pipelab::geometry
