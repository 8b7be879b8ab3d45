"""How sure an answer is, from what speaks for it.

The weights were fitted by logistic regression to all that each question in `data/asked` might have got, each question
by a guess that had learned from other writers alone. A chance of 0.7 is right of about 7 in 10 questions of people who
write in a way of their own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

ANSWERED = {
    "always": -1.18, "a term": 0.35, "a topic": 0.54, "asked": -0.27, "before": -0.23, "chance": 0.08,
    "chance of a saying": -0.21, "covers": 0.62, "cued": 0.59, "each option": -0.53, "elsewhere": -0.2,
    "exact": 0.45, "fact": -0.31, "likeliest": 1.35, "looks for options": 0.16, "most or least": 0.43,
    "named": -0.13, "none likelier": 0.16, "not known": -1.36, "nothing": -0.24, "recognised": 0.46,
    "recognised and likely": 0.08, "rows cover": 0.36, "rows named": 0.41, "strange": -1.07,
    "though an option": -0.83, "told": -1.11, "under": 0.48, "unread in a list": -0.4, "vain": -0.89, "versus": 0.54,
    "what it is": -0.63, "which": -0.87, "words": 0.97, "yes or no": 0.12,
}  # fmt: skip
"""What speaks for it that an answer, or a topic that is named under it, is what was asked for."""
ITSELF = {
    "always": -1.76, "a term": -0.17, "a topic": -0.21, "asked": -0.07, "before": -0.21, "chance": 0.54,
    "chance of a saying": -0.22, "covers": 2.99, "cued": 0.66, "each option": -2.42, "elsewhere": -0.1,
    "exact": 0.44, "fact": 0.0, "likeliest": 0.36, "looks for options": 1.42, "most or least": 0.56, "named": -1.64,
    "none likelier": -0.14, "not known": -1.41, "nothing": -0.06, "recognised": 0.0, "recognised and likely": -0.07,
    "rows cover": 0.82, "rows named": -0.06, "strange": -0.43, "though an option": -0.71, "told": -0.8,
    "under": -0.16, "unread in a list": -0.54, "vain": -1.17, "versus": 1.48, "what it is": 0.6, "which": -1.52,
    "words": 0.56, "yes or no": 1.05,
}  # fmt: skip
"""What speaks for the answer itself."""


def chance_of(marks: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely it is, by what speaks for it and how much each counts."""
    total = weights["always"] + sum(weights.get(name, 0) * value for name, value in marks.items())
    return 1 / (1 + math.exp(-total))
