"""Weighs what speaks for danger, and shows what each threshold would do: `python training/weighed.py`.

Each sentence without a sign is held against what the classifier has learned from other sentences alone. What speaks for
danger is weighed by logistic regression. The weights and the thresholds are copied by hand into
`iopcli/danger/listen.py`, for they change what is urgent: `python training/crossvalidate.py dangers` tells how much.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from crossvalidate import Counted, crossvalidated
from sure import weights

from iopcli.dataset.load import load

DANGEROUS = ("must", "faint")
STEPS = range(15, 70, 5)
"""Thresholds that are tried, in hundredths."""


def marks_of(one: Counted) -> Mapping[str, float]:
    """What speaks for danger in a sentence, besides a sign."""
    return {name: float(value) for name, value in one.marks._asdict().items() if name != "danger"} if one.marks else {}


def thresholds(every: Sequence[Counted]) -> None:
    """Tell, for each threshold, how many sentences without a sign would be urgent, alone and beside a faint sign."""
    for name, hinted in (("alone", False), ("faint sign", True)):
        for kind in ("must", "calm", "asked"):
            these = [one for one in every if one.kind == kind and one.marks and one.hinted == hinted]
            told = (f"{step / 100:.2f}: {sum(one.chance >= step / 100 for one in these):4}" for step in STEPS)
            sys.stdout.write(f"{name:10} {kind:5} {len(these):5}  {'  '.join(told)}\n")


if __name__ == "__main__":
    counted = list(crossvalidated(load()))
    unsigned = [one for one in counted if one.marks]
    for mark, weight in weights([*map(marks_of, unsigned)], [one.kind in DANGEROUS for one in unsigned]).items():
        sys.stdout.write(f"{mark:8} {weight}\n")
    thresholds(counted)
