"""Draw records of a CSV anew, with other ids: so many, the same for the same number."""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

source, target, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
draw = random.Random(20261128)
with Path(source).open(newline="", encoding="utf-8") as file:
    header, *records = csv.reader(file)
with Path(target).open("w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([number, *draw.choice(records)[1:]] for number in range(rows))
