#!/usr/bin/env python3
"""Prints the constants of libcore/base/*_kernel.hpp and elementary.cpp.

Minimax approximations by Remez exchange in 60 digits (Remez 1934; Muller, Elementary Functions,
chapter 3), each coefficient then rounded to double. Needs mpmath (Debian: python3-mpmath).
"""
from mpmath import atan, atanh, cbrt, cos, erf, erfc, exp, log, lu_solve, matrix, mp, mpf, pi, sin, sqrt

mp.dps = 60


def remez(function, low, high, degree):
    """Coefficients c0..c_degree and the largest error of the best polynomial on [low, high]."""
    count = degree + 2
    points = [(low + high) / 2 - (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    for _ in range(12):
        rows = matrix(count, count)
        right = matrix(count, 1)
        for i, x in enumerate(points):
            for j in range(degree + 1):
                rows[i, j] = x**j
            rows[i, degree + 1] = (-1) ** i
            right[i] = function(x)
        solution = lu_solve(rows, right)
        coefficients = list(solution[: degree + 1])

        def error(x):
            return sum(c * x**j for j, c in enumerate(coefficients)) - function(x)

        grid = [low + (high - low) * mpf(i) / 600 for i in range(601)]
        values = [error(x) for x in grid]
        extremes = []
        for x, value in zip(grid, values):
            if extremes and (value > 0) == (extremes[-1][1] > 0):
                if abs(value) > abs(extremes[-1][1]):
                    extremes[-1] = (x, value)
            else:
                extremes.append((x, value))
        points = [x for x, _ in extremes[:count]]
        if len(points) < count:
            break
    return coefficients, max(abs(v) for v in values)


def show(name, function, low, high, degree):
    coefficients, worst = remez(function, mpf(low), mpf(high), degree)
    print(f"// {name}: error {float(worst):.2g}")
    print(",\n".join(float(c).hex() for c in coefficients))


def series(function, exact_at_zero):
    """The function, and a Taylor value near 0 where the closed form cancels."""
    return lambda x: exact_at_zero(x) if abs(x) < mpf(10) ** -12 else function(x)


# log((1+s)/(1-s)) = 2s + s*z*L(z), z = s*s, |s| <= (sqrt(2)-1)/(sqrt(2)+1)
edge = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2
show("logarithm", series(lambda z: (log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z) - 2) / z,
                         lambda z: mpf(2) / 3 + 2 * z / 5), 0, edge * 1.0001, 6)
# exp(r) = 1 + r + r*r*(1/2 + r*E(r)), the 1/2 comes first below; |r| <= log(2)/2
show("exponential", series(lambda r: (exp(r) - 1 - r) / r**2, lambda r: mpf(1) / 2 + r / 6 + r * r / 24),
     -log(2) / 2 * 1.001, log(2) / 2 * 1.001, 10)
# sin(x) = x + x*z*S(z), cos(x) = 1 - z/2 + z*z*C(z), z = x*x, |x| <= pi/4
edge = (pi / 4) ** 2
show("sine", series(lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: -mpf(1) / 6 + z / 120), 0, edge * 1.001, 5)
show("cosine", series(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, lambda z: mpf(1) / 24 - z / 720), 0, edge * 1.001, 5)
print("2/pi", float(2 / pi).hex())


def interpolated(name, function, low, high, degree):
    """By interpolation at the zeros of Chebyshev's polynomial: within a factor of two or so of the
    best, and it takes a function that changes fast at an end."""
    points = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * k + 1) / (2 * degree + 2)) for k in range(degree + 1)]
    rows = matrix(degree + 1, degree + 1)
    right = matrix(degree + 1, 1)
    for i, x in enumerate(points):
        for j in range(degree + 1):
            rows[i, j] = x**j
        right[i] = function(x)
    print(f"// {name}")
    print(",\n".join(float(c).hex() for c in lu_solve(rows, right)))


tiny = mpf(10) ** -20
# atan(t) = t + t*z*P(z), z = t*t, |t| <= 7/16
interpolated("arc tangent", series(lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, lambda z: -mpf(1) / 3), tiny, mpf("0.1915"), 11)
# log((1+s)/(1-s)) = 2s + 2/3 s^3 + s^5*R(s*s)
interpolated("logarithm beyond two terms",
             series(lambda z: (2 * atanh(sqrt(z)) - 2 * sqrt(z) - 2 * sqrt(z) ** 3 / 3) / sqrt(z) ** 5, lambda z: mpf(2) / 5),
             mpf(10) ** -12, mpf("0.02945"), 8)
interpolated("start of the cube root", cbrt, mpf(1), mpf(8), 3)
# erf(x) = x*(2/sqrt(pi) + z*P(z)), z = x*x <= 1
interpolated("error function", series(lambda z: (erf(sqrt(z)) / sqrt(z) - 2 / sqrt(pi)) / z, lambda z: -2 / sqrt(pi) / 3), tiny, mpf(1), 11)
# erfc(x) = t*exp(-x*x)*Q(u), t = 2/(2+x) = middle + half*u, 0.99 <= x <= 28
low, high = mpf(2) / 30, mpf(2) / (2 + mpf("0.99"))
middle, half = mpf(float((low + high) / 2)), mpf(float((high - low) / 2))
print("middle", float(middle).hex(), "1/half", float(1 / half).hex())


def far(u):
    t = middle + half * u
    x = 2 / t - 2
    return erfc(x) * exp(x * x) / t


interpolated("complementary error function", far, mpf(-1), mpf(1), 20)
for name, value in [("2/3", mpf(2) / 3), ("1/ln2", 1 / log(2)), ("1/ln10", 1 / log(10)), ("atan 1/2", atan(mpf(1) / 2)),
                    ("atan 1", atan(1)), ("atan 3/2", atan(mpf(3) / 2)), ("pi/2", pi / 2), ("pi", pi)]:
    print(name, float(value).hex(), float(value - mpf(float(value))).hex())


def parts(name, value, bits):
    """value as a sum of doubles of the given numbers of bits, all but the last rounded down."""
    rest = value
    for b in bits:
        unit = mpf(2) ** (mp.floor(log(abs(rest), 2)) - b + 1)
        part = mp.nint(rest / unit) * unit if b == 53 else mp.floor(rest / unit) * unit
        print(name, b, float(part).hex())
        rest -= part


parts("ln2", log(2), [32, 53])
parts("pi/2", pi / 2, [33, 33, 33, 53])
parts("2pi", 2 * pi, [26, 53])

print("1/(2 pi)")
mp.prec = 1500
rest = 1 / (2 * pi)
for _ in range(19):
    rest *= 2**64
    print(f"0x{int(rest):016x}")
    rest -= int(rest)
