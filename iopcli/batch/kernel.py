"""What every record goes through, wherever it came from: judge, choose, say. A file, a frame and Spark share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iopcli.batch.choose import Chooser, Chosen
from iopcli.batch.judge import Judge
from iopcli.batch.say import Said, Sayer
from iopcli.match.plans import Planner

if TYPE_CHECKING:
    from iopcli.batch.codes import CodedChunk
    from iopcli.dataset.model import Dataset


class Kernel:
    """The rules, plans and words of a dataset, for chunks of records; what was found once is remembered."""

    def __init__(self, dataset: Dataset, planner: Planner | None = None) -> None:
        self._judge = Judge(dataset)
        self.chooser = Chooser(dataset, self._judge.levels, planner or Planner(dataset))
        self._sayer = Sayer(dataset, self.chooser)

    def tell(self, chunk: CodedChunk) -> tuple[Chosen, Said]:
        """What is said of each record, in numbers and in words."""
        chosen = self.chooser.choose(self._judge.judge(chunk))
        return chosen, self._sayer.say(chosen)
