"""How sure an answer is, from what speaks for it.

The weights were fitted by logistic regression (`training/sure.py`) to all that each question in `data/asked` might have
got, each question by a guess that had learned from other writers alone. A chance of 0.7 is right of about 7 in 10
questions of people who write in a way of their own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

ANSWERED = {
    "a fact alone": 0.53, "a term": 0.32, "a topic": 0.34, "ahead": 0.59, "alone": -0.08,
    "always": -0.84, "asked": -0.05, "before": 0.42, "chance": 0.08, "chance of a saying": -0.18,
    "chance or under": 0.43, "covers": 0.45, "cued": 0.14, "each option": -0.56, "elsewhere": -0.08,
    "exact": 0.42, "fact": -0.68, "few and strange": -1.0, "likeliest": 0.07, "looks for options": 0.24,
    "most or least": -0.13, "named": -0.13, "none likelier": -0.1, "not known": -2.83, "nothing": -0.11,
    "open": -0.18, "recognised": -0.25, "recognised and likely": -0.02, "rows cover": 0.34, "rows named": 0.23,
    "share": 0.5, "strange": -0.07, "though an option": -0.6, "told": -0.49, "under": 1.34,
    "unread in a list": -0.1, "vain": -1.02, "versus": 0.96, "what it is": -0.44, "which": -0.52,
    "words": 0.97, "yes or no": 0.29,
}  # fmt: skip
"""What speaks for it that an answer, or a topic that is named under it, is what was asked for."""
ITSELF = {
    "a fact alone": 0.61, "a term": 0.06, "a topic": -0.28, "ahead": 0.73, "alone": -0.24,
    "always": -1.02, "asked": 0.18, "before": 0.48, "chance": 0.64, "chance of a saying": -0.22,
    "chance or under": -0.06, "covers": 2.23, "cued": 0.26, "each option": -1.41, "elsewhere": -0.09,
    "exact": 0.18, "fact": -0.38, "few and strange": -0.66, "likeliest": 0.17, "looks for options": 0.69,
    "most or least": 0.13, "named": -1.04, "none likelier": -0.11, "not known": -1.41, "nothing": -0.05,
    "open": -0.24, "recognised": -0.65, "recognised and likely": -0.04, "rows cover": 0.86, "rows named": -0.14,
    "share": 0.13, "strange": 0.19, "though an option": -0.19, "told": -0.17, "under": -0.21,
    "unread in a list": -0.1, "vain": -0.57, "versus": 1.43, "what it is": 0.38, "which": -1.02,
    "words": 0.42, "yes or no": 0.62,
}  # fmt: skip
"""What speaks for the answer itself."""


def chance_of(marks: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely it is, by what speaks for it and how much each counts."""
    total = weights["always"] + sum(weights.get(name, 0) * value for name, value in marks.items())
    return 1 / (1 + math.exp(-total))
