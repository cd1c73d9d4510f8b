#include "geometry/predicates.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <mpfr.h>

namespace pipelab::geometry {
namespace {

/// An exact number: enough bits for polynomials of degree four in doubles.
class Exact {
  public:
    Exact(double value) { init(), mpfr_set_d(value_, value, MPFR_RNDN); }
    Exact(const Exact& other) { init(), mpfr_set(value_, other.value_, MPFR_RNDN); }
    ~Exact() { mpfr_clear(value_); }
    Exact& operator=(const Exact&) = delete;
    friend Exact operator+(const Exact& a, const Exact& b) { return of(mpfr_add, a, b); }
    friend Exact operator-(const Exact& a, const Exact& b) { return of(mpfr_sub, a, b); }
    friend Exact operator*(const Exact& a, const Exact& b) { return of(mpfr_mul, a, b); }
    int sign() const { return std::clamp(mpfr_sgn(value_), -1, 1); }

  private:
    using Operation = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);
    void init() { mpfr_init2(value_, 4 * 2112); }
    static Exact of(Operation operation, const Exact& a, const Exact& b) {
        Exact result(0.0);
        operation(result.value_, a.value_, b.value_, MPFR_RNDN);
        return result;
    }
    mpfr_t value_;
};

struct ExactVector {
    ExactVector(Point from, Point to) : x(Exact(to.x) - from.x), y(Exact(to.y) - from.y) {}
    Exact x, y;
    Exact square() const { return x * x + y * y; }
    Exact cross(const ExactVector& other) const { return x * other.y - y * other.x; }
};

}  // namespace

int cross_sign(Point a, Point b, Point c, Point d) {
    const double left = (b.x - a.x) * (d.y - c.y), right = (b.y - a.y) * (d.x - c.x);
    const double bound = 0x1p-51 * (std::abs(left) + std::abs(right));
    if (const double det = left - right; std::isfinite(bound) && bound > 0x1p-900) {
        if (det > bound) return 1;
        if (-det > bound) return -1;
    }
    return ExactVector(a, b).cross({c, d}).sign();
}

int orientation(Point a, Point b, Point c) { return cross_sign(a, b, a, c); }

int dot_sign(Point a, Point b, Point c, Point d) {
    return cross_sign(a, b, {-d.y, d.x}, {-c.y, c.x}) * -1;
}

int in_circle(Point a, Point b, Point c, Point d) {
    const ExactVector u(d, a), v(d, b), w(d, c);
    return (u.square() * v.cross(w) + v.square() * w.cross(u) + w.square() * u.cross(v)).sign();
}

int in_circle_perturbed(Point a, Point b, Point c, Point d) {
    if (const int sign = in_circle(a, b, c, d); sign != 0) return sign;
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

int compare_distances(Point a, Point b, Point c, Point d) {
    return (ExactVector(a, b).square() - ExactVector(c, d).square()).sign();
}

}  // namespace pipelab::geometry
