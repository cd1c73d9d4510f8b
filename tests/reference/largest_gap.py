"""Exact values of P(largest of m uniform spacings > g) for tests/unit/gap/largest_gap.txt.

    python3 tests/reference/largest_gap.py > tests/unit/gap/largest_gap.txt

Each line is n, widest, range (g = widest / range, m = n - 1) and P with 17 digits. Up to n = 2000
all terms of the alternating sum are exact fractions; beyond, the same sum is taken with 400 digits
by decimal, whose power is correct to the last digit for an integer exponent.
"""
from decimal import Decimal, getcontext, MAX_EMAX, MIN_EMIN
from fractions import Fraction
from math import comb, log
import random


def exact(n, widest, total):
    m = n - 1
    g = Fraction(widest, total)
    p = Fraction(0)
    for j in range(1, m + 1):
        if j * g >= 1:
            break
        p += (-1) ** (j + 1) * comb(m, j) * (1 - j * g) ** (m - 1)
    return p


def by_decimal(n, widest, total):
    m = n - 1
    p, binomial = Decimal(0), Decimal(1)
    for j in range(1, 2001):
        if j * widest >= total:
            break
        binomial = binomial * (m - j + 1) / j
        term = binomial * (Decimal(total - j * widest) / total) ** (m - 1)
        if j > 400 and term < abs(p) * Decimal("1e-60"):
            break
        p += term if j % 2 else -term
    return p


def text(p):
    getcontext().prec = 400
    value = p if isinstance(p, Decimal) else Decimal(p.numerator) / Decimal(p.denominator)
    getcontext().prec = 17
    value = +value
    getcontext().prec = 400
    return f"{value:e}" if value else "0"


def main():
    getcontext().prec = 400
    getcontext().Emax, getcontext().Emin = MAX_EMAX, MIN_EMIN
    random.seed(1)
    for n in (3, 4, 5, 8, 20, 100):
        for widest, total in ((1, 3), (1, 2), (2, 3), (9, 10), (1, 4), (1, 10), (3, 97), (1, 1),
                              (2**60 - 1, 2**60), (999999999999999, 10**15)):
            print(n, widest, total, text(exact(n, widest, total)))
    for n in (3, 7, 50, 300, 2000):
        for _ in range(8):
            total = random.getrandbits(62) + 1
            share = min(1, (log(n) + random.uniform(-2, 12)) / n)
            widest = min(total, int(total * share) + random.randrange(1000))
            print(n, widest, total, text(exact(n, widest, total)))
    for n in (10**5, 10**7, 10**9, 10**12):
        for x in (-1.2, -0.5, 0, 1, 3, 10, 40, 300, 650):
            total = 2**63 - 25
            widest = int(total * ((log(n) + x) / n))
            print(n, widest, total, text(by_decimal(n, widest, total)))


main()
