#!/usr/bin/python3
"""Writes paper_optimisers.json: steps of the rules that torch.optim 1.13 lacks, written with numpy
straight from the papers named below, in float64. Run: python3 paper_optimisers.py
>paper_optimisers.json

Parameters are one tensor of the given shape (none: a vector)."""
import json
import sys

import numpy as np

from gradients import gradients, start

STEPS = 12


def lion(p, gs, lr, beta1=0.9, beta2=0.99, weight_decay=0.0):
    """Chen et al. 2023, Symbolic Discovery of Optimization Algorithms, algorithm 2."""
    m = np.zeros_like(p)
    for g in gs:
        c = beta1 * m + (1 - beta1) * g
        p = p - lr * (np.sign(c) + weight_decay * p)
        m = beta2 * m + (1 - beta2) * g
        yield p


def lamb(p, gs, lr, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
    """You et al. 2020, algorithm 2, phi the identity."""
    m, v = np.zeros_like(p), np.zeros_like(p)
    for t, g in enumerate(gs, 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        r = (m / (1 - beta1 ** t)) / (np.sqrt(v / (1 - beta2 ** t)) + eps)
        u = r + weight_decay * p
        a, b = np.linalg.norm(p), np.linalg.norm(u)
        p = p - lr * (a / b if a > 0 and b > 0 else 1) * u
        yield p


def adafactor(p, gs, lr=1.0, eps=1e-30, eps2=1e-3, clip_threshold=1.0, decay_rate=-0.8,
              relative_step=True, scale_parameter=True):
    """Shazeer, Stern 2018, algorithms 4 (matrices) and 5 (vectors) with the settings of 6: sums
    of rows and columns."""
    rms = lambda x: np.sqrt(np.mean(x * x))
    r = c = v = 0.0
    for t, g in enumerate(gs, 1):
        beta = 1 - t ** decay_rate
        rho = min(1e-2, 1 / np.sqrt(t)) if relative_step else 1.0
        alpha = lr * rho * (max(eps2, rms(p)) if scale_parameter else 1.0)
        square = g * g + eps
        if p.ndim == 2:
            n, m = p.shape
            r = beta * r + (1 - beta) * square @ np.ones((m, 1))
            c = beta * c + (1 - beta) * np.ones((1, n)) @ square
            second = r @ c / np.sum(r)
        else:
            v = beta * v + (1 - beta) * square
            second = v
        u = g / np.sqrt(second)
        u = u / max(1.0, rms(u) / clip_threshold)
        p = p - alpha * u
        yield p


def adabelief(p, gs, lr, beta1=0.9, beta2=0.999, eps=1e-16):
    """Zhuang et al. 2020, algorithm 2."""
    m, s = np.zeros_like(p), np.zeros_like(p)
    for t, g in enumerate(gs, 1):
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * (g - m) ** 2 + eps
        p = p - lr * (m / (1 - beta1 ** t)) / (np.sqrt(s / (1 - beta2 ** t)) + eps)
        yield p


def yogi(p, gs, lr, beta1=0.9, beta2=0.999, eps=1e-3, initial_accumulator_value=1e-6):
    """Zaheer et al. 2018, algorithm 2."""
    m, v = np.zeros_like(p), np.full_like(p, initial_accumulator_value)
    for g in gs:
        m = beta1 * m + (1 - beta1) * g
        v = v - (1 - beta2) * np.sign(v - g * g) * g * g
        p = p - lr * m / (np.sqrt(v) + eps)
        yield p


def muon(p, gs, lr, momentum=0.95, nesterov=True, ns_steps=5, weight_decay=0.0):
    """Jordan et al. 2024, Muon: the polynomial applied to the singular values, which is what
    Newton-Schulz steps amount to."""
    b = np.zeros_like(p)
    for g in gs:
        b = momentum * b + g
        u = g + momentum * b if nesterov else b
        left, s, right = np.linalg.svd(u / (np.linalg.norm(u) + 1e-7), full_matrices=False)
        for _ in range(ns_steps):
            s = 3.4445 * s - 4.7750 * s ** 3 + 2.0315 * s ** 5
        o = left @ np.diag(s) @ right
        p = (1 - lr * weight_decay) * p - lr * max(1, p.shape[0] / p.shape[1]) ** 0.5 * o
        yield p


def schedule_free(p, gs, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0, warmup_steps=0):
    """Defazio et al. 2024, The Road Less Scheduled, algorithm 1; yields y, where gradients are
    taken, and x."""
    z, x, y, v, total = p.copy(), p.copy(), p.copy(), np.zeros_like(p), 0.0
    for t, g in enumerate(gs, 1):
        v = beta2 * v + (1 - beta2) * g * g
        rate = lr * np.sqrt(1 - beta2 ** t) * (min(1, t / warmup_steps) if warmup_steps else 1)
        z = z - rate * g / (np.sqrt(v) + eps) - rate * weight_decay * y
        total += rate * rate
        c = rate * rate / total
        x = (1 - c) * x + c * z
        y = (1 - beta1) * z + beta1 * x
        yield y, x


def ftrl(p, gs, lr, beta=1.0, l1=0.0, l2=0.0):
    """McMahan et al. 2013, algorithm 1. Starts at 0 there."""
    n, z = np.zeros_like(p), np.zeros_like(p)
    w = np.zeros_like(p)
    for g in gs:
        sigma = (np.sqrt(n + g * g) - np.sqrt(n)) / lr
        z = z + g - sigma * w
        n = n + g * g
        w = np.where(np.abs(z) <= l1, 0.0,
                     -(z - np.sign(z) * l1) / ((beta + np.sqrt(n)) / lr + l2))
        yield w


def adamw_paper(p, gs, lr, schedule, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    """Loshchilov, Hutter 2019, algorithm 2: the decay is multiplied by the schedule alone."""
    m, v = np.zeros_like(p), np.zeros_like(p)
    for t, (g, eta) in enumerate(zip(gs, schedule), 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat, v_hat = m / (1 - beta1 ** t), v / (1 - beta2 ** t)
        p = p - eta * (lr * m_hat / (np.sqrt(v_hat) + eps) + weight_decay * p)
        yield p


def nadam_exact(p, gs, lr, beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=4e-3):
    """Dozat 2016, algorithm 2, with the momenta of section 3 of its draft (0.96^(t decay))."""
    m, v, product = np.zeros_like(p), np.zeros_like(p), 1.0
    mu = lambda t: beta1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
    for t, g in enumerate(gs, 1):
        product *= mu(t)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_bar = (1 - mu(t)) * g / (1 - product) + mu(t + 1) * m / (1 - product * mu(t + 1))
        p = p - lr * m_bar / (np.sqrt(v / (1 - beta2 ** t)) + eps)
        yield p


CASES = [
    ("lion", lion, dict(lr=0.05), None), ("lion", lion, dict(lr=0.05, weight_decay=0.2, beta1=0.7), None),
    ("lamb", lamb, dict(lr=0.05), None), ("lamb", lamb, dict(lr=0.05, weight_decay=0.2), [2, 3]),
    ("adafactor", adafactor, dict(), [2, 3]), ("adafactor", adafactor, dict(), None),
    ("adafactor", adafactor, dict(lr=0.1, relative_step=False, scale_parameter=False,
                                  clip_threshold=0.5), [3, 2]),
    ("adafactor", adafactor, dict(lr=0.1, relative_step=False, decay_rate=-0.5), [6, 1]),
    ("adabelief", adabelief, dict(lr=0.05), None),
    ("adabelief", adabelief, dict(lr=0.05, beta1=0.8, beta2=0.9, eps=1e-4), None),
    ("yogi", yogi, dict(lr=0.05), None),
    ("yogi", yogi, dict(lr=0.05, beta2=0.9, initial_accumulator_value=0.1), None),
    ("muon", muon, dict(lr=0.05), [2, 3]), ("muon", muon, dict(lr=0.05, weight_decay=0.3), [3, 2]),
    ("muon", muon, dict(lr=0.05, nesterov=False, momentum=0.5), [6, 1]),
    ("schedule-free", schedule_free, dict(lr=0.05), None),
    ("schedule-free", schedule_free, dict(lr=0.05, weight_decay=0.2, warmup_steps=5, beta1=0.6), None),
    ("ftrl", ftrl, dict(lr=0.3), None), ("ftrl", ftrl, dict(lr=0.3, l1=0.5, l2=0.1, beta=0.5), None),
    ("nadam", nadam_exact, dict(lr=0.05), None),
    ("nadam", nadam_exact, dict(lr=0.05, beta1=0.8, momentum_decay=0.2), None),
    ("adamw", adamw_paper, dict(lr=0.02, weight_decay=0.1,
                                schedule=[1 / (1 + 0.1 * t) for t in range(STEPS)]), None),
]


def main():
    cases = []
    for name, rule, settings, shape in CASES:
        for kind in ("noise", "sparse"):
            if name == "muon" and kind == "sparse":
                continue  # a row of zeros: singular vectors that are not unique
            p = np.array(start(6)).reshape(shape or [6])
            if rule is ftrl:
                p = np.zeros(6)
            gs = [np.array(g).reshape(p.shape) for g in gradients(kind, STEPS, 6)]
            rows = [np.concatenate([np.ravel(part) for part in np.atleast_2d(row)]).tolist()
                    if not isinstance(row, tuple) else [np.ravel(part).tolist() for part in row]
                    for row in rule(p, gs, **settings)]
            case = dict(rule=name, shape=shape or [], gradients=kind)
            case["settings"] = {k: v for k, v in settings.items() if k != "schedule"}
            if rule is nadam_exact:
                case["settings"]["exact_product"] = True
            if "schedule" in settings:
                case["schedule"] = settings["schedule"]
            if rule is schedule_free:
                case["result"] = [x for _, x in rows]
                rows = [y for y, _ in rows]
            case["parameters"] = rows
            cases.append(case)
    json.dump(dict(steps=STEPS, cases=cases), sys.stdout, separators=(",", ":"))
    print()


main()
