#!/usr/bin/python3
"""torch_step.py RULE COUNT THREADS: the least milliseconds of a step of torch.optim on COUNT float32."""
import sys
import time

import torch

rule, count, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
p = torch.linspace(-1, 1, count, requires_grad=True)
p.grad = torch.linspace(1, 2, count)
made = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "rmsprop": torch.optim.RMSprop,
        "adagrad": torch.optim.Adagrad, "sgd": lambda q: torch.optim.SGD(q, lr=1e-3)}[rule]([p])
best = 1e9
for _ in range(12):
    start = time.perf_counter()
    made.step()
    best = min(best, time.perf_counter() - start)
print(best * 1e3)
