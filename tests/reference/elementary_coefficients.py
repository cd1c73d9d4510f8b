#!/usr/bin/env python3
"""Prints the constants of libcore/base/elementary_kernel.hpp and elementary.cpp.

Minimax approximations by Remez exchange in 60 digits (Remez 1934; Muller, Elementary Functions,
chapter 3), each coefficient then rounded to double. Needs mpmath (Debian: python3-mpmath).
"""
from mpmath import mp, mpf, cos, exp, log, lu_solve, matrix, pi, sin, sqrt

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
