"""How sure an answer is, from what speaks for it.

The weights were fitted by logistic regression to all that each question in `data/asked` might have got, each question
by a guess that had learned from other writers alone. A chance of 0.7 is right of about 7 in 10 questions of people who
write in a way of their own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

ANSWERED = {
    "always": -0.52, "a term": -0.12, "a topic": -0.0, "asked": -0.28, "before": 0.13, "chance": -0.15,
    "chance of a saying": -0.09, "chance or under": 0.59, "covers": 0.67, "cued": 0.39, "each option": -0.36,
    "elsewhere": -0.11, "exact": 0.47, "fact": -0.27, "likeliest": 0.05, "looks for options": 0.24,
    "most or least": -0.05, "named": -0.3, "none likelier": -0.07, "nothing": -0.13, "recognised": 0.11,
    "recognised and likely": 0.0, "rows cover": 0.15, "rows named": 0.42, "share": 0.7, "strange": -1.14,
    "though an option": -0.8, "told": -1.29, "unread in a list": -0.65, "vain": -0.97, "versus": 1.09,
    "what it is": -0.4, "which": -0.68, "words": 0.96, "yes or no": 0.42,
}  # fmt: skip
"""What speaks for it that an answer, or a topic that is named under it, is what was asked for."""
ITSELF = {
    "always": -1.49, "a term": -0.33, "a topic": -0.45, "asked": -0.08, "before": 0.63, "chance": 0.55,
    "chance of a saying": -0.21, "chance or under": -0.17, "covers": 2.94, "cued": 0.73, "each option": -2.43,
    "elsewhere": -0.1, "exact": 0.45, "fact": -0.06, "likeliest": 0.26, "looks for options": 1.42,
    "most or least": 0.66, "named": -1.56, "none likelier": -0.12, "nothing": -0.06, "recognised": -0.32,
    "recognised and likely": -0.1, "rows cover": 0.81, "rows named": -0.01, "share": 0.99, "strange": -0.48,
    "though an option": -0.69, "told": -0.9, "unread in a list": -0.58, "vain": -1.03, "versus": 1.51,
    "what it is": 0.41, "which": -1.51, "words": 0.57, "yes or no": 0.93,
}  # fmt: skip
"""What speaks for the answer itself."""


def chance_of(marks: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely it is, by what speaks for it and how much each counts."""
    total = weights["always"] + sum(weights.get(name, 0) * value for name, value in marks.items())
    return 1 / (1 + math.exp(-total))
