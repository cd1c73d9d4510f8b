#!/usr/bin/python3
"""Writes torch_schedules.json: the learning rates (and momenta, where they are cycled) of 60 steps of
the schedulers of torch 1.13, each beside the notation of optim/schedule.hpp. Run:
python3 torch_schedules.py >torch_schedules.json"""
import json
import math
import sys
import warnings

import torch
from torch.optim import lr_scheduler as S
from torch.optim.swa_utils import SWALR

torch.set_default_dtype(torch.float64)
warnings.simplefilter("ignore")
STEPS = 60

CASES = [
    ("constant", lambda o: S.ConstantLR(o)),
    ("constant:factor=0.25,total_iters=17", lambda o: S.ConstantLR(o, 0.25, 17)),
    ("linear", lambda o: S.LinearLR(o)),
    ("linear:start=0.1,end=0.7,T=30", lambda o: S.LinearLR(o, 0.1, 0.7, 30)),
    ("step:step_size=7", lambda o: S.StepLR(o, 7)),
    ("step:T=10,gamma=0.5", lambda o: S.StepLR(o, 10, 0.5)),
    ("multistep:milestones=30/5/30/44", lambda o: S.MultiStepLR(o, [30, 5, 30, 44])),
    ("exponential:gamma=0.93", lambda o: S.ExponentialLR(o, 0.93)),
    ("polynomial:total_iters=40", lambda o: S.PolynomialLR(o, 40)),
    ("polynomial:T=25,power=2.5", lambda o: S.PolynomialLR(o, 25, 2.5)),
    ("cosine:T_max=20", lambda o: S.CosineAnnealingLR(o, 20)),
    ("cosine:T=50,min=1e-3", lambda o: S.CosineAnnealingLR(o, 50, 1e-3)),
    ("warm-restarts:T_0=11", lambda o: S.CosineAnnealingWarmRestarts(o, 11)),
    ("warm-restarts:T=5,mult=2,min=0.01", lambda o: S.CosineAnnealingWarmRestarts(o, 5, 2, 0.01)),
    ("cyclic:base=0.01,max=0.1,up=8", lambda o: S.CyclicLR(o, 0.01, 0.1, 8)),
    ("cyclic:base=0.01,max=0.1,up=8,down=3,mode=triangular2,base_momentum=0.7,max_momentum=0.95",
     lambda o: S.CyclicLR(o, 0.01, 0.1, 8, 3, "triangular2", base_momentum=0.7, max_momentum=0.95)),
    ("cyclic:base=0.01,max=0.1,up=6,mode=exp_range,gamma=0.97,cycle_momentum=false",
     lambda o: S.CyclicLR(o, 0.01, 0.1, 6, mode="exp_range", gamma=0.97, cycle_momentum=False)),
    ("one-cycle:max=0.3,T=60", lambda o: S.OneCycleLR(o, 0.3, 60)),
    ("one-cycle:max_lr=0.3,total_steps=60,pct_start=0.4,anneal_strategy=linear,three_phase=true",
     lambda o: S.OneCycleLR(o, 0.3, 60, pct_start=0.4, anneal_strategy="linear", three_phase=True)),
    ("one-cycle:max=0.3,T=61,div=10,final=100,cycle_momentum=false",
     lambda o: S.OneCycleLR(o, 0.3, 61, div_factor=10, final_div_factor=100, cycle_momentum=False)),
    ("swa:swa_lr=0.02", lambda o: SWALR(o, 0.02)),
    ("swa:to=0.5,T=25,anneal_strategy=linear", lambda o: SWALR(o, 0.5, 25, "linear")),
    ("lambda:{1/(1+0.1*k)}", lambda o: S.LambdaLR(o, lambda k: 1 / (1 + 0.1 * k))),
    ("multiplicative:formula={0.9}", lambda o: S.MultiplicativeLR(o, lambda k: 0.9)),
    ("linear:T=10 * exponential:gamma=0.9",
     lambda o: S.ChainedScheduler([S.LinearLR(o, total_iters=10), S.ExponentialLR(o, 0.9)])),
    ("cosine:T=30 * step:T=9,gamma=0.5 * constant:factor=0.5,T=4",
     lambda o: S.ChainedScheduler([S.CosineAnnealingLR(o, 30), S.StepLR(o, 9, 0.5),
                                   S.ConstantLR(o, 0.5, 4)])),
    ("lambda:{1/(1+0.1*k)} * multistep:at=20/40",
     lambda o: S.ChainedScheduler([S.LambdaLR(o, lambda k: 1 / (1 + 0.1 * k)),
                                   S.MultiStepLR(o, [20, 40])])),
    ("linear:T=10 @10 cosine:T=40",
     lambda o: S.SequentialLR(o, [S.LinearLR(o, total_iters=10), S.CosineAnnealingLR(o, 40)], [10])),
    ("constant:factor=0.1,T=2 @2 exponential:gamma=0.9 @20 warm-restarts:T=7",
     lambda o: S.SequentialLR(o, [S.ConstantLR(o, 0.1, 2), S.ExponentialLR(o, 0.9),
                                  S.CosineAnnealingWarmRestarts(o, 7)], [2, 20])),
    ("exponential:gamma=0.9 @15 polynomial:T=20,power=2 @50 swa:to=0.01,T=5",
     lambda o: S.SequentialLR(o, [S.ExponentialLR(o, 0.9), S.PolynomialLR(o, 20, 2),
                                  SWALR(o, 0.01, 5)], [15, 50])),
    ("step:T=4 @9 lambda:{1/(1+0.1*k)} @30 multistep:at=0/5",
     lambda o: S.SequentialLR(o, [S.StepLR(o, 4), S.LambdaLR(o, lambda k: 1 / (1 + 0.1 * k)),
                                  S.MultiStepLR(o, [0, 5])], [9, 30])),
    ("plateau", lambda o: S.ReduceLROnPlateau(o)),
    ("plateau:factor=0.5,patience=3,cooldown=4,min=0.005",
     lambda o: S.ReduceLROnPlateau(o, factor=0.5, patience=3, cooldown=4, min_lr=0.005)),
    ("plateau:factor=0.5,patience=2,mode=max,threshold_mode=abs,threshold=0.1",
     lambda o: S.ReduceLROnPlateau(o, "max", 0.5, 2, 0.1, "abs")),
    ("plateau:factor=0.7,patience=0,mode=max,threshold=0.01",
     lambda o: S.ReduceLROnPlateau(o, "max", 0.7, 0, 0.01)),
]


def loss(k):
    """Of step k: exact in both languages."""
    return 2.0 - k / 16 if k < 20 else 0.75 + (k * 7 % 5) / 64


def main():
    cases = []
    for text, make in CASES:
        p = torch.zeros(1, requires_grad=True)
        optimiser = torch.optim.SGD([p], lr=0.1, momentum=0.5)
        scheduler = make(optimiser)
        group = optimiser.param_groups[0]
        lrs, momenta = [], []
        for k in range(STEPS):
            lrs.append(group["lr"])
            momenta.append(group["momentum"])
            if text.startswith("plateau"):
                scheduler.step(loss(k))
            else:
                scheduler.step()
        case = dict(text=text, lr=lrs)
        if any(m != 0.5 for m in momenta):
            case["momentum"] = momenta
        cases.append(case)
    assert all(math.isfinite(v) for case in cases for v in case["lr"])
    json.dump(dict(torch=torch.__version__, start=0.1, cases=cases), sys.stdout,
              separators=(",", ":"))
    print()


main()
