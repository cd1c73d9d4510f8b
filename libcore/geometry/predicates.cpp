#include "geometry/predicates.hpp"

#include "geometry/fixed_integer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <climits>
#include <cstdint>

#include <mpfr.h>

namespace pipelab::geometry {
namespace {

using base::SignedWide;

/// A double as an integer times a power of two; the smallest exponent is 1.
struct Decoded {
    explicit Decoded(double value) {
        const auto bits = std::bit_cast<std::uint64_t>(value);
        const auto fraction = static_cast<std::int64_t>(bits & ((std::uint64_t{1} << 52) - 1));
        exponent = static_cast<int>(bits >> 52 & 0x7ff);
        mantissa = exponent == 0 ? fraction : fraction | std::int64_t{1} << 52;
        exponent += exponent == 0;
        negative = bits >> 63 != 0;
    }
    std::int64_t mantissa;
    int exponent;
    bool negative;
};

struct WidePoint {
    SignedWide x, y;
};

template <class Number>
struct Difference {
    Number x, y;
};

template <class Number>
auto cross(const Difference<Number>& a, const Difference<Number>& b) {
    return product(a.x, b.y) - product(a.y, b.x);
}
template <class Number>
auto dot(const Difference<Number>& a, const Difference<Number>& b) {
    return product(a.x, b.x) + product(a.y, b.y);
}

/// The coordinates of n points on one binary scale.
template <std::size_t n>
class Scaled {
  public:
    explicit Scaled(const std::array<Point, n>& points) {
        int low = INT_MAX, high = 0;
        for (std::size_t i = 0; i < 2 * n; ++i) {
            const Point point = points[i / 2];
            const Decoded value(i % 2 == 0 ? point.x : point.y);
            if (value.mantissa != 0) {
                low =
                    std::min(low, value.exponent +
                                      std::countr_zero(static_cast<unsigned long>(value.mantissa)));
                high = std::max(high, value.exponent + 53);
            }
        }
        low_ = low;
        bits_ = std::max(high - low, 0);
    }
    /// Every |coordinate| is below 2^bits() units.
    int bits() const { return bits_; }
    /// In units, if bits() <= 124.
    WidePoint operator()(Point point) const { return {wide(point.x), wide(point.y)}; }

  private:
    SignedWide wide(double coordinate) const {
        const Decoded value(coordinate);
        const int shift = value.exponent - low_;
        if (value.mantissa == 0) return 0;
        const SignedWide magnitude =
            shift >= 0 ? SignedWide{value.mantissa} << shift : value.mantissa >> -shift;
        return value.negative ? -magnitude : magnitude;
    }
    int low_, bits_;
};

/// An exact number of any size; `bits` is enough for every value of a computation.
class Exact {
  public:
    Exact(double value, long bits) {
        mpfr_init2(value_, bits), mpfr_set_d(value_, value, MPFR_RNDN);
    }
    Exact(const Exact& other) {
        mpfr_init2(value_, mpfr_get_prec(other.value_)), mpfr_set(value_, other.value_, MPFR_RNDN);
    }
    ~Exact() { mpfr_clear(value_); }
    Exact& operator=(const Exact&) = delete;
    friend Exact operator+(const Exact& a, const Exact& b) { return of(mpfr_add, a, b); }
    friend Exact operator-(const Exact& a, const Exact& b) { return of(mpfr_sub, a, b); }
    friend Exact product(const Exact& a, const Exact& b) { return of(mpfr_mul, a, b); }
    friend int sign_of(const Exact& a) { return std::clamp(mpfr_sgn(a.value_), -1, 1); }

  private:
    using Operation = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);
    static Exact of(Operation operation, const Exact& a, const Exact& b) {
        Exact result(0.0, mpfr_get_prec(a.value_));
        operation(result.value_, a.value_, b.value_, MPFR_RNDN);
        return result;
    }
    mpfr_t value_;
};

struct Ends {
    std::size_t from, to;
};

/// to - from; `exact` is cleared if that is rounded.
double difference(double to, double from, bool& exact) {
    const double result = to - from;
    const double from_part = to - result, to_part = result + from_part;
    exact &= from_part == from && to_part == to;
    return result;
}

/// Differences that are integers below 2^30 times a common power of two: those of grids.
template <std::size_t n, std::size_t k>
bool small_differences(const std::array<Point, n>& points, const std::array<Ends, k>& ends,
                       std::array<Difference<std::int32_t>, k>& result) {
    std::array<double, 2 * k> values;
    bool exact = true;
    double most = 0;
    for (std::size_t i = 0; i < k; ++i) {
        const Point from = points[ends[i].from], to = points[ends[i].to];
        values[2 * i] = difference(to.x, from.x, exact);
        values[2 * i + 1] = difference(to.y, from.y, exact);
        most = std::max({most, std::abs(values[2 * i]), std::abs(values[2 * i + 1])});
    }
    if (!exact || !(most >= 0x1p-900 && most <= 0x1p900)) return false;
    const auto exponent = std::bit_cast<std::uint64_t>(most) >> 52;
    const auto unit = std::bit_cast<double>((exponent - 29) << 52);
    const auto scale = std::bit_cast<double>((2 * 1023 + 29 - exponent) << 52);
    for (std::size_t i = 0; i < k; ++i) {
        const double x = values[2 * i], y = values[2 * i + 1];
        result[i] = {static_cast<std::int32_t>(x * scale), static_cast<std::int32_t>(y * scale)};
        exact &= result[i].x * unit == x && result[i].y * unit == y;
    }
    return exact;
}

template <class Number, std::size_t k, class Convert, std::size_t... i>
std::array<Difference<Number>, k> vectors(std::index_sequence<i...>, Convert convert) {
    return {convert(i)...};
}

/// The sign of formula(vectors) between the given points, a polynomial of at most degree four:
/// in integers of 32, 64 or 128 bits, or of any size.
template <std::size_t n, std::size_t k, class Formula>
int exact_sign(const std::array<Point, n>& points, const std::array<Ends, k>& ends,
               Formula formula) {
    constexpr auto all = std::make_index_sequence<k>();
    if (std::array<Difference<std::int32_t>, k> small; small_differences(points, ends, small)) {
        return formula(small);
    }
    const Scaled<n> scaled(points);
    if (scaled.bits() > 124) {
        const long bits = 4L * (scaled.bits() + 2);
        return formula(vectors<Exact, k>(all, [&](std::size_t i) {
            const Point from = points[ends[i].from], to = points[ends[i].to];
            return Difference<Exact>{Exact(to.x, bits) - Exact(from.x, bits),
                                     Exact(to.y, bits) - Exact(from.y, bits)};
        }));
    }
    std::array<WidePoint, n> integers;
    for (std::size_t i = 0; i < n; ++i) integers[i] = scaled(points[i]);
    std::array<WidePoint, k> differences;
    base::Wide sizes = 0;
    for (std::size_t i = 0; i < k; ++i) {
        const WidePoint from = integers[ends[i].from], to = integers[ends[i].to];
        const SignedWide x = to.x - from.x, y = to.y - from.y;
        differences[i] = {x, y};
        sizes |= static_cast<base::Wide>(x < 0 ? -x : x) | static_cast<base::Wide>(y < 0 ? -y : y);
    }
    if (sizes >> 62 != 0) {
        return formula(vectors<FixedInteger<2>, k>(all, [&](std::size_t i) {
            return Difference<FixedInteger<2>>{fixed(differences[i].x), fixed(differences[i].y)};
        }));
    }
    return formula(vectors<std::int64_t, k>(all, [&](std::size_t i) {
        return Difference<std::int64_t>{static_cast<std::int64_t>(differences[i].x),
                                        static_cast<std::int64_t>(differences[i].y)};
    }));
}

constexpr std::array<Ends, 2> two_directions{{{0, 1}, {2, 3}}};

}  // namespace

namespace detail {

int exact_cross_sign(Point a, Point b, Point c, Point d) {
    const bool along_x = a.y == b.y && c.y == d.y, along_y = a.x == b.x && c.x == d.x;
    if (along_x || along_y || a == b || c == d) return 0;
    return exact_sign(std::array{a, b, c, d}, two_directions,
                      [](const auto& v) { return sign_of(cross(v[0], v[1])); });
}

int exact_dot_sign(Point a, Point b, Point c, Point d) {
    return exact_sign(std::array{a, b, c, d}, two_directions,
                      [](const auto& v) { return sign_of(dot(v[0], v[1])); });
}

int exact_in_circle(Point a, Point b, Point c, Point d) {
    constexpr std::array<Ends, 3> from_d{{{3, 0}, {3, 1}, {3, 2}}};
    return exact_sign(std::array{a, b, c, d}, from_d, [](const auto& v) {
        return sign_of(product(dot(v[0], v[0]), cross(v[1], v[2])) +
                       product(dot(v[1], v[1]), cross(v[2], v[0])) +
                       product(dot(v[2], v[2]), cross(v[0], v[1])));
    });
}

int exact_compare_distances(Point a, Point b, Point c, Point d) {
    return exact_sign(std::array{a, b, c, d}, two_directions,
                      [](const auto& v) { return sign_of(dot(v[0], v[0]) - dot(v[1], v[1])); });
}

int exact_compare_heights(Point a, Point b, Point c, Point d, double x) {
    constexpr std::array<Ends, 5> ends{{{0, 1}, {2, 3}, {2, 0}, {0, 4}, {2, 4}}};
    return exact_sign(std::array{a, b, c, d, Point{x, a.y}}, ends, [](const auto& v) {
        return sign_of(product(product(v[0].x, v[1].x), v[2].y) +
                       product(product(v[0].y, v[1].x), v[3].x) -
                       product(product(v[1].y, v[0].x), v[4].x));
    });
}

int cocircular_order(Point a, Point b, Point c, Point d) {
    std::array points{a, b, c, d};
    std::sort(points.begin(), points.end(), before);
    for (const Point pushed : points) {
        int sign = 0;
        if (pushed == d) sign = -orientation(a, b, c);
        if (pushed == a) sign = orientation(d, b, c);
        if (pushed == b) sign = orientation(a, d, c);
        if (pushed == c) sign = orientation(a, b, d);
        if (sign != 0) return sign;
    }
    return 0;
}

}  // namespace detail
}  // namespace pipelab::geometry
