"""How sure an answer is, from what speaks for it.

The weights were fitted by logistic regression (`training/sure.py`) to all that each question in `data/asked` might have
got, each question by a guess that had learned from other writers alone. A chance of 0.7 is right of about 7 in 10
questions of people who write in a way of their own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

ANSWERED = {
    "a fact alone": 0.63, "a term": 0.32, "a topic": 0.34, "ahead": 0.48, "alone": -0.09,
    "always": -0.64, "asked": -0.03, "before": 0.28, "chance": 0.07, "chance of a saying": -0.2,
    "chance or under": 0.48, "covers": 0.49, "cued": 0.17, "each option": -0.53, "elsewhere": -0.08,
    "exact": 0.23, "fact": -0.77, "few and strange": -0.92, "likeliest": 0.04, "looks for options": 0.35,
    "most or least": 0.15, "named": -0.15, "none likelier": -0.14, "not known": -2.22, "nothing": -0.08,
    "open": -0.28, "recognised": -0.33, "recognised and likely": -0.03, "rows cover": 0.24, "rows named": 0.23,
    "share": 0.5, "strange": -0.06, "though an option": -0.64, "told": -0.7, "under": 1.29,
    "unread in a list": -0.12, "vain": -1.3, "versus": 1.32, "what it is": -0.55, "which": -0.62,
    "words": 0.99, "yes or no": 0.06,
}  # fmt: skip
"""What speaks for it that an answer, or a topic that is named under it, is what was asked for."""
ITSELF = {
    "a fact alone": 0.61, "a term": 0.06, "a topic": -0.31, "ahead": 0.68, "alone": -0.25,
    "always": -1.03, "asked": 0.2, "before": 0.49, "chance": 0.61, "chance of a saying": -0.21,
    "chance or under": -0.05, "covers": 2.22, "cued": 0.25, "each option": -1.37, "elsewhere": -0.09,
    "exact": 0.26, "fact": -0.35, "few and strange": -0.67, "likeliest": 0.11, "looks for options": 0.79,
    "most or least": 0.17, "named": -1.11, "none likelier": -0.15, "not known": -0.94, "nothing": -0.04,
    "open": -0.29, "recognised": -0.74, "recognised and likely": -0.07, "rows cover": 0.82, "rows named": -0.11,
    "share": 0.33, "strange": 0.21, "though an option": -0.19, "told": -0.41, "under": -0.28,
    "unread in a list": -0.12, "vain": -0.66, "versus": 1.44, "what it is": 0.39, "which": -1.01,
    "words": 0.41, "yes or no": 0.49,
}  # fmt: skip
"""What speaks for the answer itself."""


def chance_of(marks: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely it is, by what speaks for it and how much each counts."""
    total = weights["always"] + sum(weights.get(name, 0) * value for name, value in marks.items())
    return 1 / (1 + math.exp(-total))
