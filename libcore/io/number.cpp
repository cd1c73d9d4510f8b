#include "io/number.hpp"

#include "base/wide.hpp"
#include "io/decimal_to_double.hpp"
#include "io/number_arrays.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace pipelab::io {
namespace {

using base::power_of_ten;
using base::SignedWide;
using base::Wide;
using detail::mantissa_at;

/// A decimal of any 64-bit mantissa.
struct Exact {
    bool negative;
    std::uint64_t mantissa;
    int scale;
};

Exact exact(const Decimal& value) {
    const auto bits = static_cast<std::uint64_t>(value.mantissa);
    return {value.mantissa < 0, value.mantissa < 0 ? 0 - bits : bits, value.scale};
}

Exact exact(std::uint64_t value) { return {false, value, 0}; }

template <class T>
int order(const T& a, const T& b) {
    return a < b ? -1 : b < a ? 1 : 0;
}

int compare_exact(const Exact& a, const Exact& b) {
    const int scale = std::max(a.scale, b.scale);
    const auto at_scale = [&](const Exact& value) {
        const auto wide = static_cast<SignedWide>(static_cast<Wide>(value.mantissa) *
                                                  power_of_ten(scale - value.scale));
        return value.negative ? -wide : wide;
    };
    return order(at_scale(a), at_scale(b));
}

double rounded(const Exact& value) {
    const double magnitude = to_double(value.mantissa, -value.scale);
    return value.negative ? -magnitude : magnitude;
}

int compare_with_double(const Exact& a, double b) {
    // Rounding is monotone: only where it ends on b itself is more to be said.
    const double nearest = rounded(a);
    if (nearest != b) return order(nearest, b);
    if (b == 0) return 0;
    int exponent = 0;
    const auto bits =
        static_cast<std::uint64_t>(std::ldexp(std::frexp(std::abs(b), &exponent), 53));
    exponent -= 53;
    // |b| = bits * 2^exponent lies in [1e-18, 2^64]: both sides stay below 2^125.
    Wide left = a.mantissa;
    Wide right = static_cast<Wide>(bits) * power_of_ten(a.scale);
    if (exponent < 0) {
        left <<= -exponent;
    } else {
        right <<= exponent;
    }
    const int magnitudes = order(left, right);
    return b < 0 ? -magnitudes : magnitudes;
}

Number normal(const Number& value) {
    if (const auto* natural = std::get_if<std::uint64_t>(&value)) {
        if (*natural > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            return value;
        }
        return Decimal{static_cast<std::int64_t>(*natural), 0};
    }
    const auto* decimal = std::get_if<Decimal>(&value);
    if (!decimal) return value;
    Decimal stripped = *decimal;
    while (stripped.scale > 0 && stripped.mantissa % 10 == 0) {
        stripped.mantissa /= 10;
        --stripped.scale;
    }
    return stripped;
}

/// `value` held as `type`, which can hold it.
Number held_as(const Number& value, NumberType type) {
    if (type.kind == NumberType::Kind::real) return to_double(value);
    if (type.kind == NumberType::Kind::uint64) {
        const auto* decimal = std::get_if<Decimal>(&value);
        return decimal ? static_cast<std::uint64_t>(decimal->mantissa) : value;
    }
    return Decimal{mantissa_at(value, type.scale).value_or(0), type.scale};
}

base::Array<double> as_reals(std::span<const std::int64_t> mantissas, int scale) {
    base::Array<double> reals(mantissas.size());
    for (std::size_t i = 0; i < reals.size(); ++i) {
        const Exact value = exact(Decimal{mantissas[i], scale});
        const double magnitude =
            value.mantissa == 0
                ? 0.0
                : std::bit_cast<double>(detail::normal_double_bits(value.mantissa, -scale));
        reals[i] = value.negative ? -magnitude : magnitude;
    }
    return reals;
}

template <class To, class From>
base::Array<To> cast(std::span<const From> values) {
    base::Array<To> result(values.size());
    std::transform(values.begin(), values.end(), result.begin(),
                   [](From value) { return static_cast<To>(value); });
    return result;
}

}  // namespace

void TypeNeed::add(const Number& value) {
    const Number stripped = normal(value);
    if (const auto* decimal = std::get_if<Decimal>(&stripped)) {
        scale_ = std::max(scale_, decimal->scale);
    }
    real_ |= std::holds_alternative<double>(stripped);
    if (!any_ || compare(stripped, minimum_) < 0) minimum_ = stripped;
    if (!any_ || compare(stripped, maximum_) > 0) maximum_ = stripped;
    any_ = true;
}

void TypeNeed::join(const TypeNeed& other) {
    if (!other.any_) return;
    add(other.minimum_);
    add(other.maximum_);
    real_ |= other.real_;
    scale_ = std::max(scale_, other.scale_);
}

NumberType TypeNeed::type() const {
    using Kind = NumberType::Kind;
    if (!any_) return {};
    if (real_) return {Kind::real, 0};
    if (mantissa_at(minimum_, scale_) && mantissa_at(maximum_, scale_)) {
        return {Kind::decimal, scale_};
    }
    if (scale_ == 0 && compare(minimum_, Decimal{}) >= 0) return {Kind::uint64, 0};
    return {Kind::real, 0};
}

Number TypeNeed::minimum() const { return held_as(minimum_, type()); }
Number TypeNeed::maximum() const { return held_as(maximum_, type()); }

std::size_t NumberBlock::size() const {
    return std::visit([](const auto& array) { return array.size(); }, values);
}

std::uint64_t NumberBlock::line(std::size_t i) const {
    return start.line + (lines.empty() ? i : lines[i]);
}

std::span<const std::int64_t> NumberBlock::mantissas() const {
    return std::get<base::Array<std::int64_t>>(values);
}

std::span<const std::uint64_t> NumberBlock::naturals() const {
    return std::get<base::Array<std::uint64_t>>(values);
}

std::span<const double> NumberBlock::reals() const { return std::get<base::Array<double>>(values); }

void NumberBlock::convert(NumberType to) {
    using Kind = NumberType::Kind;
    if (type == to) return;
    if (type.kind == Kind::real) throw std::logic_error("doubles stay doubles");
    if (to.kind == Kind::real) {
        values = type.kind == Kind::uint64 ? cast<double>(naturals())
                                           : as_reals(mantissas(), type.scale);
    } else {
        if (type.kind == Kind::uint64) values = cast<std::int64_t>(naturals());
        detail::rescale(std::get<base::Array<std::int64_t>>(values), type.scale, to.scale);
        if (to.kind == Kind::uint64) values = cast<std::uint64_t>(mantissas());
    }
    type = to;
}

double to_double(const Number& value) {
    if (const auto* real = std::get_if<double>(&value)) return *real;
    if (const auto* natural = std::get_if<std::uint64_t>(&value)) {
        return static_cast<double>(*natural);
    }
    return rounded(exact(std::get<Decimal>(value)));
}

int compare(const Number& a, const Number& b) {
    return std::visit(
        [](const auto& left, const auto& right) -> int {
            constexpr bool left_real = std::is_same_v<std::decay_t<decltype(left)>, double>;
            constexpr bool right_real = std::is_same_v<std::decay_t<decltype(right)>, double>;
            if constexpr (left_real && right_real) {
                return order(left, right);
            } else if constexpr (left_real) {
                return -compare_with_double(exact(right), left);
            } else if constexpr (right_real) {
                return compare_with_double(exact(left), right);
            } else {
                return compare_exact(exact(left), exact(right));
            }
        },
        a, b);
}

}  // namespace pipelab::io
