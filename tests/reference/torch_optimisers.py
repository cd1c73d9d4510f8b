#!/usr/bin/python3
"""Writes torch_optimisers.json: parameters after each of 20 steps of the optimisers of torch.optim
1.13, in float64, and L-BFGS in closed loop. Run: python3 torch_optimisers.py >torch_optimisers.json

Each case: the rule's name here, settings that differ from the defaults, the kind of gradients
(gradients.py), and the parameters, a row a step."""
import json
import math
import sys

import torch

from gradients import gradients, start

torch.set_default_dtype(torch.float64)
STEPS, COUNT = 20, 3

CLASSES = {
    "sgd": torch.optim.SGD, "asgd": torch.optim.ASGD, "adagrad": torch.optim.Adagrad,
    "rmsprop": torch.optim.RMSprop, "adadelta": torch.optim.Adadelta, "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW, "adamax": torch.optim.Adamax, "nadam": torch.optim.NAdam,
    "radam": torch.optim.RAdam, "rprop": torch.optim.Rprop,
}

SETTINGS = {
    "sgd": [dict(lr=0.1), dict(lr=0.1, weight_decay=0.1), dict(lr=0.1, maximize=True),
            dict(lr=0.05, momentum=0.9), dict(lr=0.05, momentum=0.9, dampening=0.3),
            dict(lr=0.05, momentum=0.9, nesterov=True),
            dict(lr=0.05, momentum=0.8, nesterov=True, weight_decay=0.2, maximize=True)],
    "asgd": [dict(lr=0.1), dict(lr=0.1, lambd=0.01, alpha=0.6, t0=5),
             dict(lr=0.1, t0=0, weight_decay=0.1, maximize=True)],
    "adagrad": [dict(lr=0.1), dict(lr=0.1, lr_decay=0.1, initial_accumulator_value=0.3),
                dict(lr=0.1, weight_decay=0.1, eps=1e-3, maximize=True)],
    "rmsprop": [dict(lr=0.01), dict(lr=0.01, alpha=0.9, eps=1e-3), dict(lr=0.01, centered=True),
                dict(lr=0.01, momentum=0.9), dict(lr=0.01, momentum=0.9, centered=True),
                dict(lr=0.01, momentum=0.5, centered=True, weight_decay=0.1, maximize=True)],
    "adadelta": [dict(), dict(lr=0.5, rho=0.8, eps=1e-3),
                 dict(weight_decay=0.1, maximize=True)],
    "adam": [dict(lr=0.01), dict(lr=0.05, betas=(0.8, 0.9), eps=1e-3), dict(lr=0.05, amsgrad=True),
             dict(lr=0.05, weight_decay=0.1), dict(lr=0.05, betas=(0.0, 0.9)),
             dict(lr=0.05, amsgrad=True, weight_decay=0.1, maximize=True, betas=(0.7, 0.5))],
    "adamw": [dict(), dict(lr=0.05, weight_decay=0.3), dict(lr=0.05, amsgrad=True),
              dict(lr=0.05, amsgrad=True, weight_decay=0.3, maximize=True, betas=(0.7, 0.5))],
    "adamax": [dict(), dict(lr=0.05, betas=(0.8, 0.7), eps=1e-2),
               dict(lr=0.05, weight_decay=0.1, maximize=True)],
    "nadam": [dict(), dict(lr=0.05, betas=(0.8, 0.9), momentum_decay=0.1),
              dict(lr=0.05, weight_decay=0.1, eps=1e-3)],
    "radam": [dict(), dict(lr=0.05, betas=(0.8, 0.9)),
              dict(lr=0.05, weight_decay=0.1, eps=1e-3)],
    "rprop": [dict(), dict(lr=0.1, etas=(0.3, 1.5), step_sizes=(0.02, 0.3)),
              dict(lr=0.05, maximize=True)],
}

SPLIT = {"betas": ("beta1", "beta2"), "etas": ("etaminus", "etaplus"),
         "step_sizes": ("step_min", "step_max")}


def plain(settings):
    """Settings by the names of their single numbers."""
    named = {}
    for name, value in settings.items():
        if name in SPLIT:
            named.update(zip(SPLIT[name], value))
        else:
            named[name] = value
    return named


def fixed(rule, settings, kind):
    p = torch.tensor(start(COUNT), requires_grad=True)
    optimiser = CLASSES[rule]([p], **settings)
    rows = []
    for g in gradients(kind, STEPS, COUNT):
        p.grad = torch.tensor(g)
        optimiser.step()
        rows.append(p.detach().tolist())
    return dict(rule=rule, settings=plain(settings), gradients=kind, parameters=rows)


def rosenbrock(x):
    return 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2


def quadratic(x):
    scale = torch.tensor([1.0, 10.0, 100.0, 0.5])
    return 0.5 * (scale * (x - 1) ** 2).sum() + 0.25 * x[0] * x[3]


def quartic(x):
    return ((x - torch.tensor([1.0, -2.0, 0.5])) ** 4).sum() + (x.sum() - 0.5) ** 2


FUNCTIONS = {"rosenbrock": (rosenbrock, [-1.2, 1.0]), "quadratic": (quadratic, [0.0, 3.0, -1.0, 2.0]),
             "quartic": (quartic, [0.0, 0.0, 0.0])}


def closed(function, settings, calls):
    f, x0 = FUNCTIONS[function]
    x = torch.tensor(x0, requires_grad=True)
    optimiser = torch.optim.LBFGS([x], **settings)

    def closure():
        optimiser.zero_grad()
        loss = f(x)
        loss.backward()
        return loss

    rows, losses, evaluations = [], [], []
    for _ in range(calls):
        losses.append(optimiser.step(closure).item())
        rows.append(x.detach().tolist())
        evaluations.append(optimiser.state[x]["func_evals"])
    shown = {k: ("strong_wolfe" if v == "strong_wolfe" else v) for k, v in settings.items()}
    return dict(function=function, settings=shown, parameters=rows, losses=losses,
                evaluations=evaluations)


CLOSED = [
    ("rosenbrock", dict(lr=1, line_search_fn="strong_wolfe"), 3),
    ("rosenbrock", dict(lr=1, line_search_fn="strong_wolfe", max_iter=3), 12),
    ("rosenbrock", dict(lr=0.5, line_search_fn="strong_wolfe", max_iter=5, history_size=3), 6),
    ("rosenbrock", dict(lr=0.02, max_iter=4), 6),
    ("quadratic", dict(lr=1), 3),
    ("quadratic", dict(lr=0.7, max_iter=6, history_size=2), 6),
    ("quadratic", dict(lr=1, line_search_fn="strong_wolfe", max_eval=7), 6),
    ("quadratic", dict(lr=1, line_search_fn="strong_wolfe", tolerance_grad=1e-3), 3),
    ("quartic", dict(lr=1, line_search_fn="strong_wolfe", max_iter=4), 6),
    ("quartic", dict(lr=0.3, max_iter=5, tolerance_change=1e-4), 6),
]


def main():
    cases = [fixed(rule, settings, kind) for rule, sets in SETTINGS.items() for settings in sets
             for kind in ("noise", "sparse", "small", "steady")]
    loops = [closed(*each) for each in CLOSED]
    for case in cases:
        assert all(math.isfinite(v) for row in case["parameters"] for v in row), case
    out = dict(torch=torch.__version__, steps=STEPS, count=COUNT, fixed=cases, closed=loops)
    json.dump(out, sys.stdout, separators=(",", ":"))
    print()


main()
