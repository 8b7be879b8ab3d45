"""`match()`: answers become a recommendation. The same answers and dataset give the same result, to the byte."""

from __future__ import annotations

from iopcli.dataset.model import Dataset, Voice
from iopcli.facts.bill import CostOf
from iopcli.logic.conditions import Answers
from iopcli.match.decide import decide
from iopcli.match.plans import Planner
from iopcli.match.recommendation import Recommendation
from iopcli.match.tell import tell


def match(
    dataset: Dataset,
    answers: Answers,
    planner: Planner | None = None,
    *,
    why: bool = False,
    voice: Voice = "person",
    asked: CostOf | None = None,
) -> Recommendation:
    """What the rules and facts say of these answers, which are typed and checked; a missing key is unknown.

    With `why` every rule is traced; with `asked` the first plans say what some weeks cost. A planner that is passed in
    remembers plans between calls.
    """
    return tell(decide(dataset, answers, planner), why=why, voice=voice, asked=asked)
