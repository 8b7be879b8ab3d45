"""Make records with every question but two, in the order of the dataset; the same records for the same number.

`hard` draws each answer by itself, so that hardly two records are alike and two in five are urgent. `intake` is more
like an export: most records answer most questions, one in fourteen is urgent, and ids come in no order.
"""

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

rows, path, kind = int(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "hard"
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
if kind == "intake":
    UNKNOWN = 0.08
    for id_ in ("withdrawal", "medical", "mental_health"):
        pools[id_] = ["0"] * 60 + ["1"] * 25 + ["2"] * 14 + ["3"]
    pools["relapse_risk"] = pools["living_situation"] = ["0"] * 30 + ["1"] * 30 + ["2"] * 25 + ["3"] * 14 + ["4"]
    pools["substances"] = (
        ["alcohol"] * 6 + ["opioids"] * 3 + ["stimulants", "cannabis", "alcohol;cannabis", "opioids;stimulants"]
    )
    pools["drinks_a_day"] = [str(number) for number in (0, 0, 0, 2, 4, 6, 8)]
    pools["withdrawal_history"] = ["none"] * 40 + ["seizure_or_delirium"]
    pools["recent_treatment"] = ["none"] * 8 + ["outpatient", "iop", "detox"]
    pools["priorities"] = ["", "cost_per_week", "keeps_job", "hours_per_week;cost_per_week"]
chance, pick = draw.random, draw.choice
ids = list(range(rows))
if kind == "intake":
    draw.shuffle(ids)
with Path(path).open("w") as file:
    file.write(",".join(["id", *pools]) + "\n")
    for number in ids:
        cells = ("" if chance() < UNKNOWN else pick(pool) for pool in pools.values())
        file.write(f"{number:08d},{','.join(cells)}\n")
