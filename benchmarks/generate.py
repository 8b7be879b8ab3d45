"""Make records with every question but two, in the order of the dataset; the same records for the same number."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from iopcli.dataset.load import load

UNKNOWN = 0.15
"""How many cells are empty."""
RATINGS = (45, 25, 15, 10, 5)
"""How often each rating comes up in a hundred, from no problem to severe."""
MOST = 4000

rows, path = int(sys.argv[1]), sys.argv[2]
dataset, draw = load(), random.Random(20261122)
pools = {}
for one in dataset.questions.values():
    if one.id in ("danger_now", "private_internet"):
        continue
    if one.type == "rating":
        pools[one.id] = [str(value) for value, times in enumerate(RATINGS) for _ in range(times)]
    elif one.type == "number":
        step = max(1, int(min(one.most, MOST)) // 160)
        pools[one.id] = [str(value) for value in range(0, int(min(one.most, MOST)) + 1, step)]
    elif one.many:
        rows_of = list(dataset.options) if one.type == "options" else [*dataset.attributes]
        words = [str(choice.value) for choice in one.choice] or rows_of
        some = [";".join(draw.sample(words, count)) for count in (1, 1, 1, 2, 2, 3) for _ in range(20)]
        pools[one.id] = [*some, *["none"] * (len(some) if one.id in ("medication", "recent_treatment") else 5)]
    else:
        pools[one.id] = ["yes", "no"] if one.type == "yesno" else [str(choice.value) for choice in one.choice]
pools["pregnant"] = ["yes"] + ["no"] * 24
pools["withdrawal_history"] = ["seizure_or_delirium"] + ["none"] * 9
pools["age_group"] = ["adolescent"] + ["adult"] * 14
chance, pick = draw.random, draw.choice
with Path(path).open("w") as file:
    file.write(",".join(["id", *pools]) + "\n")
    for number in range(rows):
        cells = ("" if chance() < UNKNOWN else pick(pool) for pool in pools.values())
        file.write(f"{number:08d},{','.join(cells)}\n")
